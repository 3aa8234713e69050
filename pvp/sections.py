"""What a case file knows of the work on it, as its own file holds it."""

from pam.access import visibility
from pam.records.sections import Section, register_section
from pvp.closure.selectors import asked_of, closing_of
from pvp.graded.selectors import graded_of
from pvp.marac.selectors import heads_of, referrals_of
from pvp.missing.selectors import episodes_of, mappa_of
from pvp.models import CaseFile, MissingReview, PersonVoice, SafetyAgreedItem
from pvp.risk.selectors import high_risks
from pvp.safety.selectors import agreements_of, items_of
from pvp.strands.selectors import strand_of

KINDS = ("pvp",)


def _by(row):
    return f"{row.author.user.name}, {row.author_agency.name}"


def _case(reader, record, most):
    """The strand and its answers, and how far its closing has come."""
    case = visibility.visible_to(reader, CaseFile).select_related("strand", "grade").get(pk=record.pk)
    yield ("Strand", case.strand.label)
    yield ("Risk grade", case.grade.label)
    yield ("What the person wants", case.voice)
    for one in strand_of(reader, case, whole=False).fields[:most]:
        yield (one.label, one.answer.value if one.answer else "")
    row = closing_of(reader, record)
    for item in asked_of(reader, record, row)[:most] if row else ():
        said = {"done": "Done", "not_applicable": "Does not apply"}.get(row.answers.get(item["code"]), "Open")
        yield (f"Closing: {item['label']}", ". ".join(filter(None, (said, row.notes.get(item["code"], "")))))
    if row and row.told:
        yield (f"Closing: {row.get_told_display()}", row.told_words)


def _voices(reader, record, most):
    rows = visibility.visible_to(reader, PersonVoice).filter(record_id=record.pk)
    for row in rows.select_related("subject", "basis").order_by("pk")[:most]:
        yield (
            row.subject.name,
            row.wishes,
            row.asked_on,
            row.get_told_display(),
            row.not_told_because,
            row.get_consent_display(),
            str(row.basis or ""),
            row.why,
        )


def _high_risks(reader, record, most):
    for row in high_risks(reader, record)[:most]:
        yield (
            row.raised_at,
            row.grade,
            _by(row),
            row.due,
            row.seen_at,
            row.seen_by.user.name if row.seen_by else "",
            row.seen_note,
        )


def _marac(reader, record, most):
    rows = list(referrals_of(reader, record)[:most])
    heads = heads_of(reader, rows)
    for row in rows:
        people = ", ".join(f"{part}: {one.name}" for part, one in heads[row.pk] if one)
        yield (
            row.referred_on,
            people,
            "; ".join(f"{one['label']}: {one['rule']}" for one in row.criteria),
            row.judgement,
            row.reason,
            row.wants,
            row.safe_to_tell,
            row.get_consent_display(),
            row.ground,
            row.state_words,
            row.withdrawn_reason,
            row.get_told_display() if row.told else "",
            row.told_on,
            row.told_by,
            row.told_how,
            row.flag_until,
        )


def _safety(reader, record, most):
    for row in items_of(reader, record)[:most]:
        yield (
            "As it is now",
            row.what,
            row.owner_words,
            row.due,
            row.get_kind_display(),
            row.get_state_display(),
            row.ended_reason,
        )
    agreements = {one.pk: one for one in agreements_of(reader, record)[:most]}
    lines = visibility.visible_to(reader, SafetyAgreedItem).filter(agreement_id__in=agreements)
    for row in lines.order_by("-agreement__agreed_on", "pk")[:most]:
        agreed = agreements[row.agreement_id]
        said = f"Agreed on {agreed.agreed_on} with {agreed.spoke_with}, {agreed.how}"
        yield (said, row.what, row.owner, row.due, row.get_kind_display(), "", agreed.views)


def _missing(reader, record, most):
    for row in episodes_of(reader, record)[:most]:
        yield (
            row.person.name,
            row.missing_from,
            row.returned_at,
            row.reference,
            row.get_risk_display(),
            "Yes" if row.is_child else "No",
            row.summary,
            row.found_how,
            row.get_interview_display() if row.interview else "",
            row.interview_on,
            row.interview_by,
            row.interview_note,
        )


def _reviews(reader, record, most):
    rows = visibility.visible_to(reader, MissingReview).filter(record_id=record.pk)
    rows = rows.select_related("episode", "author__user", "author_agency").order_by("-at", "-pk")
    for row in rows[:most]:
        yield (row.episode.missing_from, row.at, row.get_risk_display(), row.text, _by(row))


def _graded(reader, record, most):
    for row in graded_of(reader, record)[:most]:
        yield (
            row.on,
            row.grading,
            row.text,
            row.get_handling_display(),
            row.conditions,
            row.log_reference,
            row.warning,
            _by(row),
            row.withdrawn_reason,
        )


def _mappa(reader, record, most):
    for row in mappa_of(reader, record)[:most]:
        yield (
            row.person.name,
            row.reference,
            row.get_category_display(),
            row.get_level_display(),
            row.since,
            row.review_on,
            row.ended_on,
        )


def _table(code, label, rows, place, *columns):
    register_section(Section(code, label, columns, rows, KINDS, place))


_table("case", "The case", _case, 5, "What", "Value")
_table(
    "voices", "What they want", _voices, 12, "Who", "Views and wishes", "Asked on",
    "Do they know of the case", "Why not", "Consent", "Lawful basis", "Why it is necessary",
)  # fmt: skip
_table(
    "high-risk", "High risk", _high_risks, 26, "Raised", "Grade", "By", "Due", "Seen", "Seen by",
    "What the supervisor makes of it",
)  # fmt: skip
_table(
    "marac", "MARAC referrals", _marac, 30, "Referred", "People", "Criteria", "Reasons of the judgement",
    "Reason", "What the person wants", "Who is safe to talk to", "Consent", "Ground", "Where it is",
    "Withdrawn because", "Person told", "Told on", "Told by", "How, or why not", "Flag until",
)  # fmt: skip
_table(
    "safety-plan", "Safety plan", _safety, 35, "Version", "What is done", "Who does it", "By when", "Risk",
    "Where it is", "Why it ended, or what they said",
)  # fmt: skip
_table(
    "missing", "Missing episodes", _missing, 50, "Who", "Missing from", "Returned", "Reference", "Risk",
    "A child", "Summary", "Where and how found", "Return interview", "On", "By", "Note",
)  # fmt: skip
_table(
    "missing-reviews", "Reviews while missing", _reviews, 51, "Missing from", "Reviewed", "Risk",
    "What is known", "By",
)  # fmt: skip
_table(
    "graded", "Graded information", _graded, 55, "Day", "Grading", "Information", "Handling", "Conditions",
    "Intelligence log", "Warning", "By", "Withdrawn because",
)  # fmt: skip
_table("mappa", "MAPPA", _mappa, 56, "Who", "Reference", "Category", "Level", "From", "Next review", "Ended")
