"""Notifications about what people watch."""

from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from pam.access import visibility
from pam.notifications.events import About, Line, News, register_event, register_kind
from pam.notifications.models import Channel
from pam.records.kinds import kind_of
from pam.records.models import Record, Subject
from pam.watching.models import SavedSearch, Watch
from pam.watching.selectors.watches import lines_between

PIECES = 3  # first words of what is new, on a line


def _watched(reader, **about):
    return Watch.objects.filter(membership_id=reader.membership_id, **about)


def _path(delivery):
    return reverse("notifications:open_news", args=[delivery.uuid])


# --- A record ---


def _records(reader):
    """The records that `reader` watches and may open, with `told_until`: what is newer waits."""
    watched = _watched(reader, record__isnull=False)
    rows = visibility.visible_to(reader, Record).filter(pk__in=watched.values("record"))
    until = watched.filter(record=OuterRef("pk")).values("looked_at")
    return rows.annotate(told_until=Subquery(until))


def _about_record(delivery, reader):
    row = _records(reader).filter(uuid=delivery.about).first()
    if row is None or delivery.seen_at:
        return None
    return About(_path(delivery), row.reference, threads=(row.uuid,))


def _lines_of_records(reader, rows):
    records = {row.uuid: row for row in _records(reader).filter(uuid__in={row.about for row in rows})}
    spans = {
        records[row.about].pk: (_moment(row.first), records[row.about].told_until)
        for row in rows
        if row.about in records
    }
    new, found = lines_between(reader, spans), {}
    for row in rows:
        if record := records.get(row.about):
            waits = kind_of(record.kind).required_terms in reader.unaccepted_terms
            titles = [] if waits else new.get(record.pk, [])
            more = [f"and {len(titles) - PIECES} more"] if len(titles) > PIECES else []
            found[row.pk] = Line(
                what="New in a record that you watch",
                title=f"{record.reference} {record.title}",
                url=reverse("records:open", args=[record.uuid]),
                pieces=(*titles[:PIECES], *more),
                record=record.pk,
            )
    return found


def _moment(occasion):
    return datetime.fromisoformat(occasion)


# --- A person, place or object ---


def _subjects(reader):
    """The subjects that `reader` watches and may see."""
    watched = _watched(reader, subject__isnull=False).values("subject")
    return visibility.visible_to(reader, Subject).filter(pk__in=watched)


def _about_subject(delivery, reader):
    row = _subjects(reader).filter(uuid=delivery.about).select_related("record").first()
    if row is None or delivery.seen_at:
        return None
    return About(_path(delivery), row.record.reference, threads=(row.record.uuid,))


def _lines_of_subjects(reader, rows):
    found = _subjects(reader).filter(uuid__in={row.about for row in rows}).select_related("record")
    subjects = {row.uuid: row for row in found}
    return {
        row.pk: Line(
            what=f"New about a {subject.get_kind_display().lower()} that you watch",
            title=subject.name,
            url=reverse("subjects:subject", args=[subject.uuid]),
            origin=f"{subject.record.reference} {subject.record.title}",
            record=subject.record_id,
        )
        for row in rows
        if (subject := subjects.get(row.about))
    }


# --- A search ---


def _searches(reader):
    """The saved searches of whose new results `reader` is told."""
    watched = _watched(reader, search__isnull=False).values("search")
    return SavedSearch.objects.filter(pk__in=watched, principal_id__in=reader.principals)


def _about_search(delivery, reader):
    row = _searches(reader).filter(uuid=delivery.about).first()
    return None if row is None or delivery.seen_at else About(_path(delivery))


def _lines_of_searches(reader, rows):
    searches = {row.uuid: row for row in _searches(reader).filter(uuid__in={row.about for row in rows})}
    return {
        row.pk: Line(
            what="New results of a saved search",
            title=search.name,
            url=reverse("watching:fresh", args=[search.uuid]),
        )
        for row in rows
        if (search := searches.get(row.about))
    }


register_kind(
    "watched",
    "What you watch",
    "Changes of records, people and places that you watch, and new results of saved searches.",
    default=Channel.DIGEST,
)
for code, subject, sentence, one, many, about, news in (
    (
        "watched_record",
        "A record that you watch",
        "There is something new in a record that you watch.",
        "1 record that you watch has something new",
        "{} records that you watch have something new",
        _about_record,
        News(_records, _lines_of_records),
    ),
    (
        "watched_subject",
        "A person or place that you watch",
        "There is something new about a person, place or object that you watch.",
        "1 person or place that you watch has something new",
        "{} people or places that you watch have something new",
        _about_subject,
        News(_subjects, _lines_of_subjects),
    ),
    (
        "search_results",
        "New results of a saved search",
        "A search that you saved has new results.",
        "1 saved search has new results",
        "{} saved searches have new results",
        _about_search,
        News(_searches, _lines_of_searches),
    ),
):
    register_event(code, "watched", subject, sentence, one=one, many=many, still_true=about, news=news)
