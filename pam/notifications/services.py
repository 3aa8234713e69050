"""Writes about what people are told: owed in the transaction of the cause, sent later by a job, once.

`enqueue` runs in any process. `send_due` runs as the jobs' role, in the mail queue alone: it asks what the
recipient chose, claims what is due, asks the gate as the recipient, and hands over. Two at once, killed and
started again, send each mail once.
"""

import logging
import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.reader import reader_of_membership
from pam.access.validation import valid_values
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.mail import Letter, NotSent, Outcome, Post, ServerAway
from pam.notifications import hours
from pam.notifications.events import About, event_of, kind_of, news_events
from pam.notifications.letters import code_of, letter_of, marked_as_training
from pam.notifications.models import Channel, Delivery, MailChoice
from pam.notifications.selectors import channels_of, stuck_minutes

logger = logging.getLogger(__name__)
LIMIT = 500  # deliveries in one run of a job; the next run takes the rest
LOOKED_BACK = timedelta(days=7)  # causes older than this were told long ago, or their people have left
REMEMBERED = timedelta(days=400)
CLAIM_SECONDS = 60  # a job that has not begun to hand over by then has died, or finds its claim taken back
RUN_SECONDS = 120  # well under the time after which the broker gives the job to another worker
TRIES = 60  # with an hour between the later ones: two and a half days of a mail server that says "later"
FREE = {"claimed_at": None, "handing_at": None}
LEFT = "Their membership is not in force."
NOT_TRUE = "It is no longer true, or they can no longer see it."


# --- Owing it ---


def enqueue(
    event: str,
    about: UUID,
    recipients: Iterable[Membership],
    *,
    occasion: str = "",
    batch: UUID | None = None,
    urgent: bool | None = None,
) -> None:
    """Owes `recipients` (Memberships) word of `event` (a registered code) about the row with the uuid
    `about`.

    `occasion` tells causes apart that the same row gives more than once, for example a due date. `batch` (a
    uuid) puts what waits for one person in one mail. `urgent` overrides what the event says. Part of the
    caller's transaction; what was owed before stays as it is.
    """
    enqueue_each(event, [(about, recipients, occasion)], batch=batch, urgent=urgent)


def enqueue_each(
    event: str,
    causes: Iterable[tuple[UUID, Iterable[Membership], str]],
    *,
    batch: UUID | None = None,
    urgent: bool | None = None,
) -> None:
    """The same for many causes in one statement: `causes` are [(about, recipients, occasion)]."""
    same = {
        "event": event,
        "batch": batch,
        "urgent": event_of(event).urgent if urgent is None else urgent,
    }
    rows = []
    for about, recipients, occasion in causes:
        people = {person.pk: person for person in recipients}.values()
        own = same | {"about": about, "occasion": occasion}
        rows += [Delivery(recipient=person, agency_id=person.agency_id, **own) for person in people]
    if rows:
        _owe(rows)


def _owe(rows):
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=LIMIT)


def enqueue_letter(event: str, about: UUID, *, agency_id: int | None = None, occasion: str = "") -> None:
    """Owes a mail to an address without a membership, which `event` composes; `agency_id` is the number of
    the agency whose administrators look after it. Part of the caller's transaction.
    """
    row = Delivery(
        event=event, about=about, occasion=occasion, agency_id=agency_id, urgent=event_of(event).urgent
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)


def save_choices(*, actor: Reader, channels: Mapping[str, str]) -> None:
    """Keeps how `actor` wants to be told: `channels` is {code of a kind: Channel}."""
    for kind, channel in channels.items():
        chosen = valid_values(MailChoice, channel=channel)
        MailChoice.objects.update_or_create(membership_id=actor.membership_id, kind=kind, defaults=chosen)


# --- Reading it ---


def mark_read(*, actor: Reader, news: Delivery) -> int:
    """Marks a line of *New for me* as read, with all that is owed to `actor` about the same cause so far;
    returns how many. No line in the log: what one was told is one's own.
    """
    rows = Delivery.objects.filter(recipient_id=actor.membership_id, seen_at=None)
    rows = rows.filter(event=news.event, about=news.about, created__lte=news.created)
    return rows.update(seen_at=timezone.now())


def mark_all_read(*, actor: Reader, until: datetime) -> int:
    """Marks all of *New for me* as read that came until the moment `until`; returns how many."""
    rows = Delivery.objects.filter(recipient_id=actor.membership_id, seen_at=None, created__lte=until)
    return rows.filter(event__in=list(news_events())).update(seen_at=timezone.now())


# --- Settling what did not go out ---


@transaction.atomic
def send_again(*, actor: Reader, mail: UUID) -> None:
    """Lets a mail that did not go out be sent again. Raises PermissionDenied; Refused if it has gone out."""
    _settle(actor, mail, again=True)
    log(actor, Verb.ALTERATION, "send mail again", detail=f"Mail {code_of(mail)}")


@transaction.atomic
def drop(*, actor: Reader, mail: UUID) -> None:
    """Gives up a mail that did not go out. Raises as `send_again` does."""
    _settle(actor, mail, again=False)
    log(actor, Verb.ALTERATION, "drop mail", detail=f"Mail {code_of(mail)}")


def _settle(actor, mail, *, again):
    if not actor.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_settle_mail(%s, %s, %s)", [mail, again, stuck_minutes(actor)])
        if not cursor.fetchone()[0]:
            raise Refused("This mail has gone out or was dropped in the meantime.", code="no_longer_waiting")


# --- Sending it ---


@transaction.atomic
def route(now: datetime) -> int:
    """Asks what the recipients of new deliveries chose, and sets when each is due; returns how many."""
    rows = Delivery.objects.waiting().filter(channel="").order_by("pk")
    rows = rows.select_related("recipient__user").select_for_update(skip_locked=True, of=("self",))
    rows = list(rows[:LIMIT])
    chosen = channels_of({row.recipient_id for row in rows})
    for row in rows:
        kind = kind_of(event_of(row.event))
        channel = chosen.get((row.recipient_id, kind.code), kind.default) if kind.may_choose else Channel.MAIL
        if row.urgent and channel == Channel.DIGEST:
            channel = Channel.MAIL
        if row.recipient and row.recipient.user.service:  # it has no mailbox: it comes and asks
            channel = Channel.PAGE
        row.channel = channel
        if channel == Channel.PAGE:
            row.sent_at = now
        elif channel == Channel.DIGEST:
            row.due_at = hours.next_digest(row.created)
        else:
            row.due_at = _due(row, max(now, row.due_at))
    Delivery.objects.bulk_update(rows, ["channel", "due_at", "sent_at"])
    return len(rows)


def _due(row, moment):
    return moment if row.urgent else hours.next_moment(moment)


def send_due(now: datetime | None = None) -> int:
    """Sends what is due, over one connection; returns how many mails went out. Safe to run twice at once.

    Stops at a mail server that is away or hangs, and after `RUN_SECONDS`: what is left waits for the next
    run.
    """
    now = now or timezone.now()
    _take_back_claims()
    while route(now) == LIMIT:
        continue
    groups, sent = _groups(now), 0
    if not groups:
        return 0
    until = time.monotonic() + RUN_SECONDS
    try:
        with Post() as post:
            for group in groups:
                if time.monotonic() > until:
                    break
                outcome = _send(post, group, now)
                sent += outcome is Outcome.SENT
                if outcome is Outcome.UNKNOWN:
                    break
    except ServerAway as reason:
        logger.warning("Mail waits: %s", reason)
        _due_rows(now).filter(why="").update(why=str(reason)[:200])
    return sent


def forget(now: datetime | None = None) -> int:
    """Removes deliveries that were settled long ago; returns how many."""
    now = now or timezone.now()
    settled = Q(sent_at__lt=now - REMEMBERED) | Q(dropped_at__lt=now - REMEMBERED)
    return Delivery.objects.filter(settled).delete()[0]


def _due_rows(now):
    return Delivery.objects.waiting().filter(due_at__lte=now).exclude(channel="")


def _groups(now):
    """What is due, as filters of the rows that go in one mail each, in the order in which they became due."""
    rows = _due_rows(now).order_by("due_at", "pk")[:LIMIT]
    found = {}
    for row in rows:
        if row.mail:
            group = {"mail": row.mail}
        elif row.channel == Channel.DIGEST:
            group = {"channel": row.channel, "recipient": row.recipient_id, "mail": None}
        elif row.batch:
            group = {"event": row.event, "batch": row.batch, "recipient": row.recipient_id, "mail": None}
        else:
            group = {"pk": row.pk, "mail": None}
        found.setdefault(tuple(group.items()), group)
    return list(found.values())


@transaction.atomic
def _claim(group, now):
    """The rows of a group that this job, and no other, may send; they all bear the same number of a mail."""
    rows = list(_due_rows(now).filter(**group).order_by("pk").select_for_update(of=("self",)))
    if not rows or _wait(rows, now):
        return []
    number = rows[0].mail or rows[0].uuid
    claimed = timezone.now()
    for row in rows:
        row.mail, row.claimed_at = number, claimed
    Delivery.objects.bulk_update(rows, ["mail", "claimed_at"])
    return rows


def _take_back_claims():
    """Frees what a job claimed and did not begin to hand over: it was killed, and no server has the mail."""
    died = timezone.now() - timedelta(seconds=CLAIM_SECONDS)
    unsettled = Delivery.objects.filter(sent_at=None, dropped_at=None, gave_up_at=None)
    unsettled.filter(claimed_at__lt=died, handing_at=None).update(claimed_at=None)


def _begin_handing(rows):
    """Writes down that `rows` are about to be handed over. Answers whether the claim on all of them still
    holds; else another job has them by now, and none of them may go out here.
    """
    mine = Delivery.objects.filter(
        pk__in=[row.pk for row in rows], claimed_at=rows[0].claimed_at, handing_at=None
    )
    with transaction.atomic():
        held = mine.update(handing_at=timezone.now()) == len(rows)
        transaction.set_rollback(not held)
    return held


def _wait(rows, now):
    """Whether one of the rows must not go out yet; then all of them wait."""
    waits = [event_of(row.event).wait_until for row in rows]
    moments = [moment for row, wait in zip(rows, waits, strict=True) if wait and (moment := wait(row))]
    later = max((_due(rows[0], moment) for moment in moments if moment > now), default=None)
    if later is None:
        return False
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=later)
    return True


def _send(post, group, now):
    """Claims, asks, hands over and writes down the outcome; returns the Outcome, or None."""
    rows = _claim(group, now)
    if not rows:
        return None
    numbers = [row.pk for row in rows]
    try:
        letter, told = _letter(rows, now)
    except Exception:  # one that can't be composed must not keep the others
        logger.exception("Mail %s could not be composed", code_of(rows[0].mail))
        _later(rows, "The email could not be made.", now)
        return None
    if letter is None or not _begin_handing(told):
        return None
    try:
        result = post.send(letter)
    except NotSent as reason:
        Delivery.objects.filter(pk__in=numbers).update(**FREE, why=str(reason)[:200])
        raise
    _write_down(told, result, now)
    return result.outcome


def _letter(rows, now):
    """(the Letter, the rows that it is about); the rest is dropped. (None, []) if nothing is left to tell."""
    event = event_of(rows[0].event)
    if event.compose is not None:
        return _composed(event, rows[0])
    told = []
    reader = reader_of_membership(rows[0].recipient_id)
    for row in rows:
        about = still_true(row, reader) if reader else None
        if about is None:
            _drop(row, NOT_TRUE if reader else LEFT)
        else:
            told.append((row, about))
    if not told:
        return None, []
    letter = letter_of(
        told,
        recipient=rows[0].recipient,
        number=rows[0].mail,
        now=now,
        with_references=hours.references_allowed(rows[0].agency_id),
    )
    return letter, [row for row, _ in told]


def _composed(event, row):
    found = event.compose(row)
    if found is None:
        _drop(row, NOT_TRUE)
        return None, []
    to, subject, body = found
    subject, body = marked_as_training(row.agency, subject, body)
    return Letter(to, f"{subject} [{code_of(row.mail)}]", body, row.mail), [row]


def still_true(row: Delivery, reader: Reader) -> About | None:
    """What `reader`, the recipient of the delivery `row`, may be told about it now (an `About`), or None."""
    event = event_of(row.event)
    if event.asked_as_system:
        return event.still_true(row, reader)
    with visibility.ensure_reading(reader):
        return event.still_true(row, reader)


def _drop(row, why):
    row.claimed_at, row.dropped_at, row.why = None, timezone.now(), why
    row.save(update_fields=["claimed_at", "dropped_at", "why"])
    _after_sending([row])


def _write_down(rows, result, now):
    """Writes down what came of a mail. Where nobody can tell, the claim stays."""
    mine = Delivery.objects.filter(pk__in=[row.pk for row in rows])
    if result.outcome is Outcome.SENT:
        mine.update(sent_at=timezone.now(), why="")
        _after_sending(rows)
    elif result.outcome is Outcome.LATER:
        _later(rows, result.reason, now)
    elif result.outcome is Outcome.NEVER:
        mine.update(**FREE, gave_up_at=timezone.now(), why=result.reason[:200])
    else:
        mine.update(why=result.reason[:200])


def _later(rows, reason, now):
    """Frees the rows for another try after 1, 2, 4 … minutes, at most an hour; after all tries gives up."""
    failures = rows[0].failures + 1
    wait = timedelta(minutes=min(60, 2 ** min(6, failures - 1)))
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        **FREE,
        failures=failures,
        due_at=_due(rows[0], now + wait),
        gave_up_at=timezone.now() if failures >= TRIES else None,
        why=reason[:200],
    )


def _after_sending(rows):
    for row in rows:
        if after := event_of(row.event).after_sending:
            after(row)
