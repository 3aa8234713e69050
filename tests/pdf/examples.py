"""Invented minutes to print: short, long, and hostile."""

from datetime import UTC, date, datetime, time, timedelta

from meetings.minutes_document import Approval, Attendee, Item, MinutedAction, MinutedDecision, Minutes

APPROVED_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

HOSTILE = (
    "<script>alert(1)</script> <img src='file:///etc/passwd'> {{ settings.SECRET_KEY }} & \"quoted\" "
    "\u202eesrever\u202c \U0001f44d\U0001f3fd 张伟 محمد بن علي דוד \x00\x07 \ufeff\ufffe \ue000 "
    "\u0301 e\u0301 "
    "soft\u00adhyphen zero\u200bwidth nb\u00a0sp Łódź \U000e0041 \u2028 \ufdfa ☺\ufe0f \ud800 \u0600 ॐ"
)
LONG = "x" * 5000

PEOPLE = (
    Attendee("Det Supt Marian Oakes", "Chair, Senior Responsible Officer", "Ashvale Police"),
    Attendee("DI Tom Farrow", "Lead Responsible Officer", "Ashvale Police"),
    Attendee("Sunita Rao", "OCG coordinator", "Ashvale Police"),
    Attendee("Helen Pryce", "Senior probation officer", "Northshire Probation Service"),
    Attendee("Callum Dray", "Community safety manager", "Ashvale City Council"),
    Attendee("Dr Amara Eze", "Named nurse for safeguarding", "Ashvale Health Trust", "Apologies"),
    Attendee("Piotr Zieliński", "Housing enforcement lead", "Ashvale City Council", "Absent"),
)

HARROW = Item(
    "1",
    "Harrow Lane group: quarterly review",
    record="OCG-26-K7QX Harrow Lane",
    conditions=("No onward sharing. Don’t share it with anybody else.", "Ring before you act."),
    notes=(
        "DI Farrow reported that the group has moved its stash from the garages at Harrow Lane to two flats "
        "in the Millbrook estate, one of them the home of a man with learning difficulties.\n\n"
        "Threat has fallen from 14 to 11 since the arrests in September. Harm is unchanged because of the "
        "cuckooed address, and the meeting agreed that the address comes first."
    ),
    decisions=(
        MinutedDecision(
            "1.1",
            "Keep the group at tier 2 until the next review.",
            rationale="Intent is unchanged and the replacement runner was recruited within a fortnight.",
            decided_by="Agreed by all",
        ),
        MinutedDecision(
            "1.2",
            "Apply for a partial closure order on 14 Millbrook Court.",
            rationale="A full order would make the tenant homeless; he is a victim, not an offender.",
            decided_by="Vote: 4 for, 1 against",
        ),
    ),
    actions=(
        MinutedAction(
            "ACT-2026-00311",
            "Visit the tenant of 14 Millbrook Court with adult social care and agree a safety plan.",
            "Callum Dray, Ashvale City Council",
            date(2026, 11, 27),
            "Open",
            "Protect",
        ),
        MinutedAction(
            "ACT-2026-00312",
            "Review licence conditions of the two members on supervision, with exclusion zones.",
            "Helen Pryce, Northshire Probation Service",
            date(2026, 12, 4),
            "In progress",
            "Pursue",
        ),
    ),
)

RESTRICTED = Item(
    "2", "Adult at risk, linked to item 1", record="Restricted", notes="Discussed; see the record."
)

CLOSING = Item(
    "3",
    "Any other business",
    notes="The schools' officer will hold two more sessions on county lines before the end of term.",
    actions=(
        MinutedAction(
            "ACT-2026-00313", "Send the dates of the school sessions.", "Sunita Rao, Ashvale Police"
        ),
    ),
)


def short_minutes(**changes):
    """Return minutes of two pages or so; `changes` replaces fields."""
    fields = {
        "reference": "MTG-26-H4WD",
        "title": "Serious and organised crime board",
        "series": "Ashvale command meetings",
        "held_on": date(2026, 11, 22),
        "starts": time(14, 0),
        "ends": time(15, 20),
        "place": "Command room 2, Ashvale Central",
        "marking": "OFFICIAL-SENSITIVE",
        "handling": "Police and named partners only. Do not forward.",
        "copy_for": "Northshire Probation Service",
        "withheld": True,
        "attendance": PEOPLE,
        "items": (HARROW, RESTRICTED, CLOSING),
        "approval": Approval("Det Supt Marian Oakes", "Chair", APPROVED_AT, "1"),
    }
    return Minutes(**{**fields, **changes})


def long_minutes(count=60, **changes):
    """Return minutes with `count` points on the agenda, each with notes, a decision and an action."""
    return short_minutes(
        title="Yearly review of all organised crime groups",
        items=tuple(_item(number) for number in range(1, count + 1)),
        **changes,
    )


def _item(number):
    return Item(
        str(number),
        f"Group {number}: yearly review",
        record=f"OCG-26-K{number:03d} Millbrook {number}",
        notes=f"The group's {number} known members were reviewed one by one. " * 6,
        decisions=(
            MinutedDecision(
                f"{number}.1", f"Keep group {number} at its tier.", "The score is stable.", "Agreed by all"
            ),
        ),
        actions=(
            MinutedAction(
                f"ACT-2026-{number:05d}",
                "Check the vehicles linked to the group against the national database and report.",
                "DI Tom Farrow, Ashvale Police",
                date(2026, 12, 1) + timedelta(days=number),
                "Open",
                ("Pursue", "Prevent", "Protect", "Prepare")[number % 4],
            ),
        ),
    )
