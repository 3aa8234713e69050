"""Covert matches. A job compares what was added or changed with what is known, and tells the other record's
lead.

Adding a subject writes one more row by a trigger, the same whether it is known elsewhere or not; everything
else happens in the system worker, later. So the person who adds it can't tell, by answer or by clock. What
waits are rows: a job that dies loses nothing.
"""

import hashlib
import hmac
from collections.abc import Mapping

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.models import Membership
from pam.access.reader import reader_of_membership
from pam.access.validation import create_valid, require_listed, require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log, log_of_job
from pam.matching.keys import NAMES, agree, all_names, keys_with_particulars
from pam.matching.models import Match, MatchKey, MatchQueueItem, MutedKey
from pam.matching.selectors import holders_of, match_of, matched_particulars, most_records
from pam.records.models import Subject
from pam.subjects.models import Particular

ONE_AT_A_TIME = 7_402_113  # the lock under which subjects are compared
QUIET = 500  # subjects whose keys are kept in one statement


@transaction.atomic
def compare(pk: int, in_use: Mapping[str, str]) -> int:
    """Compares one waiting subject by the rules `in_use` (from `rules`); returns how many matches are new.

    Runs as the jobs' role. One at a time: two that are compared at the same moment would not find each other.
    """
    _alone()
    row = MatchQueueItem.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return 0
    subject = Subject.objects.select_related("author", "record").get(pk=row.subject_id)
    keys = _keep_keys([subject], in_use)[subject.pk]
    found = {} if row.quiet else _known_elsewhere(subject, keys, _adder(row, subject))
    new = sum(_add_match(subject, row, known, by, in_use) for known, by in found.items())
    row.delete()
    return new


@transaction.atomic
def compare_quiet(in_use: Mapping[str, str]) -> int:
    """Keeps by what the subjects are found that were there before, of which nobody is told: in five
    statements for each `QUIET`. Returns how many waited. Runs as the jobs' role.
    """
    _alone()
    rows = MatchQueueItem.objects.select_for_update().filter(quiet=True).order_by("pk")
    waited = list(rows.values_list("pk", "subject_id")[:QUIET])
    subjects = list(Subject.objects.select_related("record").filter(pk__in={number for _, number in waited}))
    if subjects:
        _keep_keys(subjects, in_use)
    MatchQueueItem.objects.filter(pk__in=[pk for pk, _ in waited]).delete()
    return len(waited)


def _alone():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _keep_keys(subjects, in_use):
    """Keeps by what `subjects` are found; returns {number: {(rule, text): particular or None}}."""
    others = matched_particulars(subjects)
    found = {one.pk: keys_with_particulars(one, others[one.pk], in_use) for one in subjects}
    MatchKey.objects.filter(subject__in=subjects).delete()
    MatchKey.objects.bulk_create(
        [
            MatchKey(subject_id=number, rule=rule, text=text, particular_id=particular)
            for number, keys in found.items()
            for (rule, text), particular in sorted(keys.items())
        ]
    )
    return found


def _adder(row, subject):
    """Who added or changed the subject, as a Reader; None if they have left since."""
    member = Membership.objects.filter(user_id=row.by_user, agency_id=row.by_agency).first() or subject.author
    return reader_of_membership(member.pk)


def _known_elsewhere(subject, keys, adder):
    """{subject of another record: {rule by which it is the same: particular of it, or None}} of what `adder`
    can't see: the subject, or the particular by which it would be known.
    """
    found, most = {}, most_records()
    for rule, text in keys:
        for agency, records in holders_of(rule, text, without=subject.record_id).items():
            if _tells_something(agency, rule, text, records, most):
                for number, particular in (one for some in records.values() for one in some):
                    found.setdefault(number, set()).add((rule, particular))
    of_side = {"record__agency__training": subject.record.agency.training}
    rows = Subject.objects.filter(pk__in=found, **of_side).select_related("record", "author")
    rows = {row.pk: row for row in rows}
    found = {number: by for number, by in found.items() if number in rows}
    found = _that_agree(subject, rows, found)
    if found and adder is not None:
        found = _without_seen(found, adder)
    return {rows[number]: dict(sorted(by, key=_own_name_last)) for number, by in found.items()}


def _own_name_last(way):
    """So that of two ways by one rule the subject's own name counts, which all see who see the subject."""
    return way[1] is None, way[1] or 0


def _that_agree(subject, rows, found):
    """`found` with those names alone, a subject's own or others of it, that `agree` with one of `subject`."""
    named = {number: row for number, row in rows.items() if any(rule == NAMES for rule, _ in found[number])}
    others = matched_particulars([subject, *named.values()])
    mine = [one for _, one in all_names(subject, others[subject.pk])]
    agreed = {}
    for number, by in found.items():
        agreed[number] = {way for way in by if way[0] != NAMES}
        if number in named:
            agreed[number] |= {
                (NAMES, part)
                for part, other in all_names(rows[number], others[number])
                if any(agree(NAMES, one, other) for one in mine)
            }
    return {number: by for number, by in agreed.items() if by}


def _without_seen(found, adder):
    """`found` without what `adder` can see: they know it already."""
    parts = {part for by in found.values() for _, part in by if part}
    with visibility.reading(adder):
        rows = visibility.visible_to(adder, Subject).filter(pk__in=found)
        seen = set(rows.values_list("pk", flat=True))
        rows = visibility.visible_to(adder, Particular).filter(pk__in=parts)
        seen_parts = {None, *rows.values_list("pk", flat=True)}
    left = {
        number: {(rule, part) for rule, part in by if number not in seen or part not in seen_parts}
        for number, by in found.items()
    }
    return {number: by for number, by in left.items() if by}


def _tells_something(agency, rule, text, records, most):
    """Whether a key that `records` of one agency hold ({record: subjects}) tells it something; keeps what is
    muted, since when, for its supervisors.
    """
    muted = MutedKey.objects.filter(agency_id=agency, rule=rule, text=text)
    if len(records) <= most:
        muted.delete()
        return True
    if not muted.update(records=len(records)):
        create_valid(MutedKey, agency_id=agency, rule=rule, text=text, records=len(records))
    return False


def _add_match(subject, row, known, by, in_use):
    """Writes the match `by` these rules down for the person who leads the record of `known`, unless these two
    are known already.
    """
    cause = hmac.new(
        settings.SECRET_KEY.encode(), f"match {known.pk} {subject.pk}".encode(), hashlib.sha256
    ).hexdigest()[:32]
    match, is_new = Match.objects.get_or_create(
        cause=cause,
        defaults={
            "record_id": known.record_id,
            "record_agency_id": known.record.agency_id,
            "known": known,
            "told_id": _lead_of(known, by),
            "agency_id": row.by_agency or subject.author_agency_id,
            "rules": ", ".join(in_use[rule] for rule in sorted(by)),
        },
    )
    if is_new:
        log_of_job(Verb.COMBINATION, "covert match", [known.record_id], detail=f"Match {match.uuid}")
    return is_new


def _lead_of(known, by):
    """The lead of the record if they see the subject and the particulars that it was found `by`,
    else its author: a person who may know what is matched.
    """
    parts = {part for part in by.values() if part}
    for number in filter(None, (known.record.lead_id, known.author_id)):
        reader = reader_of_membership(number)
        if reader is None:
            continue
        with visibility.reading(reader):
            sees = visibility.visible_to(reader, Subject).filter(pk=known.pk).exists()
            if sees and len(parts) == visibility.visible_to(reader, Particular).filter(pk__in=parts).count():
                return number
    return None


# --- What the record's lead does with it ---


@transaction.atomic
def answer(*, actor: Reader, match: Match, state: str, note: str) -> Match:
    """Writes down, once, what came of a match. Raises PermissionDenied, or Refused: without a note, or a
    second time.
    """
    row = Match.objects.select_for_update(of=("self",)).filter(pk=match.pk).first()
    if row is None:
        if match_of(match.uuid) is None:
            raise NoLongerVisible
        raise Refused(
            "A colleague has already recorded the outcome. Open the match again to see it.",
            code="already_answered",
        )
    require_text(note, "Say what you did, or why nothing is needed.", field="note")
    require_listed([state], set(Match.State) - {Match.State.NEW}, field="state")
    row.state, row.note = state, note.strip()
    row.answered_by_id, row.answered_at = actor.membership_id, timezone.now()
    save_valid(row, update_fields=["state", "note", "answered_by", "answered_at"])
    log(actor, Verb.ALTERATION, "answer covert match", [row.record_id], detail=f"Match {row.uuid}")
    return row
