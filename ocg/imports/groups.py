"""Groups, a row each."""

import re
from collections.abc import Sequence

from ocg.lists import CRIME_TYPES, KINDS
from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Marking
from pam.access.models import Team
from pam.access.naming import people_of_agency
from pam.access.visibility import Reader
from pam.db.folding import fold
from pam.imports.finding import People, resolve_choice
from pam.imports.running import made, of_line
from pam.imports.targets import DATE, Field, Line, Option, Target
from pam.records.bulk import CHUNK
from pam.records.bulk_records import create_records
from pam.records.models import Record
from pam.reference.selectors.lists import offered_values
from pam.ui.dates import today


def fields(reader: Reader) -> Sequence[Field]:
    """What a column can hold."""
    return (
        Field(
            "title",
            "Name of the group",
            required=True,
            words=("name", "group", "group name", "ocg", "ocg name"),
        ),
        Field("tier", "Tier", required=True, words=("band", "ocg tier", "priority")),
        Field("summary", "Summary", most=20_000, words=("description", "background", "notes", "details")),
        Field("group_kind", "Kind of group", words=("kind", "type", "type of group")),
        Field(
            "crimes",
            "Types of crime",
            most=500,
            words=("crime types", "crime type", "criminality", "offending", "main crime types"),
            hint="As the list calls them, with a semicolon between several. The first is the main one.",
        ),
        Field("aliases", "Known names", most=1000, words=("also known as", "aka", "aliases", "alias")),
        Field("operation_name", "Operation name", most=80, words=("operation", "op name", "op")),
        Field(
            "own_reference",
            "Our own reference",
            most=60,
            words=("force reference", "reference", "urn", "our reference"),
        ),
        Field(
            "regional_reference",
            "Regional reference",
            most=60,
            words=("apmis", "apmis reference", "rocu reference"),
        ),
        Field("area", "Area", words=("area of operation", "location", "geography", "district")),
        Field(
            "lead",
            "Lead Responsible Officer",
            words=("lro", "lead", "lead officer", "owner"),
            hint="A name or an e-mail address of a person of your agency. Empty: you.",
        ),
        Field("sro", "Senior Responsible Officer", words=("sro", "senior responsible owner")),
        Field("next_review", "Next review", DATE, words=("review", "review date", "next review date")),
    )


def options(reader: Reader) -> Sequence[Option]:
    """The owner team and the marking, which hold for all rows."""
    teams = Team.objects.filter(pk__in=reader.team_ids).order_by("name__folded", "pk")
    markings = [(str(value), label) for value, label in Marking.choices if value <= reader.clearance]
    default = [choice for choice in markings if choice[0] == str(Marking.OFFICIAL_SENSITIVE.value)]
    return (
        Option("team", "Owner team", [(str(team.pk), team.name) for team in teams]),
        Option("marking", "Protective marking", [*default, *(one for one in markings if one not in default)]),
    )


def check(reader: Reader, chosen: dict, lines: list[Line]) -> None:
    """What each row means; groups that the reader sees and that have the same name. A constant number of
    queries.
    """
    tiers = [(term, (term.label, term.code)) for term in offered_values("ocg.tier", reader.agency_id)]
    people = People(people_of_agency(reader.agency_id), "of your agency")
    crimes = [(term, (term.label, term.code)) for term in offered_values(CRIME_TYPES, reader.agency_id)]
    kinds = [(term, (term.label, term.code)) for term in offered_values(KINDS, reader.agency_id)]
    names = {fold(line.values["title"]) for line in lines}
    alike: dict[str, list[Record]] = {}
    rows = visibility.visible_to(reader, Record).filter(kind="ocg", title__folded__in=names)
    for row in rows.order_by("-updated")[: 5 * len(names)]:
        alike.setdefault(fold(row.title), []).append(row)
    for line in lines:
        resolve_choice(line, "tier", tiers, "Tier")
        resolve_choice(line, "group_kind", kinds, "Kind of group")
        _crimes(line, crimes)
        people.resolve(line, "lead")
        people.resolve(line, "sro")
        lead = line.kept.get("lead")
        if lead is not None and lead.clearance < int(chosen["marking"]):
            line.refuse("lead", f"{lead.user.name} is not cleared for the marking of the groups")
        if (day := line.values["next_review"]) and day < today():
            line.refuse("next_review", "Next review is in the past. Enter a day to come, or leave it empty")
        for row in alike.get(fold(line.values["title"]), [])[:3]:
            line.alike("ocg.Ocg", row.pk, "The name is the same")


def _crimes(line, choices):
    """The types of crime, the main one first; another is refused with the words that there are."""
    found = []
    for word in filter(None, map(str.strip, (line.values["crimes"] or "").replace("\n", ";").split(";"))):
        one = Line(line.number, {"crimes": word})
        resolve_choice(one, "crimes", choices, "Types of crime")
        line.problems += one.problems
        if "crimes" in one.kept and one.kept["crimes"] not in found:
            found.append(one.kept["crimes"])
    line.kept["crimes"] = found


def _names(text):
    """The names in a cell, each once."""
    return list(
        dict.fromkeys(filter(None, (" ".join(name.split())[:120] for name in re.split(r"[;\n]", text or ""))))
    )


def write(actor: Reader, chosen: dict, lines: list[Line], step) -> None:
    """Creates the groups, at the first stage of their map: the same queries for each `CHUNK` rows."""
    for at in range(0, len(lines), CHUNK):
        some = lines[at : at + CHUNK]
        groups = [_group(actor, chosen, line) for line in some]
        line_of = dict(zip(map(id, groups), some, strict=True))
        create_records(
            actor=actor,
            records=groups,
            operation="import",
            about=lambda row: of_line(line_of[id(row)]),  # noqa: B023  (called within this turn)
        )
        for line, group in zip(some, groups, strict=True):
            line.made.append(made("ocg.Ocg", group, group.pk))
        step(len(some))


def _group(actor, chosen, line):
    said, kept = line.values, line.kept
    return Ocg(
        title=said["title"],
        summary=said["summary"] or "",
        tier=kept["tier"],
        group_kind=kept.get("group_kind"),
        main_crime=kept["crimes"][0] if kept["crimes"] else None,
        crimes=[term.pk for term in kept["crimes"]],
        aliases=_names(said["aliases"]),
        operation_name=said["operation_name"] or "",
        own_reference=said["own_reference"] or "",
        regional_reference=said["regional_reference"] or "",
        area=said["area"] or "",
        team_id=int(chosen["team"]),
        marking=int(chosen["marking"]),
        handling="Named people and agencies only. Do not forward.",
        lead_id=kept["lead"].pk if "lead" in kept else actor.membership_id,
        sro=kept.get("sro"),
        next_review=said["next_review"],
    )


GROUPS = Target(
    code="ocg.groups",
    label="Organised crime groups",
    fields=fields,
    check=check,
    write=write,
    makes=("ocg.Ocg",),
    options=options,
    meaning="A row for each group. Its team and marking are chosen once for the file.",
)
