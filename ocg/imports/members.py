"""Members of groups, a row each: people of the group's record."""

from collections import defaultdict
from collections.abc import Sequence

from ocg.members.lists import ROLES
from ocg.members.models import Member, MemberStatus
from pam.access import visibility
from pam.access.visibility import Reader
from pam.db.folding import fold
from pam.imports.finding import resolve_choice, resolve_records
from pam.imports.running import made, of_line
from pam.imports.targets import BORN, DATE, Field, Line, Target
from pam.records import bulk
from pam.records.models import Entry, Identity, Subject
from pam.reference.selectors.lists import offered_values
from pam.ui.dates import today

Category, State = Subject.Category, MemberStatus.State
STATES = "At large, On bail, Remanded, Serving, On licence, Abroad, Deported, Dead or Not known."


def fields(reader: Reader) -> Sequence[Field]:
    """What a column can hold."""
    return (
        Field(
            "group",
            "Group",
            required=True,
            words=("ocg", "reference", "ocg reference", "group reference", "group name", "ocg name"),
            hint="Its reference, or its name as it is written here.",
        ),
        Field(
            "name",
            "Name of the person",
            required=True,
            most=160,
            words=("name", "full name", "nominal", "member"),
        ),
        Field(
            "born",
            "Date of birth",
            BORN,
            words=("dob", "born", "birth date", "d o b"),
            hint="A date, a month, a year, or “about 30”.",
        ),
        Field("role", "Role", most=80, words=("position", "part", "role in group")),
        Field(
            "category",
            "Category",
            words=("data category",),
            hint="Suspect, Convicted, Victim, Witness or Other. Empty: Other.",
        ),
        Field(
            "part",
            "Role in the group",
            words=("member role", "ocg role", "part in group", "type of member"),
            hint="As the list calls it: principal, significant … With it they are listed as a member.",
        ),
        Field("state", "Status", words=("member status", "current status", "whereabouts"), hint=STATES),
        Field("since", "Status since", DATE, words=("since", "status date", "from")),
        Field("establishment", "Prison", most=120, words=("establishment", "prison or other establishment")),
        Field("release_on", "Earliest release date", DATE, words=("release date", "erd", "release")),
        Field("source", "Source reference", words=("source", "log", "intel reference")),
        Field("details", "Details", most=20_000, words=("notes", "comments", "description", "intelligence")),
    )


def check(reader: Reader, chosen: dict, lines: list[Line]) -> None:
    """What each row means; people that the reader sees who have the same name and no other birthday: in
    the same group, or in another record. A constant number of queries.
    """
    resolve_records(reader, "ocg", lines, "group", "group")
    roles = [(term, (term.label, term.code)) for term in offered_values(ROLES, reader.agency_id)]
    names = {fold(line.values["name"]) for line in lines}
    alike = defaultdict(list)
    rows = visibility.visible_to(reader, Subject).filter(
        kind="person", name__folded__in=names, merged_into=None
    )
    for row in rows.order_by("-updated", "-pk")[: 10 * len(names)]:
        alike[fold(row.name)].append(row)
    for line in lines:
        resolve_choice(line, "category", [(c.value, (c.label, c.value)) for c in Category], "Category")
        resolve_choice(line, "part", roles, "Role in the group")
        resolve_choice(line, "state", [(one.value, (one.label, one.value)) for one in State], "Status")
        _status(line)
        record = line.kept.get("group")
        for row in alike[fold(line.values["name"])]:
            here = record is not None and row.record_id == record.pk
            born, own = row.born, line.values["born"]
            if born and own and not born.overlaps(own):
                continue
            if here:
                line.alike("records.Subject", row.pk, "In this group already, with the same name")
            elif born and own:
                line.alike("records.Subject", row.pk, "The same name and date of birth in another record")
        del line.same[3:]


def _status(line):
    """What does not go together of a member's status is refused."""
    said, state = line.values, line.kept.get("state")
    if not said["part"] and (said["state"] or said["release_on"] or said["establishment"]):
        line.refuse("part", "Role in the group is empty. A status needs it")
    if said["since"] and said["since"] > today():
        line.refuse("since", "Status since is in the future")
    if said["release_on"] and state != State.SERVING:
        line.refuse("release_on", "An earliest release date is of those who are serving. Leave it empty")
    if said["establishment"] and state not in MemberStatus.INSIDE:
        line.refuse("establishment", "A prison is of those who are remanded or serving. Leave it empty")


def write(actor: Reader, chosen: dict, lines: list[Line], step) -> None:
    """Adds the people; one that is the same as a person in another record gets that identity. A constant
    number of queries for each `CHUNK`.
    """
    identities = _identities(actor, lines)
    for at in range(0, len(lines), bulk.CHUNK):
        some = lines[at : at + bulk.CHUNK]
        people = [_person(line, identities[line.number]) for line in some]
        line_of = dict(zip(map(id, people), some, strict=True))
        batch = bulk.add_to_records(
            actor=actor,
            parts=people,
            operation="import people",
            about=lambda person: of_line(line_of[id(person)]),  # noqa: B023  (called within this turn)
        )
        _members(actor, [(line, one) for line, one in zip(some, people, strict=True)])
        told = [
            (person, Entry.Kind.SUBJECT, f"Person added: {person.name}", "Imported.") for person in people
        ]
        entries = bulk.chronicle_parts(actor=actor, batch=batch, lines=told)
        for line, person, entry in zip(some, people, entries, strict=True):
            number = person.record_id
            line.made += [made("records.Subject", person, number), made("records.Entry", entry, number)]
        step(len(some))


def _members(actor, people):
    """Keeps the part in the group, and the status, of each person whose row says them."""
    members, statuses, line_of = [], [], {}
    for line, person in people:
        if "part" not in line.kept:
            continue
        said = line.values
        record = person.record
        member = Member(record=record, subject=person, role=line.kept["part"], source=said["source"] or "")
        status = MemberStatus(
            record=record,
            member=member,
            state=line.kept.get("state", State.NOT_KNOWN),
            since=said["since"] or today(),
            establishment=said["establishment"] or "",
            release_on=said["release_on"],
            source=said["source"] or "",
        )
        members.append(member)
        statuses.append(status)
        line_of |= {id(member): line, id(status): line}
    for parts, operation in ((members, "import members"), (statuses, "import statuses")):
        for status in statuses:
            status.member = status.member  # by now it has its number
        if parts:
            bulk.add_to_records(
                actor=actor, parts=parts, operation=operation, about=lambda part: of_line(line_of[id(part)])
            )


def _person(line, identity):
    said = line.values
    return Subject(
        record=line.kept["group"],
        kind=Subject.Kind.PERSON,
        name=said["name"],
        born=said["born"],
        category=line.kept.get("category", Category.OTHER),
        role=said["role"] or "",
        details=said["details"] or "",
        identity_id=identity,
    )


def _identities(actor, lines):
    """{number of the line: number of its identity}: that of the person who is the same, else a new one."""
    same = {
        line.number: [number for model, number, _ in line.same if model == "records.Subject"]
        for line in lines
        if line.choice == "same"
    }
    wanted = {number for numbers in same.values() for number in numbers}
    rows = visibility.visible_to(actor, Subject).filter(pk__in=wanted)
    known = {row.pk: row.identity_id for row in rows}
    found = {}
    for line in lines:
        known_one = next((known[n] for n in same.get(line.number, ()) if known.get(n)), None)
        if known_one:
            found[line.number] = known_one
    new = Identity.objects.bulk_create(
        [Identity() for line in lines if line.number not in found], batch_size=bulk.CHUNK
    )
    fresh = iter(new)
    return found | {line.number: next(fresh).pk for line in lines if line.number not in found}


MEMBERS = Target(
    code="ocg.members",
    label="Members of groups",
    fields=fields,
    check=check,
    write=write,
    makes=("records.Subject", "records.Entry"),
    choices=("skip", "same", "new"),
    same_label="Add, as the same person",
    meaning="A row for each person. The groups must be in pam already.",
)
