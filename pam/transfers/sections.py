"""What records of every kind can give to another agency, section by section."""

from typing import Any

from pam.assessments.models import Assessment
from pam.records.models import Entry, Subject
from pam.transfers.registry import Copy, Section, register_sections
from pam.ui.dates import long_date

HARMS = (Subject.Category.SUSPECT, Subject.Category.CONVICTED)
SUBJECT = ("kind", "name", "born", "category", "role", "details")
CONTACT = (
    "way",
    "times",
    "answered_by",
    "messages",
    "agreed_words",
    "never",
    "language",
    "interpreter",
    "needs",
    "source",
    "checked_on",
)
EVENT = (
    "happened",
    "until",
    "about",
    "between",
    "time",
    "what",
    "details",
    "kind",
    "nature",
    "source_agency",
    "source_system",
    "source_worker",
    "significant",
    "effect",
    "impact",
    "action_taken",
    "outcome",
    "child_seen",
    "child_heard",
    "late_reason",
)
WRITTEN = (Entry.Kind.NOTE, Entry.Kind.EVENT, Entry.Kind.DECISION)
ABSENT_CONTACT = "How it is safe to contact the person does not come with it. Ask before you call or write."
ABSENT_WARNINGS = "No warnings come with it. Ask before a visit."


def _assessment(row: Any) -> tuple[str, str]:
    told = Assessment.more_to_disclose(
        {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    )
    second = (row.band_named(row.second_grade) or {}).get("label", "")
    lines = [*told, ("Grade", row.first_grade), ("Reason", row.reason)]
    lines += [("Second grade", second), ("Reason of the second grade", row.second_reason)]
    return _line(f"{row}: {second or row.first_grade}".removesuffix(": "), lines)


def _action(row: Any) -> tuple[str, str]:
    owner = row.owner.user.name if row.owner else str(row.owner_team or row.owner_agency)
    lines = [("Owner there", row.holder or owner), ("Due", long_date(row.due)), ("What", row.details)]
    return _line(f"Open action when it was given: {row.title}", lines)


def _order_event(row: Any) -> tuple[str, str]:
    lines = [
        ("What happened", row.text),
        ("By", row.by),
        ("Reported as", row.reference),
        ("Outcome", row.outcome),
    ]
    return _line(f"{row.order.kind}: {row.get_type_display().lower()}", lines)


def _line(title: str, lines: list[tuple[str, str]]) -> tuple[str, str]:
    return title[:200], "\n".join(f"{label}: {words}" for label, words in lines if words)


def _begin_event(row: Any) -> None:
    row.late_reason = row.late_reason or "Carried over from another agency"
    row.place_in_time()


def _register_people() -> None:
    def subjects(harms):
        def only(rows):
            rows = rows.filter(merged_into=None, ended_at=None)
            return rows.filter(category__in=HARMS) if harms else rows.exclude(category__in=HARMS)

        return Copy("records.Subject", SUBJECT, only=only)

    def live(rows):
        return rows.filter(ended_at=None)

    register_sections(
        Section("people", "People, places and objects", (subjects(False),), place=10),
        Section("suspects", "Suspects and convicted people", (subjects(True),), place=11),
        Section(
            "contact",
            "Safe contact",
            (Copy("subjects.SafeContact", CONTACT, ("subject",), only=live),),
            place=20,
            hint="How the people who go can be reached without danger.",
            absent=ABSENT_CONTACT,
            of_main=True,
        ),
        Section(
            "warnings",
            "Warnings",
            (
                Copy(
                    "subjects.WarningMarker",
                    ("kind", "details", "source", "since", "review_on"),
                    ("subject",),
                    only=live,
                ),
            ),
            place=21,
            absent=ABSENT_WARNINGS,
        ),
        Section(
            "particulars",
            "Other names, addresses and numbers",
            (
                Copy(
                    "subjects.Particular",
                    ("type", "number_kind", "value", "since", "until", "source"),
                    ("subject",),
                    only=lambda rows: rows.filter(removed_at=None),
                ),
            ),
            place=22,
        ),
        Section(
            "relations",
            "Relations between people",
            (Copy("subjects.Relation", ("kind", "together", "note"), ("subject", "other"), only=live),),
            place=23,
        ),
    )


def _register_work() -> None:
    register_sections(
        Section(
            "orders",
            "Orders, and what happened to them",
            (
                Copy(
                    "orders.Order",
                    ("kind", "area", "issuer", "reference", "start", "end", "requirements"),
                    ("subject",),
                    only=lambda rows: rows.filter(discharged_on=None),
                ),
                Copy(
                    "orders.OrderEvent",
                    keys=("order",),
                    told=_order_event,
                    on=lambda row: row.on,
                    also=("order__kind",),
                ),
            ),
            place=30,
        ),
        Section(
            "assessments",
            "Completed assessments",
            (
                Copy(
                    "assessments.Assessment",
                    only=lambda rows: rows.filter(state="completed"),
                    told=_assessment,
                    on=lambda row: row.on,
                    also=("framework_version",),
                ),
            ),
            place=40,
            hint="To be read. The receiver makes their own.",
        ),
    )


def _register_writing() -> None:
    register_sections(
        Section(
            "chronology",
            "Multi-agency chronology",
            (
                Copy(
                    "chronology.Event",
                    EVENT,
                    only=lambda rows: rows.filter(struck_at=None),
                    begin=_begin_event,
                ),
            ),
            place=60,
        ),
        Section(
            "notes",
            "Notes and decisions",
            (
                Copy(
                    "records.Entry",
                    ("kind", "title", "text", "happened_at", "time_known"),
                    only=lambda rows: rows.filter(kind__in=WRITTEN),
                ),
            ),
            place=61,
        ),
        Section(
            "actions",
            "Open actions",
            (
                Copy(
                    "actions.Action",
                    only=lambda rows: rows.filter(status="open"),
                    told=_action,
                    also=("owner__user", "owner_team", "owner_agency"),
                ),
            ),
            place=70,
            hint="To be read. They stay with the people who have them.",
        ),
        Section(
            "documents",
            "Documents",
            (Copy("records.Document", only=lambda rows: rows.filter(newer=None)),),
            place=80,
            hint="The newest version of each.",
        ),
    )


def register() -> None:
    """Registers all of them; called by the AppConfig."""
    _register_people()
    _register_work()
    _register_writing()
