"""What a person may type about tactics: cards from the menu, and those that they write."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from ocg.models import PlanObjective
from ocg.plan.services.tactics import Chosen
from ocg.strands import FOUR_P
from pam.actions.forms.actions import ActionForm, OwnerField
from pam.actions.owners import key_of
from pam.forms.base import ServiceForm
from pam.records.forms import AudienceFields
from pam.ui.direction import isolated
from pam.ui.fields import years_from_today
from pam.ui.forms import GovukDateField

DAYS = 30  # until a card is due that does not say


class ObjectiveChoice(forms.ModelChoiceField):
    """An objective of the plan, by its number."""

    def __init__(self):
        super().__init__(
            queryset=PlanObjective.objects.none(),
            label="Objective that it serves",
            required=False,
            empty_label="None of them",
            error_messages={"invalid_choice": "Select an objective from the list"},
        )

    def label_from_instance(self, row):
        """ "1. Fewer runners"."""
        return isolated(f"{row.number}. {row.text}")


def offer_objectives(form, objectives):
    """Offers `objectives` (a queryset) in a form; asks for none where there is none."""
    form.fields["objective"].queryset = objectives
    if not objectives.exists():
        del form.fields["objective"]


class MenuFilters(forms.Form):
    """Which cards of the menu are shown."""

    strand = forms.ChoiceField(label=FOUR_P.label, required=False)
    crime = forms.ChoiceField(label="Type of crime", required=False)

    def __init__(self, *args, crimes, **kwargs):
        """`crimes` are [(code, label)] of those that there are cards for."""
        super().__init__(*args, **kwargs)
        self.fields["strand"].choices = [("", "Any"), *FOUR_P.choices]
        self.fields["crime"].choices = [("", "Any"), *crimes]


class CardForm(ServiceForm):
    """One chosen card: what its action says, who does it, until when."""

    title = forms.CharField(label="Tactic", max_length=200)
    owner = OwnerField()
    due = GovukDateField(
        label="Due date", earliest=timezone.localdate, latest=lambda: years_from_today(10), help_text=" "
    )
    objective = ObjectiveChoice()

    def __init__(self, *args, card, offer, objectives, **kwargs):
        """`card` was chosen; `offer` are those who may own it, `objectives` those of the plan."""
        super().__init__(*args, **kwargs)
        self.card = card
        self.fields["owner"].offer(offer)
        offer_objectives(self, objectives)

    def as_chosen(self):
        """The `Chosen` that this form asks for."""
        data = self.cleaned_data
        return Chosen(self.card, data["title"], data["owner"], data["due"], data.get("objective"))


class CardsFormSet(forms.BaseFormSet):
    """The cards that were chosen, in the order of the menu."""

    def __init__(self, *args, cards, offer, owner, objectives, **kwargs):
        """`owner` is who is chosen first for each card, or None."""
        self.cards, self.offer, self.objectives = cards, offer, objectives
        today = timezone.localdate()
        initial = [
            {
                "title": card.name,
                "owner": key_of(owner),
                "due": today + timedelta(card.body.get("days", DAYS)),
            }
            for card in cards
        ]
        super().__init__(*args, initial=initial, prefix="cards", **kwargs)

    def total_form_count(self):
        """As many as were chosen, whatever was sent."""
        return len(self.cards)

    def initial_form_count(self):
        """The same."""
        return len(self.cards)

    def get_form_kwargs(self, index):
        """The card that this form is about."""
        return {
            "card": self.cards[index or 0],
            "offer": self.offer,
            "objectives": self.objectives,
            "empty_permitted": False,
        }

    def chosen(self):
        """[Chosen] of all of them."""
        return [form.as_chosen() for form in self.forms]


ChosenCards = forms.formset_factory(CardForm, formset=CardsFormSet, extra=0)


class ForAgencies(AudienceFields):
    """Which agencies the tactics are for."""


class WriteForm(ActionForm):
    """A tactic that is written: an action, the objective that it serves, and when it starts."""

    objective = ObjectiveChoice()
    starts = GovukDateField(label="Start", required=False, latest=lambda: years_from_today(10))
    field_order = ("title", "objective", "owner", "holder", "starts", "due", "details", "strand")

    def __init__(self, *args, objectives, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["plan"]
        offer_objectives(self, objectives)


class TacticForm(ServiceForm):
    """Which objective an action serves, and when it starts."""

    objective = ObjectiveChoice()
    starts = GovukDateField(label="Start", required=False, latest=lambda: years_from_today(10))

    def __init__(self, *args, objectives, tactic, **kwargs):
        """`tactic` is what was said before, or None."""
        super().__init__(*args, **kwargs)
        offer_objectives(self, objectives)
        if tactic is not None:
            self.initial |= {"objective": tactic.objective_id, "starts": tactic.starts}
