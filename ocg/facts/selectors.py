"""What may be read of the facts of a group. Each starts at the gate."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ocg.lists import (
    COMMUNITIES,
    CORRUPTION,
    CRIME_TYPES,
    ENABLERS,
    VIOLENCE,
    WEAPONS,
)
from ocg.models import GroupPlace, Ocg
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.records.declared_lists import AREAS
from pam.records.models import Record
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import attach_reference_values, terms
from pam.reference.selectors.trees import in_use, labels_of

# Columns of an Ocg with several values, and the list of each.
SEVERAL = {
    "crimes": CRIME_TYPES,
    "communities": COMMUNITIES,
    "weapons": WEAPONS,
    "violence": VIOLENCE,
    "enablers": ENABLERS,
    "corruption": CORRUPTION,
}
MOST_SAME = 3  # groups with the same reference that are named


@dataclass(frozen=True)
class Place:
    """A place of a group in words: what it does there, the kind of place, which one, where exactly."""

    role: str
    kind: str
    area: str
    details: str

    @property
    def words(self) -> str:
        """ "Supplies there: Harbourne (Policing area), the market"."""
        where = f"{self.area} ({self.kind})" if self.kind else self.area
        return f"{self.role}: {where}{f', {self.details}' if self.details else ''}"


@dataclass(frozen=True)
class Facts:
    """What is known of a group, in words. `several` is {column: [labels]} of SEVERAL but the types of crime;
    `noted` are [(what, text)] of what was typed before it was coded and no editor has taken over yet.
    """

    kind: str
    main_crime: str
    other_crimes: list[str]
    children: str
    several: dict[str, list[str]]
    places: list[Place]
    aliases: list[str]
    operation: str
    own_reference: str
    regional_reference: str
    noted: list[tuple[str, str]]

    @property
    def crimes(self) -> list[str]:
        """All types of crime, the main one first."""
        return [self.main_crime, *self.other_crimes] if self.main_crime else []

    @property
    def who(self) -> str:
        """What it does and where, in a line: "Powder cocaine, Harbourne Central", or ""."""
        return ", ".join(filter(None, (self.main_crime, *(place.area for place in self.places[:1]))))

    @property
    def rows(self) -> list[tuple[str, str]]:
        """[(what, words)] of all that is known but the places; "" where nothing is."""
        several = [(str(_label(name)), ", ".join(self.several[name])) for name in self.several]
        return [
            ("Kind of group", self.kind),
            ("Main type of crime", self.main_crime),
            ("Other types of crime", ", ".join(self.other_crimes)),
            ("Known as", ", ".join(self.aliases)),
            ("Operation", self.operation),
            ("Our own reference", self.own_reference),
            ("Regional reference", self.regional_reference),
            ("Children involved", self.children),
            *several,
        ]


def _label(name):
    label = str(Ocg._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def facts_of(reader: Reader, ocg: Ocg) -> Facts:
    """The `Facts` of a group that the reader opened. One query."""
    attach_reference_values([ocg], "group_kind", "main_crime")
    return Facts(
        kind=ocg.group_kind.label if ocg.group_kind_id else "",
        main_crime=ocg.main_crime.label if ocg.main_crime_id else "",
        other_crimes=labels_of(CRIME_TYPES, [one for one in ocg.crimes if one != ocg.main_crime_id]),
        children=str(ocg.get_children_display()),
        several={name: labels_of(SEVERAL[name], getattr(ocg, name)) for name in SEVERAL if name != "crimes"},
        places=[place_in_words(row) for row in places_of(reader, ocg)],
        aliases=list(ocg.aliases),
        operation=ocg.operation_name,
        own_reference=ocg.own_reference,
        regional_reference=ocg.regional_reference,
        noted=noted_before(ocg),
    )


def noted_before(ocg: Ocg) -> list[tuple[str, str]]:
    """[(what, text)] of what was typed before and is not taken over yet."""
    return [(label, text) for label, text in (("Crime types", ocg.crime_types), ("Area", ocg.area)) if text]


def place_rows(reader: Reader, ocg: Record) -> QuerySet:
    """The places of a group that the reader may see and no one took off."""
    return _places(reader, ocg.pk)


def _places(reader, number):
    return visibility.visible_to(reader, GroupPlace).filter(record_id=number, removed_at=None)


@RowsOf
def _places_of(reader, number, today):
    return _places(reader, number).order_by("pk")


def places_of(reader: Reader, ocg: Ocg) -> list[GroupPlace]:
    """The places of a group that the reader may see, in the order in which they were added."""
    found = _places_of(reader, ocg.pk)
    attach_reference_values(found, "role", "area")
    return found


def place_in_words(row: GroupPlace) -> Place:
    """A place with its values attached, in words. Of a part of a list the kind is what it is a part of."""
    kinds = {value.pk: value.label for value in terms(AREAS)}
    kind = kinds.get(row.area.parent_id, "") if row.area.parent_id else ""
    return Place(row.role.label, kind, row.area.label, row.details)


def attach_places(reader: Reader, groups: Iterable[Ocg]) -> None:
    """Gives each of `groups` its `places_in_words`, as far as the reader sees them. One query."""
    found: dict[int, list[str]] = {group.pk: [] for group in groups}
    rows = list(visibility.visible_to(reader, GroupPlace).filter(record_id__in=found, removed_at=None))
    attach_reference_values(rows, "role", "area")
    for row in sorted(rows, key=lambda one: one.pk):
        found[row.record_id].append(place_in_words(row).words)
    for group in groups:
        group.places_in_words = found[group.pk]  # type: ignore[attr-defined]


def in_area(reader: Reader, areas: Iterable[int]) -> QuerySet:
    """The numbers of the records with a place in one of these areas, as far as the reader sees it."""
    rows = visibility.visible_to(reader, GroupPlace).filter(area_id__in=list(areas), removed_at=None)
    return rows.values("record_id")


def coded(text: str, agency_id: int) -> list[int]:
    """The types of crime that `text` names exactly as the list does, between commas and semicolons."""
    offered = [one for one in terms(CRIME_TYPES) if one.agency_id in (None, agency_id) and in_use(one)]
    known = {one.label.casefold(): one.pk for one in reversed(offered)}
    words = [word.strip().casefold() for word in re.split("[;,]", text)]
    return list(dict.fromkeys(known[word] for word in words if word in known))


def same_references(reader: Reader, ocg: Ocg) -> list[Ocg]:
    """Other groups that the reader may open and that have one of the group's references: a hint, no error."""
    asked = Q()
    for name in ("own_reference", "regional_reference"):
        if value := getattr(ocg, name):
            asked |= Q(**{name: value})
    if not asked:
        return []
    rows = visibility.visible_to(reader, Ocg).filter(asked).exclude(pk=ocg.pk)
    return list(rows.order_by("title__folded", "pk")[:MOST_SAME])


def same_words(reader: Reader, ocg: Ocg) -> str:
    """The hint in words; "" for none."""
    found = same_references(reader, ocg)
    return f" The same reference is on {', '.join(one.reference for one in found)}." if found else ""


def value_of(listing: str, code: str, agency_id: int) -> ReferenceValue | None:
    """The value of a list in use with this code, an agency's own before that of every agency; or None."""
    fitting = [one for one in terms(listing) if one.code == code and one.agency_id in (None, agency_id)]
    return next((one for one in sorted(fitting, key=lambda one: one.agency_id is None) if in_use(one)), None)
