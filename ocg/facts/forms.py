"""The facts of a group in its form: what a record needs first, the rest folded."""

from copy import copy

from django import forms
from django.utils import timezone

from ocg.facts.selectors import SEVERAL, noted_before, places_of
from ocg.facts.services import MOST_PLACES, PlaceTyped
from ocg.lists import CRIME_TYPES, KINDS, PLACE_ROLES
from ocg.models import Ocg
from pam.records.declared_lists import AREAS
from pam.reference.selectors.lists import terms
from pam.reference.selectors.trees import TreeField, TreesField
from pam.ui.direction import isolated
from pam.ui.fields import years_from_today
from pam.ui.forms import Checkboxes, GovukDateField, Radios

SPARE = 3  # empty rows for places
LONGEST_ALIAS, MOST_ALIASES = 120, 30
NAMES = ("group_kind", "main_crime", *SEVERAL, "children", "aliases", "operation_name", "own_reference")
NAMES += ("regional_reference", "sro_since")


class LinesField(forms.CharField):
    """Several short texts, one a line; its value is a list, each once."""

    def __init__(self, *, most, longest, **kwargs):
        self.most, self.longest = most, longest
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value):
        """The lines as they are shown."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value):
        """The lines without blanks. Raises ValidationError for too many, and for one that is too long."""
        text = super().clean(value)
        lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if len(lines) > self.most:
            raise forms.ValidationError(f"Enter at most {self.most} names", code="too_many")
        if any(len(line) > self.longest for line in lines):
            raise forms.ValidationError(
                f"Each line must be {self.longest} characters or fewer", code="max_length"
            )
        return lines

    def has_changed(self, initial, data):
        """Whether other lines were sent."""
        return super().has_changed(self.prepare_value(initial) or "", data)


class PlaceFields(forms.Form):
    """The places of a group: what it does there, where, where exactly. A row that is emptied is taken off."""

    def offer_places(self, agency_id, kept=()):
        """Makes the rows; `kept` are the places that they begin with."""
        self.kept_places, self.place_rows = list(kept), min(len(kept) + SPARE, MOST_PLACES)
        for number in range(1, self.place_rows + 1):
            now = kept[number - 1] if number <= len(kept) else None
            role = TreeField(
                label=f"Place {number}: what it does there", empty_label="Choose", required=False
            )
            role.offer(PLACE_ROLES, agency_id, [now.role_id] if now else ())
            area = TreeField(label=f"Place {number}: where", empty_label="Choose", required=False)
            area.offer(AREAS, agency_id, [now.area_id] if now else ())
            more = forms.CharField(label=f"Place {number}: where exactly", max_length=200, required=False)
            if now:
                role.initial, area.initial, more.initial = now.role_id, now.area_id, now.details
            for field in (role, area, more):
                field.mark_optional = False
            self.fields |= {f"role_{number}": role, f"area_{number}": area, f"where_{number}": more}

    @property
    def place_boxes(self):
        """[(what it does there, where, where exactly)] as bound fields."""
        numbers = range(1, self.place_rows + 1)
        return [tuple(self[f"{name}_{number}"] for name in ("role", "area", "where")) for number in numbers]

    def clean(self):
        """Gathers the places, each whole and once."""
        cleaned = super().clean()
        self.places = []
        for number in range(1, self.place_rows + 1):
            role, area = cleaned.get(f"role_{number}"), cleaned.get(f"area_{number}")
            where = cleaned.get(f"where_{number}") or ""
            if f"role_{number}" in self.errors or f"area_{number}" in self.errors:
                continue
            if (area or where) and not role:
                self.add_error(f"role_{number}", "Select what it does there")
            elif (role or where) and not area:
                self.add_error(f"area_{number}", "Select where it is")
            elif role and area:
                one = PlaceTyped(role, area, where)
                if one in self.places:
                    self.add_error(f"area_{number}", "Enter each place once")
                self.places.append(one)
        return cleaned


class FactFields(PlaceFields):
    """What is known of a group, beside what every record has."""

    refusal_fields = {"places": "area_1"}

    group_kind = TreeField(label="Kind of group", empty_label="Not set", required=False)
    main_crime = TreeField(label="Main type of crime", empty_label="Not set", required=False)
    crimes = TreesField(label="Other types of crime", widget=Checkboxes(small=True))
    communities = TreesField(label="Communities harmed", widget=Checkboxes(small=True))
    children = forms.ChoiceField(
        label="Are children involved?",
        choices=Ocg.Known,
        initial=Ocg.Known.UNKNOWN,
        required=False,
        widget=Radios(inline=True, small=True),
    )
    weapons = TreesField(label="Weapons", widget=Checkboxes(small=True))
    violence = TreesField(label="Violence", widget=Checkboxes(small=True))
    enablers = TreesField(label="People and firms that help it by their work", widget=Checkboxes(small=True))
    corruption = TreesField(label="Signs of corruption", widget=Checkboxes(small=True))
    aliases = LinesField(
        label="Known as",
        help_text="One name a line. The search finds the group by each.",
        most=MOST_ALIASES,
        longest=LONGEST_ALIAS,
    )
    operation_name = forms.CharField(label="Operation name", max_length=80, required=False)
    own_reference = forms.CharField(label="Our own reference", max_length=60, required=False)
    regional_reference = forms.CharField(
        label="Regional or national reference", max_length=60, required=False
    )
    sro_since = GovukDateField(
        label="Senior Responsible Officer since",
        required=False,
        earliest=lambda: years_from_today(-20),
        latest=timezone.localdate,
        help_text="Leave blank for today.",
    )

    def differences(self, current):
        """As of each form; the main type of crime is no other type besides."""
        shown, main, kept = (
            copy(current),
            self.cleaned_data.get("main_crime"),
            self.cleaned_data.get("crimes"),
        )
        shown.crimes = [one for one in current.crimes if one != current.main_crime_id]
        if kept is None:
            return super().differences(shown)
        self.cleaned_data["crimes"] = [one for one in kept if main is None or one != main.pk]
        try:
            return super().differences(shown)
        finally:
            self.cleaned_data["crimes"] = kept

    def clean_children(self):
        """Not known, unless it was said."""
        return self.cleaned_data["children"] or Ocg.Known.UNKNOWN

    def offer_facts(self, agency_id):
        """Offers the lists to people of the owning agency, and asks about what was noted before."""
        ocg = self.instance
        self.fields["children"].mark_optional = False
        for name, listing in (("group_kind", KINDS), ("main_crime", CRIME_TYPES)):
            now = getattr(ocg, f"{name}_id")
            self.fields[name].offer(listing, agency_id, [now] if now else ())
            self.initial[name] = now
        for name, listing in SEVERAL.items():
            self.fields[name].offer(listing, agency_id, getattr(ocg, name))
        self.initial["crimes"] = [one for one in ocg.crimes if one != ocg.main_crime_id]
        self.offer_places(agency_id, places_of(self.reader, ocg) if ocg.pk else [])
        if noted := noted_before(ocg) if ocg.pk else []:
            words = "; ".join(f"{what}: “{isolated(text)}”" for what, text in noted)
            self.fields["noted_done"] = forms.BooleanField(
                label="What was noted before is in the fields now: stop showing it",
                help_text=words,
                required=False,
            )

    @property
    def folded(self):
        """{section that the page folds: whether something in it is wrong}."""
        return {
            name: self.is_bound and any(self[one].errors for one in fields if one in self.fields)
            for name, fields in self._sections().items()
        }

    def _sections(self):
        rows = range(1, self.place_rows + 1)
        return {
            "crimes": ("children", "communities", "crimes"),
            "places": [f"{name}_{row}" for row in rows for name in ("role", "area", "where")],
            "names": ("aliases", "operation_name", "own_reference", "regional_reference"),
            "harm": ("violence", "weapons", "enablers", "corruption"),
            "who": ("sro", "sro_since", "coordinator", "team", "marking", "handling", "retention_group"),
        }

    def clean(self):
        """Puts the types of crime together, the main one among them. Who is the officer has a day."""
        cleaned = super().clean()
        main, others = cleaned.get("main_crime"), cleaned.get("crimes") or []
        if others and not main and "main_crime" not in self.errors:
            self.add_error("main_crime", "Select the main type of crime")
        cleaned["crimes"] = [*([main] if main else []), *(one for one in others if one != main)]
        for name, listing in (("group_kind", KINDS), ("main_crime", CRIME_TYPES)):
            # The row, as a column of the model takes it.
            cleaned[name] = next((one for one in terms(listing) if one.pk == cleaned.get(name)), None)
        if cleaned.get("sro") is None:
            cleaned["sro_since"] = None
        elif cleaned.get("sro_since") is None and "sro_since" not in self.errors:
            same = self.instance.sro_id == cleaned["sro"].pk
            cleaned["sro_since"] = self.instance.sro_since if same else timezone.localdate()
        if cleaned.get("noted_done"):
            self.instance.crime_types = self.instance.area = ""
        return cleaned
