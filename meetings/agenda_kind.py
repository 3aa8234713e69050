"""The kind of framework *meeting kind*: its standing items, outcomes, people, rhythm and times, as data."""

from collections.abc import Iterable
from typing import Any

from meetings.item_kinds import ITEM_KINDS
from pam.access.models import Agency
from pam.frameworks.differences import twice
from pam.frameworks.kinds import (
    CODE,
    NAME,
    TEXT,
    Body,
    FrameworkKind,
    listed,
    names,
    register_kind,
    register_names,
)
from pam.frameworks.problems import Problem
from pam.records.kinds import record_kind_names
from pam.records.topics import topic_labels

NO_CHANGE = "no-change"
COLOURS = ["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"]
MINUTES, CARRIED, OVERDUE = "minutes-to-agree", "carried-actions", "overdue-actions"
# What an item can be built from, besides the topics that rooms register (pam/records/topics.py): said
# beside the item to the person who builds the agenda.
BUILDERS = {
    "attendance": "Who is here, apologies, reports sent instead",
    "conflicts": "Conflicts of interest, and the statement of confidentiality",
    MINUTES: "The minutes of the last meeting, to be agreed",
    CARRIED: "Open actions of earlier meetings, one by one",
    OVERDUE: "Open actions of earlier meetings, overdue first, one by one",
    "threats": "Threats to life and community tension",
    "requests": "Requests for people, tools or help",
    "reports": "Reports and updates that members have sent",
}
WEIGHTS = {"log": "Log", "discussion": "Discussion", "formal": "Formal meeting"}
RHYTHMS = {
    "daily": "Every day",
    "weekly": "Every week",
    "fortnightly": "Every two weeks",
    "monthly": "Every month",
    "weeks": "Every so many weeks",
    "when-needed": "When it is needed",
}
WORKING_DAY = {"before": "the working day before", "after": "the working day after", "same": "the same day"}


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _number(low: int, high: int, description: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"type": "integer", "minimum": low, "maximum": high}
    return {**found, "description": description} if description else found


def _rows(row: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": row, "maxItems": most}


CODES = {"type": "array", "items": CODE, "uniqueItems": True, "maxItems": 20}
ITEM = _object(
    {
        "code": CODE,
        "title": {**NAME, "maxLength": 200},
        "minutes": _number(0, 480, "Planned minutes."),
        "kind": {"enum": list(ITEM_KINDS)},
        "built-from": {**CODE, "description": "What is brought to it."},
        "record-kinds": {**CODES, "description": "The kinds of record that are brought. Left out: any."},
        "help": {**TEXT, "description": "What the chair makes sure of."},
        "outcomes": {**CODES, "description": "The outcomes that it can have. Left out: all."},
    },
    "code",
    "title",
    "minutes",
)
OUTCOME = _object(
    {
        "code": {**CODE, "maxLength": 40},
        "label": NAME,
        "colour": {"enum": COLOURS},
        "meaning": TEXT,
        "carried": {"type": "boolean", "description": "The item comes back at the next meeting."},
    },
    "code",
    "label",
)
ROLE = _object(
    {
        "code": CODE,
        "label": NAME,
        "agency-kinds": {
            "type": "array",
            "items": {"enum": list(Agency.Kind.values)},
            "uniqueItems": True,
            "description": "The kinds of agency that it comes from. Left out: any.",
        },
        "needed": {"type": "boolean", "description": "The meeting is not held without it."},
        "who": {**TEXT, "description": "Who usually has it."},
    },
    "code",
    "label",
)
SCHEMA: dict[str, Any] = {
    "properties": {
        "weight": {"enum": list(WEIGHTS), "description": "How much is written down and agreed."},
        "title": {**NAME, "description": "What its meetings are called."},
        "minutes": _number(5, 600, "How long it usually takes, in minutes."),
        "items": _rows(ITEM, 60),
        "outcomes": _rows(OUTCOME, 30),
        "roles": _rows(ROLE, 40),
        "rhythm": _object(
            {
                "every": {"enum": list(RHYTHMS)},
                "weeks": _number(1, 52, "For “every so many weeks”: how many."),
                "day": {**NAME, "description": "For example: the first Tuesday."},
                "working-day": {"enum": list(WORKING_DAY), "description": "Where it falls on a holiday."},
            }
        ),
        "quorum": _object({"people": _number(1, 100), "says": TEXT}),
        "update-request": _object(
            {
                "days": _number(0, 60, "Working days before the meeting."),
                "words": _number(20, 2000, "At most so many words."),
                "asks": TEXT,
            }
        ),
        "timings": _object(
            {
                "papers-due": _number(0, 60, "Working days before the meeting."),
                "issue": _number(0, 60, "Working days before: agenda and papers go out."),
                "minutes-due": _number(0, 60, "Working days after: minutes are agreed."),
            }
        ),
        "decision-headings": {"type": "array", "items": NAME, "maxItems": 30},
        "decision-model": {
            "type": "boolean",
            "description": "Each decision is asked for under the headings of the decision model.",
        },
        "terms-of-reference": {**TEXT, "maxLength": 12000},
    },
    "required": ["weight", "title", "minutes", "items", "outcomes"],
}


def check_agenda(body: Body) -> Iterable[Problem]:
    """Codes, planned minutes that fit, outcomes that say “no change” too, builders and outcomes that are
    known, a chair, a rhythm that is whole.
    """
    for key in ("items", "outcomes", "roles"):
        yield from twice(body.get(key, []), (key,))
    planned = sum(item["minutes"] for item in body["items"])
    if planned > body["minutes"]:
        yield Problem(("minutes",), f"The items take {planned} minutes, the meeting {body['minutes']}.")
    if not body["items"]:
        yield Problem(("items",), "A meeting needs at least one standing item.")
    outcomes = {one["code"] for one in body["outcomes"]}
    if NO_CHANGE not in outcomes:
        yield Problem(("outcomes",), f"One outcome says that nothing changes: give it the code {NO_CHANGE}.")
    builders = names("agenda_builder")
    for place, item in enumerate(body["items"]):
        if item.get("built-from") and item["built-from"] not in builders:
            words = f"Nothing is called “{item['built-from']}”: {listed(builders)}."
            yield Problem(("items", place, "built-from"), words)
        for at, code in enumerate(item.get("record-kinds", ())):
            if code not in record_kind_names():
                words = f"No record is called “{code}”: {listed(record_kind_names())}."
                yield Problem(("items", place, "record-kinds", at), words)
        for at, code in enumerate(item.get("outcomes", ())):
            if code not in outcomes:
                yield Problem(("items", place, "outcomes", at), f"No outcome has the code “{code}”.")
    if not any(role["code"] == "chair" for role in body.get("roles", ())):
        yield Problem(("roles",), "Say who chairs it: a role with the code chair.")
    rhythm = body.get("rhythm", {})
    if rhythm.get("every") == "weeks" and "weeks" not in rhythm:
        yield Problem(("rhythm",), "Say every how many weeks.")
    if rhythm.get("every") != "weeks" and "weeks" in rhythm:
        yield Problem(("rhythm", "weeks"), "Only “every so many weeks” has a number.")


def shown(body: Body) -> dict[str, Any]:
    """What the page of a meeting kind adds: each choice in words."""
    kinds, builders = dict(Agency.Kind.choices), names("agenda_builder")
    outcomes = {one["code"]: one["label"] for one in body["outcomes"]}
    return {
        "weight": WEIGHTS[body["weight"]],
        "agenda": [
            {
                **item,
                "kind_words": ITEM_KINDS.get(item.get("kind", ""), ""),
                "built": builders.get(item.get("built-from", ""), ""),
                "outcome_words": [outcomes.get(code, code) for code in item.get("outcomes", ())],
            }
            for item in body["items"]
        ],
        "planned": sum(item["minutes"] for item in body["items"]),
        "people": [
            {**role, "agencies": [kinds[one] for one in role.get("agency-kinds", ())]}
            for role in body.get("roles", ())
        ],
        "rhythm": rhythm_in_words(body.get("rhythm", {})),
        "quorum": body.get("quorum", {}),
        "update": body.get("update-request", {}),
        "timings": [
            (words, body["timings"][key]) for key, words in TIMINGS.items() if key in body.get("timings", {})
        ],
        "headings": body.get("decision-headings", []),
        "reference": body.get("terms-of-reference", ""),
    }


TIMINGS = {
    "papers-due": "Papers are due, working days before",
    "issue": "Agenda and papers go out, working days before",
    "minutes-due": "Minutes are agreed, working days after",
}


def rhythm_in_words(rhythm: dict[str, Any]) -> str:
    """ "Every month, the first Tuesday; on a holiday the working day before"."""
    if not rhythm.get("every"):
        return ""
    said = f"Every {rhythm['weeks']} weeks" if rhythm["every"] == "weeks" else RHYTHMS[rhythm["every"]]
    said += f", {rhythm['day']}" if rhythm.get("day") else ""
    holiday = WORKING_DAY.get(rhythm.get("working-day", ""), "")
    return f"{said}; on a holiday {holiday}" if holiday else said


def _words(body):
    yield body["title"]
    yield from (item["title"] for item in body.get("items", ()))
    yield body.get("terms-of-reference", "")


AGENDA = FrameworkKind(
    code="agenda",
    name="Meeting kind",
    plural="Meeting kinds",
    meaning="How a kind of meeting is run: its standing items, outcomes, people, rhythm and times.",
    schema=SCHEMA,
    checks=(check_agenda,),
    blank={
        "weight": "discussion",
        "title": "Meeting",
        "minutes": 60,
        "items": [{"code": "first", "title": "First item", "minutes": 10}],
        "outcomes": [
            {"code": "done", "label": "Discussed"},
            {"code": NO_CHANGE, "label": "Considered, no change"},
        ],
        "roles": [{"code": "chair", "label": "Chair"}],
    },
    page="meetings/framework_agenda.html",
    context=shown,
    words=_words,
)


def register() -> None:
    """Makes the kind and the names that its items may be built from known; called by the AppConfig."""
    register_kind(AGENDA)
    register_names("agenda_builder", lambda: {**topic_labels(), **BUILDERS})
