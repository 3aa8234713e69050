"""What of a case file goes to another force or agency, and how a case begins anew there (pam/transfers)."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership, Team
from pam.access.visibility import Reader
from pam.records.models import Subject
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import offered_values
from pam.stages.selectors import first_working_stage
from pam.transfers.registry import Copy, Opener, Section, register_opener, register_sections
from pam.ui.dates import long_date, long_moment
from pam.ui.partial_dates import PartialDate
from pvp.forms import first_review
from pvp.models import CaseFile
from pvp.services import open_case

KINDS = ("pvp",)


def _shown(reader: Reader, case: CaseFile) -> list[tuple[str, str]]:
    return [
        ("Strand", case.strand.label),
        ("Risk grade", case.grade.label),
        ("Open since", long_date(timezone.localtime(case.opened_at).date())),
    ]


def _identity(reader: Reader, case: CaseFile) -> str:
    person = case.person
    if person is None:
        return case.title
    return f"{person.name}, born {person.born}" if person.born else person.name


def _head(reader: Reader, case: CaseFile) -> dict[str, Any]:
    person = case.person
    return {
        "title": case.title,
        "summary": case.summary,
        "voice": case.voice,
        "marking": case.marking,
        "handling": case.handling,
        "strand": {"code": case.strand.code, "label": case.strand.label},
        "grade": {"code": case.grade.code, "label": case.grade.label},
        "name": person.name if person else case.title,
        "born": person.born.text if person and person.born else None,
    }


def _main(case: CaseFile) -> UUID | None:
    return case.person.uuid if case.person else None


def _begin(
    actor: Reader, head: dict[str, Any], team: Team, lead: Membership
) -> tuple[CaseFile, Subject | None]:
    case = CaseFile(
        title=head["title"],
        summary=head["summary"],
        voice=head["voice"],
        marking=head["marking"],
        handling=head["handling"],
        strand=_term("pvp.strand", actor, head["strand"], "kind of case"),
        grade=_term("pvp.grade", actor, head["grade"], "risk grade"),
        next_review=first_review(actor.agency_id),
        stage=first_working_stage(actor, "pvp"),
        team=team,
        lead=lead,
    )
    born = PartialDate.of(head["born"]) if head["born"] else None
    open_case(actor=actor, case=case, name=head["name"], born=born)
    return case, case.person


def _term(listing: str, actor: Reader, wanted: dict[str, str], what: str) -> ReferenceValue:
    terms = list(offered_values(listing, actor.agency_id))
    for name in ("code", "label"):
        for term in terms:
            if getattr(term, name) == wanted[name]:
                return term
    words = f"Your lists have no {what} called {wanted['label']}. An administrator adds it under Lists first."
    raise Refused(words, code="no_term")


def _lines(title: str, rows: list[tuple[str, Any]]) -> tuple[str, str]:
    return title[:200], "\n".join(f"{label}: {words}" for label, words in rows if words)


def _episode(row: Any) -> tuple[str, str]:
    back = long_moment(row.returned_at) if row.returned_at else "not returned when this was given"
    rows = [
        ("From", long_moment(row.missing_from)),
        ("Returned", back),
        ("Risk", row.get_risk_display()),
        ("Summary", row.summary),
        ("Found", row.found_how),
        ("Return interview", row.get_interview_display()),
        ("Interview by", row.interview_by),
        ("Interview", row.interview_note),
        ("Reference", row.reference),
    ]
    return _lines(f"Missing: {row.person.name}", rows)


def _voice(row: Any) -> tuple[str, str]:
    rows = [
        ("Wishes", row.wishes),
        ("Knows of the case", row.get_told_display()),
        ("Why not", row.not_told_because),
        ("Consent", row.get_consent_display()),
        ("Why", row.why),
    ]
    return _lines(f"What {row.subject.name} wants and knows", rows)


def _marac(row: Any) -> tuple[str, str]:
    met = [one["label"] for one in row.criteria if one.get("fired")]
    told = ": ".join(filter(None, [row.get_told_display(), row.told_how]))
    rows = [
        ("Victim", row.victim.name),
        ("Perpetrator", row.perpetrator.name),
        ("Criteria", ", ".join(met)),
        ("Reason", row.reason),
        ("What the person wants", row.wants),
        ("Who is safe to talk to, and who is not", row.safe_to_tell),
        ("List", row.taken),
        ("Heard on", long_date(row.heard_on) if row.heard_on else ""),
        ("Person told", told),
        ("Flagged until", long_date(row.flag_until) if row.flag_until else ""),
    ]
    return _lines(f"MARAC referral of {long_date(row.referred_on)}", rows)


def _graded(row: Any) -> tuple[str, str]:
    rows = [
        ("Information", row.text),
        ("Grading", f"{row.source}{row.assessment}{row.handling}"),
        ("Handling conditions", row.conditions),
        ("Intelligence log", row.log_reference),
    ]
    return _lines("Graded information", rows)


def register() -> None:
    """Registers them; called by the AppConfig."""
    register_opener(Opener("pvp", _shown, _identity, _head, _main, _begin))
    register_sections(
        Section(
            "safety",
            "Safety plan",
            (
                Copy(
                    "pvp.SafetyItem",
                    ("what", "kind", "owner_agency", "owner_team", "owner_name", "due", "own_words", "state"),
                    only=lambda rows: rows.exclude(state="ended"),
                ),
            ),
            KINDS,
            place=25,
            hint="With who does it there. The receiver says who does it from now on.",
            absent="No safety plan comes with it.",
        ),
        Section(
            "voice",
            "What people want, and whether they know",
            (Copy("pvp.PersonVoice", keys=("subject",), told=_voice),),
            KINDS,
            place=26,
        ),
    )
    _register_history()


def _register_history() -> None:
    register_sections(
        Section(
            "missing",
            "Missing episodes",
            (
                Copy(
                    "pvp.MissingEpisode",
                    keys=("person",),
                    told=_episode,
                    on=lambda row: row.missing_from,
                ),
            ),
            KINDS,
            place=41,
        ),
        Section(
            "marac",
            "MARAC referrals",
            (
                Copy(
                    "pvp.MaracReferral",
                    keys=("victim", "perpetrator"),
                    only=lambda rows: rows.filter(withdrawn_at=None),
                    told=_marac,
                    on=lambda row: row.referred_on,
                ),
            ),
            KINDS,
            place=42,
        ),
        Section(
            "graded",
            "Graded information",
            (
                Copy(
                    "pvp.GradedInformation",
                    only=lambda rows: rows.filter(withdrawn_at=None),
                    told=_graded,
                    on=lambda row: row.on,
                ),
            ),
            KINDS,
            place=43,
            hint="Look at each handling condition before it goes.",
            chosen=False,
        ),
    )
