"""Keeping a draft, and letting it go."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.drafts.keys import DraftKey
from pam.drafts.models import Draft
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

    `number` is the one-time number of the form. `records` are those that its page shows. Raises Refused:
    `too_long`, `sent` (the form was sent meanwhile), `too_many`, `too_often`.
    """
    if len(json.dumps(values)) > MOST_SIGNS:
        raise Refused("This is too long to be kept before you send it.", code="too_long")
    _lock(actor)
    if was_sent(actor=actor, number=number):
        raise Refused("You have already sent this form.", code="sent")
    now, own = timezone.now(), Draft.objects.filter(user_id=actor.user_id)
    same = {"membership_id": actor.membership_id, "action": key.action, "form": key.form}
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


def throw_away(*, actor: Reader, key: DraftKey) -> None:
    """Deletes the draft of `actor` of the form `key`, if there is one."""
    own = Draft.objects.filter(user_id=actor.user_id, membership_id=actor.membership_id)
    own.filter(action=key.action, form=key.form).delete()


def forget_sent(*, actor: Reader, action: str, names: Iterable[str]) -> None:
    """The form with these `names` was sent to `action` and saved: its draft goes, with the sending.

    It is the draft whose words were all in boxes that were sent: a page that checks a form sends on no empty
    box, and another form of the page has other boxes.
    """
    _lock(actor)
    own, sent = Draft.objects.filter(user_id=actor.user_id, membership_id=actor.membership_id), set(names)
    for draft in own.filter(action=action):
        if {name for name in draft.names if any(draft.values.get(name, ()))} <= sent:
            draft.delete()


def forget_old(now: datetime | None = None) -> int:
    """Deletes the drafts that their agency's days are over for; returns how many. Runs as the jobs' role."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM drafts_draft d USING access_membership m WHERE m.id = d.membership_id"
            " AND d.saved_at < %s - make_interval(days => pam_setting('drafts.days', m.agency_id)::int)",
            [now or timezone.now()],
        )
        return cursor.rowcount
