"""Keeping a draft, and letting it go."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.drafts.keys import DraftKey
from pam.drafts.models import Draft
from pam.forms.numbers import digest_of_number
from pam.forms.services import was_sent

MOST_SIGNS = 500_000  # of one draft, as JSON; the longest texts of all forms together are shorter
MOST_DRAFTS = 100  # of one person
MOST_SAVES = 40  # of one draft in a minute: a page saves after a pause of two seconds, and when it is left
LOCK = 0x64726166  # "draf"; the other half of the lock's number is the person's


def _lock(actor: Reader) -> None:
    """Until the end of the transaction nobody else saves or sends for this person: a draft that is on its way
    while its form is sent must not come back.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, actor.user_id % 2**31])


@transaction.atomic
def save_draft(
    *, actor: Reader, key: DraftKey, number: str, values: dict[str, list[str]], records: Iterable[int]
) -> Draft:
    """Keeps `values` ({name: texts}) as what `actor` has typed so far into the form `key`.

    `number` is the one-time number of the form: what is typed in another tab is another draft. `records` are
    those that its page shows. Raises Refused: `too_long`, `sent` (the form was sent meanwhile), `too_many`,
    `too_often`.
    """
    if len(json.dumps(values)) > MOST_SIGNS:
        raise Refused("This is too long to be kept before you send it.", code="too_long")
    _lock(actor)
    if was_sent(actor=actor, number=number):
        raise Refused("You have already sent this form.", code="sent")
    now, own = timezone.now(), Draft.objects.filter(user_id=actor.user_id)
    same = {"membership_id": actor.membership_id, "action": key.action, "form": key.form}
    same["number"] = digest_of_number(number)
    draft = own.filter(**same).first()
    if draft is None:
        if own.count() >= MOST_DRAFTS:
            raise Refused("You have too many forms that you have not sent.", code="too_many")
        draft = Draft(user_id=actor.user_id, **same, started_at=now, minute=now, saves=0)
    if now - draft.minute > timedelta(minutes=1):
        draft.minute, draft.saves = now, 0
    if draft.saves >= MOST_SAVES:
        raise Refused("This was saved many times within a minute.", code="too_often")
    draft.saves += 1
    draft.names, draft.values, draft.records = list(key.names), values, sorted(set(records))
    draft.saved_at = now
    draft.save()
    return draft


def _own(actor: Reader) -> QuerySet[Draft]:
    return Draft.objects.filter(user_id=actor.user_id, membership_id=actor.membership_id)


def throw_away(*, actor: Reader, key: DraftKey, which: str) -> None:
    """Deletes the draft `which` (its `number`) of `actor` of the form `key`, if there is one."""
    _own(actor).filter(action=key.action, form=key.form, number=which).delete()


def carry_over(*, actor: Reader, draft: Draft, number: str) -> None:
    """From now on `draft` is that of the page whose form has this one-time number: its words are in it."""
    if draft.number != digest_of_number(number):
        draft.number = digest_of_number(number)
        _own(actor).filter(pk=draft.pk).update(number=draft.number)


def forget_sent(*, actor: Reader, action: str, number: str, sent: dict[str, list[str]]) -> None:
    """The form with this one-time number was sent to `action` with these values ({name: texts}) and saved:
    its draft goes, with the sending. So does another one that says nothing else: what was typed in another
    tab and differs stays.
    """
    _lock(actor)
    for draft in _own(actor).filter(action=action):
        filled = {name: draft.values.get(name, []) for name in draft.names}
        same = all(
            _lines(sent.get(name, [])) == _lines(texts) for name, texts in filled.items() if any(texts)
        )
        if same or draft.number == digest_of_number(number):
            draft.delete()


def _lines(texts: list[str]) -> list[str]:
    return [text.replace("\r\n", "\n") for text in texts]


def forget_old(now: datetime | None = None) -> int:
    """Deletes the drafts that their agency's days are over for; returns how many. Runs as the jobs' role."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM drafts_draft d USING access_membership m WHERE m.id = d.membership_id"
            " AND d.saved_at < %s - make_interval(days => pam_setting('drafts.days', m.agency_id)::int)",
            [now or timezone.now()],
        )
        return cursor.rowcount
