"""Each form that is sent is claimed once, in the transaction that saves it."""

import hashlib
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from pam.access.visibility import Reader
from pam.forms.models import SentForm
from pam.forms.numbers import TOKEN, digest_of_number

KEPT = timedelta(days=2)  # longer than any session: the second press comes from the same page


def digest_of(address: str, sent: QueryDict, files: MultiValueDict[str, UploadedFile]) -> str:
    """The SHA-256 of a form that was sent: its address, its values with the one-time number, its files."""
    digest = hashlib.sha256(repr(address).encode())
    for name, values in sorted(sent.lists()):
        if name != TOKEN:
            digest.update(repr((name, values)).encode("utf-8", "surrogatepass"))
    for name, uploads in sorted(files.lists()):
        for upload in uploads:
            digest.update(repr((name, upload.name, upload.size)).encode("utf-8", "surrogatepass"))
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()


def was_sent(*, actor: Reader, number: str) -> bool:
    """Whether `actor` has sent a form with this one-time number, and it was saved."""
    sent = SentForm.objects.filter(user_id=actor.user_id, number=digest_of_number(number))
    return sent.exclude(led_to="").exists()


def claim(*, actor: Reader, digest: str, number: str = "") -> str | None:
    """Claims a form for `actor`: None if it is the first press, else the address that the first one led to.

    `number` is the form's one-time number.
    Of two presses at once the second waits here until the first is saved. Forgets the person's old ones.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH old AS (DELETE FROM forms_sentform WHERE user_id = %(user)s AND at < %(old)s)"
            " INSERT INTO forms_sentform (user_id, digest, at, led_to, number)"
            " VALUES (%(user)s, %(digest)s, %(now)s, '', %(number)s) ON CONFLICT (user_id, digest) DO NOTHING"
            " RETURNING id",
            {
                "user": actor.user_id,
                "digest": digest,
                "now": timezone.now(),
                "old": timezone.now() - KEPT,
                "number": digest_of_number(number),
            },
        )
        if cursor.fetchone():
            return None
    first = SentForm.objects.filter(user_id=actor.user_id, digest=digest).first()
    return first.led_to if first else None


def keep_claim(*, actor: Reader, digest: str, led_to: str) -> None:
    """The form is saved: the next press of the same one is led to `led_to`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forms_sentform SET led_to = %s WHERE user_id = %s AND digest = %s",
            [led_to, actor.user_id, digest],
        )


def release_claim(*, actor: Reader, digest: str) -> None:
    """The form was not saved (it is shown again, or asks once more): it may be sent again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM forms_sentform WHERE user_id = %s AND digest = %s", [actor.user_id, digest]
        )
