"""What the kind of a meeting says of it: the outcomes that its items can have. A meeting without a kind has
those of the list `meetings.outcome`.
"""

from dataclasses import dataclass
from typing import Any

from meetings.models import AgendaItem, Meeting
from pam.access.visibility import Reader
from pam.frameworks import selectors as frameworks
from pam.frameworks.kinds import names
from pam.reference.selectors.lists import offered_values, protected_value, terms

OUTCOMES = "meetings.outcome"
LOG = "log"  # the weight of a meeting without invitations and approval
DECISION_MODEL = "meetings.decision-model"


@dataclass(frozen=True)
class Outcome:
    """What became of an item, as people read it."""

    label: str
    colour: str


def kinds_in_force(reader: Reader) -> Any:
    """The kinds of meeting that `reader` can call one of, as FrameworkVersions by name."""
    return frameworks.in_force(reader, "agenda", "meeting")


def body_of(meeting: Meeting) -> dict[str, Any]:
    """What the kind that the meeting keeps says; {} without one."""
    version = meeting.framework_version if meeting.framework_version_id else None
    return version.body if version else {}


def standing_item(meeting: Meeting, item: AgendaItem) -> dict[str, Any]:
    """The standing item of the kind that an agenda item was made of; {} for any other."""
    rows = body_of(meeting).get("items", ()) if item.standing else ()
    return next((row for row in rows if row["code"] == item.standing), {})


def attach_standing(meeting: Meeting, items: list[AgendaItem]) -> None:
    """Sets `brings`, what an item is built from, and `reminder`, what the chair makes sure of; "" else."""
    builders = names("agenda_builder")
    for item in items:
        row = standing_item(meeting, item)
        item.brings, item.reminder = builders.get(row.get("built-from", ""), ""), row.get("help", "")


def offered_outcomes(meeting: Meeting, item: AgendaItem) -> list[tuple[str, str]]:
    """[(code, label)] of the outcomes that an item of the meeting can be given."""
    rows = body_of(meeting).get("outcomes")
    if rows is None:
        return list(offered_values(OUTCOMES, meeting.agency_id).values_list("code", "label"))
    only = standing_item(meeting, item).get("outcomes")
    return [(row["code"], row["label"]) for row in rows if only is None or row["code"] in only]


def outcomes_of(meeting: Meeting) -> dict[str, Outcome]:
    """{code: Outcome} of every outcome that an item of the meeting may bear, retired ones too."""
    found = {value.code: Outcome(value.label, value.colour) for value in terms(OUTCOMES)}
    for row in body_of(meeting).get("outcomes", ()):
        found[row["code"]] = Outcome(row["label"], row.get("colour", ""))
    return found


def not_reached() -> str:
    """The code of the outcome of what a meeting did not come to, also where its kind has no such outcome."""
    return protected_value("meetings.outcome", "not-reached").code


def carrying_outcomes(meeting: Meeting) -> set[str]:
    """The codes of the outcomes with which an item of the meeting comes back at the next one."""
    rows = body_of(meeting).get("outcomes", ())
    return {not_reached()} | {row["code"] for row in rows if row.get("carried")}


def weight_of(meeting: Meeting) -> str:
    """How much of the meeting is written down and agreed: "log", "discussion" or "formal"; formal where
    a meeting has no kind.
    """
    return str(body_of(meeting).get("weight", "formal"))


def decision_model(meeting: Meeting) -> list[tuple[str, str]]:
    """[(code, label)] of the headings under which a decision can be reasoned, of the agency's list."""
    return list(offered_values(DECISION_MODEL, meeting.agency_id).values_list("code", "label"))


def asks_for_model(meeting: Meeting) -> bool:
    """Whether the kind of the meeting asks for those headings in each decision."""
    return bool(body_of(meeting).get("decision-model"))


def phrases_for(reader: Reader) -> list[dict[str, Any]]:
    """The stock phrases for meetings that are in force for `reader`: rows of `label`, `text` and `field`."""
    versions = frameworks.in_force(reader, "phrases", "meeting")
    return [row for version in versions for row in version.body["phrases"]]
