"""Lists of values that are parts of others, as trees: to choose from, and to narrow a list by."""

from collections.abc import Collection, Iterable

from django import forms
from django.utils import timezone

from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import terms

STEP = "\u2003"  # before the label of a part, once for each level: a space that no browser swallows


def in_use(value: ReferenceValue) -> bool:
    """Whether a value is offered today."""
    today = timezone.localdate()
    begun = value.valid_from is None or value.valid_from <= today
    return begun and not value.retired and (value.valid_until is None or value.valid_until >= today)


def offered_tree(
    listing: str, agency_id: int, keep: Collection[int] = ()
) -> list[tuple[int, ReferenceValue]]:
    """[(level, value)] of a list that people of an agency can choose, parts after what they are a part of;
    those with the numbers `keep` stay whatever became of them. No query.
    """
    own = [value for value in terms(listing) if value.agency_id in (None, agency_id) or value.pk in keep]
    return _tree([value for value in own if in_use(value) or value.pk in keep])


def _tree(values: Iterable[ReferenceValue]) -> list[tuple[int, ReferenceValue]]:
    values = list(values)
    there = {value.pk for value in values}
    below: dict[int | None, list[ReferenceValue]] = {}
    for value in values:
        below.setdefault(value.parent_id if value.parent_id in there else None, []).append(value)
    found: list[tuple[int, ReferenceValue]] = []
    waiting = [(0, value) for value in reversed(below.get(None, []))]
    while waiting:
        level, value = waiting.pop()
        found.append((level, value))
        waiting += [(level + 1, part) for part in reversed(below.pop(value.pk, []))]
    return found


def tree_choices(listing: str, agency_id: int, keep: Collection[int] = ()) -> list[tuple[int, str]]:
    """[(number, label)] of `offered_tree`; the label of a part is set in."""
    return [(value.pk, STEP * level + value.label) for level, value in offered_tree(listing, agency_id, keep)]


def with_parts(value: ReferenceValue) -> list[int]:
    """The numbers of a value and of all that is a part of it: who asks for drugs finds county lines."""
    values, wanted = terms(value.listing), {value.pk}
    while parts := {one.pk for one in values if one.parent_id in wanted} - wanted:
        wanted |= parts
    return sorted(wanted)


def labels_of(listing: str, numbers: Iterable[int]) -> list[str]:
    """The labels of values by their numbers, in the order of `numbers`. No query."""
    by_number = {value.pk: value.label for value in terms(listing)}
    return [by_number[number] for number in numbers if number in by_number]


class TreeFilter(forms.TypedChoiceField):
    """A list's filter by a value of `listing` and its parts; its form says with `offer_to` whose values these
    are. Its answer is a `ReferenceValue`, or None for any.
    """

    def __init__(self, listing: str, *, any_label: str, **kwargs) -> None:
        self.listing, self.any_label = listing, any_label
        super().__init__(choices=[("", any_label)], empty_value=None, required=False, **kwargs)

    def offer_to(self, reader) -> None:
        """Offers the values of every agency and of the reader's own, retired ones too."""
        values = [value for value in terms(self.listing) if value.agency_id in (None, reader.agency_id)]
        self.choices = [
            ("", self.any_label),
            *((str(value.pk), STEP * level + value.label) for level, value in _tree(values)),
        ]
        self.coerce = {str(value.pk): value for value in values}.__getitem__


class TreeField(forms.TypedChoiceField):
    """One value of a list as its number, or None; the form calls `offer`."""

    def __init__(self, *, empty_label: str, **kwargs) -> None:
        self.first_line = empty_label
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def offer(self, listing: str, agency_id: int, keep: Collection[int] = ()) -> None:
        """Offers the values of `listing` to people of an agency, and those with the numbers `keep`."""
        self.choices = [("", self.first_line), *tree_choices(listing, agency_id, keep)]


class TreesField(forms.TypedMultipleChoiceField):
    """Several values of a list as their numbers; the form calls `offer`."""

    def __init__(self, **kwargs) -> None:
        super().__init__(coerce=int, required=False, **kwargs)

    def offer(self, listing: str, agency_id: int, keep: Collection[int] = ()) -> None:
        """As `TreeField.offer`."""
        self.choices = tree_choices(listing, agency_id, keep)
