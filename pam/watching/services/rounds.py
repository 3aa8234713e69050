"""The job that looks for what is new of all that people watch, as each of them: behind the gate, in their own
name. Two at once, killed and started again, tell each thing once.
"""

import time
from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.access.reader import reader_of_membership
from pam.notifications.models import Delivery
from pam.notifications.services import enqueue
from pam.records.kinds import kind_of
from pam.records.models import Entry, Record, Subject
from pam.reference.selectors.settings import setting
from pam.search.selectors import sources
from pam.subjects.models import Particular
from pam.watching.models import Watch
from pam.watching.selectors.searches import found_by
from pam.watching.selectors.watches import changes_of, lines_between

# What was written while a request lasted may be committed after a round has begun: a round looks at what is
# older than any request.
GRACE = timedelta(seconds=90)
SOONEST = timedelta(minutes=15)  # the least of the setting
RUN_SECONDS = 120
LIMIT = 200  # people, or searches, in one run; the next run takes the rest


def look(now: datetime | None = None) -> int:
    """Owes people word of what is new of what they watch; returns of how much."""
    now = now or timezone.now()
    until = time.monotonic() + RUN_SECONDS
    told = 0
    for person in _people_with_changes(now - GRACE):
        if time.monotonic() > until:
            break
        told += _look_for(person, now - GRACE)
    for number in _searches_due(now):
        if time.monotonic() > until:
            break
        told += _look_at_search(number, now)
    return told


def drop_unseen() -> int:
    """Drops what people watch and may no longer see, and what those watch who have left; returns how many.
    Nobody is told.
    """
    dropped = 0
    for person in Watch.objects.order_by().values_list("membership_id", flat=True).distinct():
        with transaction.atomic():
            mine = list(Watch.objects.filter(membership_id=person).defer("known", "fresh"))
            gone = _unseen(reader_of_membership(person), mine)
            dropped += Watch.objects.filter(pk__in=gone).delete()[0]
    return dropped


def _unseen(reader, watches):
    """The numbers of those of `watches` whose record, subject or search `reader` does not see."""
    if reader is None:
        return [row.pk for row in watches]
    with visibility.reading(reader):
        records = _seen(reader, Record, [row.record_id for row in watches])
        subjects = _seen(reader, Subject, [row.subject_id for row in watches])
        searches = {row.pk for row in watches if row.search_id and _may_open(reader, row)}
    return [
        row.pk
        for row in watches
        if row.record_id not in records and row.subject_id not in subjects and row.pk not in searches
    ]


def _seen(reader, model, numbers):
    rows = visibility.visible_to(reader, model).filter(pk__in={number for number in numbers if number})
    return set(rows.values_list("pk", flat=True))


def _may_open(reader, watch):
    return watch.search.principal_id in reader.principals


# --- Records and subjects ---


def _people_with_changes(until):
    """The numbers of the memberships that watch a record or subject of which anything changed that another
    person did. Whether they may see it is asked later, as them.
    """
    of_record = Entry.objects.filter(record_id=OuterRef("record_id"), created__gt=OuterRef("looked_at"))
    of_record = of_record.filter(created__lte=until).exclude(author_id=OuterRef("membership_id"))
    same = Q(subject_id=OuterRef("subject_id")) | Q(subject__identity=OuterRef("subject__identity"))
    saved = Subject.objects.filter(
        Q(pk=OuterRef("subject_id")) | Q(identity=OuterRef("subject__identity")),
        updated__gt=OuterRef("looked_at"),
    )
    known = Particular.objects.filter(same, updated__gt=OuterRef("looked_at"))
    written = Entry.objects.filter(
        Exists(
            Subject.objects.filter(
                Q(pk=OuterRef(OuterRef("subject_id"))) | Q(identity=OuterRef(OuterRef("subject__identity"))),
                record_id=OuterRef("record_id"),
            )
        ),
        created__gt=OuterRef("looked_at"),
    )
    rows = Watch.objects.filter(
        Q(Exists(of_record), record__isnull=False)
        | Q(subject__isnull=False) & (Exists(saved) | Exists(known) | Exists(written)),
        looked_at__lt=until,
    )
    return list(rows.order_by().values_list("membership_id", flat=True).distinct()[:LIMIT])


def _look_for(person, until):
    """Looks at all records and subjects that one person watches; returns of how many they are told."""
    with transaction.atomic():
        rows = Watch.objects.filter(membership_id=person, search=None, looked_at__lt=until)
        rows = list(
            rows.select_for_update(skip_locked=True, of=("self",)).select_related("subject", "record")
        )
        reader = reader_of_membership(person)
        if reader is None or not rows:
            Watch.objects.filter(pk__in=[row.pk for row in rows]).delete()
            return 0
        new, gone = _new_for(reader, rows, until), _unseen(reader, rows)
        Watch.objects.filter(pk__in=gone).delete()
        Watch.objects.filter(pk__in=[row.pk for row in rows]).update(looked_at=until)
        recipient = Membership.objects.get(pk=person)
        for row in new:
            event = "watched_record" if row.record_id else "watched_subject"
            about = row.record.uuid if row.record_id else row.subject.uuid
            enqueue(event, about, [recipient], occasion=row.looked_at.isoformat())
        return len(new)


def _new_for(reader, rows, until):
    """Those of `rows` that have anything new, up to `until`, that `reader` may see and did not do: what came
    later is for the next round, which would tell it again.
    """
    with visibility.reading(reader):
        lines = lines_between(
            reader, {row.record_id: (row.looked_at, until) for row in rows if row.record_id}
        )
        seen = _seen(reader, Subject, [row.subject_id for row in rows])
        return [
            row
            for row in rows
            if lines.get(row.record_id)
            or (row.subject_id in seen and changes_of(reader, row.subject, row.looked_at, until))
        ]


# --- Searches ---


def _searches_due(now):
    """The numbers of the watches of searches that are due, longest ago first."""
    rows = Watch.objects.filter(search__isnull=False, looked_at__lte=now - SOONEST).order_by("looked_at")
    due = []
    for number, agency, looked in rows.values_list("pk", "membership__agency_id", "looked_at")[:1000]:
        if looked <= now - timedelta(minutes=setting("watching.search_minutes", agency)):
            due.append(number)
    return due[:LIMIT]


def _look_at_search(number, now):
    """Runs one search as the person who watches it; returns whether they are to be notified."""
    with transaction.atomic():
        rows = Watch.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=number)
        row = rows.filter(looked_at__lt=now).select_related("search", "membership").first()
        if row is None:
            return False
        reader = reader_of_membership(row.membership_id)
        if reader is None or not _may_open(reader, row):
            row.delete()
            return False
        with visibility.reading(reader):
            found = found_by(reader, row.search)
        before, row.looked_at, row.too_many = row.looked_at, now, found is None
        new = _new(row.known, found or {})
        own = _written_by(row, new)
        row.known, new = _joined(row.known, own), _new(own, new)
        if new:
            waits = Delivery.objects.filter(
                event="search_results", about=row.search.uuid, recipient_id=row.membership_id, seen_at=None
            ).exists()
            row.known, row.fresh = _joined(row.known, new), _joined(row.fresh, new) if waits else new
            enqueue("search_results", row.search.uuid, [row.membership], occasion=before.isoformat())
        row.save(update_fields=["looked_at", "too_many", "known", "fresh"])
        return bool(new)


def _new(known, found):
    """{kind: [number]} of what is found and not known."""
    new = {code: sorted(set(numbers) - set(known.get(code, ()))) for code, numbers in found.items()}
    return {code: numbers for code, numbers in new.items() if numbers}


def _written_by(watch, found):
    """{kind: [number]} of what the person who watches wrote themselves."""
    models, own = {source.code: source.model for source in sources()}, {}
    for code, numbers in found.items():
        if code in models:
            rows = models[code].objects.filter(pk__in=numbers, author_id=watch.membership_id)
            own[code] = list(rows.values_list("pk", flat=True))
        else:
            rows = apps.get_model(kind_of(code).model).history.filter(id__in=numbers, history_type="+")
            own[code] = list(
                rows.filter(history_user_id=watch.membership.user_id).values_list("id", flat=True)
            )
    return own


def _joined(one, other):
    return {code: sorted({*one.get(code, ()), *other.get(code, ())}) for code in {*one, *other}}
