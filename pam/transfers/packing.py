"""What of a record can go to another agency, read through the giver's own gate, and the package of it.

Only rows that the giver's agency wrote go. What a partner wrote is counted and stays: that agency decides. A
row that is for the giver's agency alone, or marked higher than the record, goes only if it is named.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey

from pam.access import visibility
from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.db.checks import part_kind_of
from pam.db.scanned import CLOSED
from pam.records.kinds import kind_of
from pam.records.models import Document, Record
from pam.records.parts import title_of
from pam.reference.models import ReferenceValue
from pam.transfers.proposals import TransferProposal
from pam.transfers.registry import Copy, Section, opener_of, sections_of

SCHEMA = 1


@dataclass
class Item:
    """One row of a section that the giver's agency wrote. It is `apart` where it must be named to go."""

    section: Section
    copy: Copy
    row: Any
    apart: bool

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.copy.model}:{self.row.uuid}"

    @property
    def title(self) -> str:
        """What it is called."""
        return self.copy.told(self.row)[0] if self.copy.told else title_of(self.row) or str(self.row)


@dataclass
class Contents:
    """All of a record that can go: its `sections`, their `items`, and how much of which partner is left out
    ([(agency, section label, count)]).
    """

    record: Record
    sections: list[Section]
    items: list[Item] = field(default_factory=list)
    of_others: list[tuple[Agency, str, int]] = field(default_factory=list)

    def count(self, code: str) -> int:
        """How many rows of a section go with it, without those that must be named."""
        return sum(one.section.code == code and not one.apart for one in self.items)

    @property
    def apart(self) -> list[Item]:
        """The rows that go only if they are named."""
        return [one for one in self.items if one.apart]


@dataclass
class Chosen:
    """What goes: `items`, the sentences of what is `missing`, and [(label, count)] of what is `left`."""

    items: list[Item]
    missing: list[str]
    left: list[tuple[str, int]]

    @property
    def counts(self) -> list[tuple[Section, int]]:
        """How many rows of each section go, in their order."""
        found = Counter(one.section.code for one in self.items)
        sections = {one.section.code: one.section for one in self.items}
        return [(sections[code], count) for code, count in found.items()]

    @property
    def kinds(self) -> list[str]:
        """The kinds of part that go, as shares name them."""
        found = [(part_kind_of(type(one.row)), one.row) for one in self.items]
        return sorted(
            {of.by.get(getattr(row, of.column), of.code) if of.column else of.code for of, row in found}
        )

    @property
    def marking(self) -> int:
        """The highest marking of its own that one of them has."""
        return max([getattr(one.row, "own_marking", None) or 0 for one in self.items], default=0)


def contents_of(reader: Reader, record: Record) -> Contents:
    """What of `record` (which `reader` manages) can go; one query for each kind of row."""
    found = Contents(record, sections_of(record.kind))
    others: Counter[tuple[int, str]] = Counter()
    for section in found.sections:
        for copy in section.copies:
            rows = visibility.visible_to(reader, copy.rows_of).filter(record_id=record.pk)
            for row in copy.only(rows).select_related("author__user", *copy.related).order_by("pk"):
                if row.author_agency_id != record.agency_id:
                    others[row.author_agency_id, section.label] += 1
                elif not isinstance(row, Document) or row.scan not in CLOSED:
                    found.items.append(Item(section, copy, row, _is_apart(row, record)))
    partners = Agency.objects.in_bulk({pk for pk, _ in others})
    left = [(partners[pk], label, count) for (pk, label), count in others.items()]
    found.of_others = sorted(left, key=lambda one: (one[0].name, one[1]))
    return found


def _is_alone(row, record):
    return row.agencies is not None and set(row.agencies) == {record.agency_id}


def _is_apart(row, record):
    return _is_alone(row, record) or (getattr(row, "own_marking", None) or 0) > record.marking


def choose(contents: Contents, main: Any, sections: Collection[str], apart: Collection[str]) -> Chosen:
    """What goes of `contents` if these sections (codes) do, and these rows (`Item.value`) of those apart.
    `main` is the uuid of the subject that the record is about, which goes in any case.
    """
    wanted = [
        one
        for one in contents.items
        if one.row.uuid == main
        or (one.value in apart if one.apart else one.section.always or one.section.code in sections)
    ]
    items = [one for one in wanted if _has_what_it_hangs_from(one, wanted)]
    left = Counter(one.section.label for one in contents.items)
    left.subtract(Counter(one.section.label for one in items))
    missing = [words for one in contents.sections if (words := _missing(one, contents, items, main))]
    return Chosen(items, missing, [(label, count) for label, count in left.items() if count > 0])


def _missing(section, contents, items, main):
    """What is said in red of a section that must not be missed; "" where all of it goes."""
    if not section.absent:
        return ""
    going = [one for one in items if one.section.code == section.code]
    on_main = [one for one in going if any(getattr(one.row, key).uuid == main for key in one.copy.keys)]
    if not (on_main if section.of_main and main else going):
        return section.absent
    there = sum(one.section.code == section.code for one in contents.items)
    there += sum(count for _, label, count in contents.of_others if label == section.label)
    return f"{section.label}: not all that is known comes with it. Ask." if there > len(going) else ""


def _has_what_it_hangs_from(item, wanted):
    rows = {(type(one.row), one.row.pk) for one in wanted if not one.copy.told}
    targets = [getattr(item.row, key) for key in item.copy.keys]
    return all((type(target), target.pk) in rows for target in targets if target is not None)


def preview(reader: Reader, record: Record, proposal: TransferProposal) -> dict[str, Any]:
    """What would go and what would stay, before it is done: "contents", "chosen", "shown", "identity"."""
    opener = opener_of(record.kind)
    if opener is None or proposal.team.agency_id == record.agency_id:
        return {"inside": True}
    model = apps.get_model(kind_of(record.kind).model)
    whole = visibility.visible_to(reader, model).get(pk=record.pk)
    contents = contents_of(reader, record)
    return {
        "inside": False,
        "contents": contents,
        "chosen": choose(contents, opener.main(whole), proposal.sections, proposal.apart),
        "shown": opener.shown(reader, whole),
        "identity": opener.identity(reader, whole) if proposal.say_who else "",
        "head": opener.head(reader, whole),
        "main": opener.main(whole),
    }


def packed(contents: Contents, chosen: Chosen, head: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """The package, as JSON: the schema's number, the head of the record, and each row."""
    rows = [_packed_row(one, contents.record, reader) for one in chosen.items]
    return {"schema": SCHEMA, "head": head, "rows": rows}


def digest_of(package: dict[str, Any]) -> str:
    """The seal of a package."""
    return hashlib.sha256(json.dumps(package, sort_keys=True).encode()).hexdigest()


def summary_of(chosen: Chosen) -> list[dict[str, Any]]:
    """What the transfer keeps of what went: each section, how much, which rows in which version."""
    found: dict[str, dict[str, Any]] = {}
    for one in chosen.items:
        section = {"code": one.section.code, "label": one.section.label, "count": 0, "rows": []}
        kept = found.setdefault(one.section.code, section)
        kept["count"] += 1
        kept["rows"].append(f"{one.copy.model}:{one.row.uuid}:{one.row.version}")
    return list(found.values())


def _packed_row(item, record, reader):
    row, copy = item.row, item.copy
    on = copy.on(row)
    found = {
        "section": item.section.code,
        "model": copy.model,
        "uuid": str(row.uuid),
        # What was not for everyone who could open the record is for the receiver's agency alone at first.
        "narrow": row.agencies is not None,
        "alone": _is_alone(row, record),
        "marking": getattr(row, "own_marking", None),
        "title": item.title,
        "wrote": row.author.user.name,
        "agency": reader.agency_name,
        "on": on.isoformat(),
    }
    if copy.told:
        return found | {"told": copy.told(row)[1]}
    if isinstance(row, Document):
        found["file"] = {name: getattr(row, name) for name in ("name", "content_type", "size", "sha256")}
        found["file"] |= {"stored": row.file.name, "tags": row.tags, "password": row.needs_password}
        return found
    meta = row._meta
    values = {name: _value(meta.get_field(name), row) for name in copy.fields}
    keys = {name: str(target.uuid) for name in copy.keys if (target := getattr(row, name)) is not None}
    return found | {"values": values, "keys": keys}


def _value(of: Field, row: Any) -> Any:
    """A field's value as JSON: a term of a list by its code and its words, all else as plain as it is."""
    if isinstance(of, ForeignKey):
        term = getattr(row, of.name)
        if isinstance(term, ReferenceValue):
            return {"code": term.code, "label": term.label}
        return getattr(row, of.attname)
    value = of.value_from_object(row)
    return value if value is None or isinstance(value, bool | int | str) else of.value_to_string(row)
