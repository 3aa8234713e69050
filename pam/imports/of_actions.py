"""Actions of records of any kind, a row each."""

from collections.abc import Sequence

from pam.access import visibility
from pam.access.models import Agency, Membership
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.owners import name_of
from pam.actions.selectors.actions import possible_groups, possible_owners
from pam.actions.services.many import NewAction, add_many
from pam.db.folding import fold
from pam.imports.finding import resolve_choice, resolve_records
from pam.imports.running import made, of_line
from pam.imports.targets import DATE, Field, Line, Target, register_target
from pam.records.bulk import CHUNK
from pam.records.kinds import all_kinds, kind_of
from pam.ui.dates import today


def _called():
    """What people call a column of records: as each kind is called, and its reference."""
    kinds = [word for kind in all_kinds() for word in (kind.label, kind.code)]
    return ("reference", "record reference", *kinds, *(f"{word} reference" for word in kinds))


def _strands():
    """What people call a column of strands."""
    return ("plan strand", *(kind.strands.label for kind in all_kinds() if kind.strands))


def fields(reader: Reader) -> Sequence[Field]:
    """What a column can hold."""
    return (
        Field(
            "record",
            "Record",
            required=True,
            words=_called(),
            hint="Its reference, or its name as it is written here.",
        ),
        Field("title", "Action", required=True, words=("title", "task", "what", "action required", "tactic")),
        Field(
            "owner",
            "Owner",
            required=True,
            words=("assigned to", "who", "action owner", "lead", "agency"),
            hint="A person (name or e-mail address), a team or an agency that can see the record.",
        ),
        Field("due", "Due", DATE, required=True, words=("due date", "deadline", "by when", "target date")),
        Field("strand", "Strand", words=_strands()),
        Field("details", "Details", most=20_000, words=("description", "notes", "comments")),
        Field(
            "holder",
            "Held by",
            most=120,
            words=("holder", "contact"),
            hint="Beside a team or an agency alone.",
        ),
    )


def check(reader: Reader, chosen: dict, lines: list[Line]) -> None:
    """What each row means; open actions of the same record with the same words. Some queries for each
    record.
    """
    resolve_records(reader, "", lines, "record", "record")
    records = {line.kept["record"].pk: line.kept["record"] for line in lines if "record" in line.kept}
    owners = {number: _owners(reader, record) for number, record in records.items()}
    rows = visibility.visible_to(reader, Action).filter(record_id__in=records, status="open")
    there: dict[tuple, list[Action]] = {}
    for row in rows.filter(title__folded__in={fold(line.values["title"]) for line in lines}).order_by("pk"):
        there.setdefault((row.record_id, fold(row.title)), []).append(row)
    for line in lines:
        record = line.kept.get("record")
        if record is None:
            continue
        _strand(line, record)
        _owner(line, owners[record.pk])
        if line.values["due"] < today():
            line.refuse("due", "Due is in the past. Enter a day to come: what is done is not imported")
        for row in there.get((record.pk, fold(line.values["title"])), ())[:3]:
            line.alike("actions.Action", row.pk, "Open already, with the same words")


def _strand(line, record):
    strands = kind_of(record.kind).strands
    if strands is None:
        if line.values["strand"]:
            line.refuse("strand", f"Actions of a {kind_of(record.kind).label} have no strand. Leave it empty")
    elif not line.values["strand"]:
        line.refuse("strand", f"Strand is empty. Enter {', '.join(label for _, label in strands.choices)}")
    else:
        resolve_choice(line, "strand", [(code, (label, code)) for code, label in strands.choices], "Strand")


def _owners(reader, record):
    """{words: [people, teams and agencies who would see an action of the record]}."""
    agencies, teams = possible_groups(reader, record)
    found: dict[str, list] = {}
    for one in (*possible_owners(reader, record), *teams, *agencies):
        words = {fold(name_of(one))}
        if isinstance(one, Membership):
            words.add(one.user.email.strip().lower())
        if isinstance(one, Agency) and one.short_name:
            words.add(fold(one.short_name))
        for said in words:
            found.setdefault(said, []).append(one)
    return found


def _owner(line, owners):
    text = line.values["owner"]
    found = owners.get(text.strip().lower()) or owners.get(fold(text)) or []
    if len(found) == 1:
        line.kept["owner"] = found[0]
        if line.values["holder"] and isinstance(found[0], Membership):
            line.refuse("holder", "Held by is for actions of a team or an agency. Leave it empty")
    elif found:
        line.refuse("owner", f"Several are called “{text[:60]}”. Enter an e-mail address")
    else:
        line.refuse("owner", f"No one who can see the record is called “{text[:60]}”")


def write(actor: Reader, chosen: dict, lines: list[Line], step) -> None:
    """Adds the actions; their owners are told, one mail for each record. Some queries for each record, and a
    constant number for each `CHUNK` rows.
    """
    # The lines of a record side by side: one notice for them.
    lines = sorted(lines, key=lambda line: line.kept["record"].pk)
    for at in range(0, len(lines), CHUNK):
        some = lines[at : at + CHUNK]
        new = [(line.kept["record"], _new(line)) for line in some]
        with of_line(some[0]):
            actions, entries = add_many(actor=actor, new=new)
        for line, action, entry in zip(some, actions, entries, strict=True):
            number = action.record_id
            line.made += [made("actions.Action", action, number), made("records.Entry", entry, number)]
        step(len(some))


def _new(line):
    return NewAction(
        title=line.values["title"],
        owner=line.kept["owner"],
        due=line.values["due"],
        strand=line.kept.get("strand", ""),
        details=line.values["details"] or "",
        holder=line.values["holder"] or "",
    )


ACTIONS = Target(
    code="actions",
    label="Actions",
    fields=fields,
    check=check,
    write=write,
    makes=("actions.Action", "records.Entry"),
    meaning="A row for each open action. The records must be in pam already.",
)
register_target(ACTIONS)
