"""Adding tactics: several cards from the menu at once, or one that is written; what an action serves."""

from django.shortcuts import redirect, render

from ocg.models import Ocg, PlanObjective, PlanTactic
from ocg.plan.forms.tactics import ChosenCards, ForAgencies, MenuFilters, TacticForm, WriteForm
from ocg.plan.selectors import cards
from ocg.plan.selectors import plan as plans
from ocg.plan.services import tactics
from ocg.plan.views.plan import RELATED, plan_page
from pam.access import visibility
from pam.access.levels import Level
from pam.actions.models import Action
from pam.actions.selectors.actions import every_owner
from pam.audit.services import Verb, log
from pam.records.views.base import AddToRecordView


class ToPlan(AddToRecordView):
    """A form that adds to the tactics of a group; there may be no head of a plan yet."""

    model = Ocg
    related = RELATED

    def objectives(self):
        """The objectives of the plan that the reader sees, as a queryset."""
        rows = visibility.visible_to(self.reader, PlanObjective)
        return rows.filter(record_id=self.record.pk, removed_at=None).order_by("number")

    def next_page(self, saved):
        """The page of the plan."""
        return plan_page(self.record)

    def context(self):
        """The frame, and where the plan is."""
        return {**super().context(), "plan_url": plan_page(self.record)}


class FromCards(ToPlan):
    """First the menu (`?strand=`, `?crime=`), where cards are ticked (`?card=`); then who does each until
    when (`?go=`); then all of them at once.
    """

    form_class = ForAgencies
    template_name = "ocg/plan/cards_chosen.html"

    def open(self, uuid):
        """Opens the group. Until cards are chosen, the page is the menu."""
        super().open(uuid)
        rows = cards.cards(self.reader, self.record)
        asked = set(self.request.GET.getlist("card"))
        self.cards = [row for row in rows if str(row.uuid) in asked][: cards.MOST_CHOSEN]
        if self.request.GET.get("go") and self.cards:
            return None
        return render(self.request, "ocg/plan/cards.html", self.menu(rows))

    def menu(self, rows):
        """The context of the menu; cards that are ticked and not shown are carried along."""
        form = MenuFilters(self.request.GET or None, crimes=cards.crimes_of(rows))
        wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
        shelves = cards.menu(rows, wanted.get("strand", ""), wanted.get("crime", ""))
        shown = {row.pk for shelf in shelves for row in shelf.cards}
        return {
            **self.context(),
            "filters": form,
            "shelves": shelves,
            "any": rows,
            "ticked": {row.pk for row in self.cards},
            "carried": [row for row in self.cards if row.pk not in shown],
            "none_ticked": bool(self.request.GET.get("go")),
        }

    def make_form(self, data=None, files=None):
        """The form; beside it the cards, each with the group's lead as owner, or the reader where the lead
        can't be.
        """
        offer = every_owner(self.reader, self.record)
        lead, reader = str(self.record.lead_id or ""), str(self.reader.membership_id)
        owner = offer.row(lead) or offer.row(reader)
        self.chosen = ChosenCards(
            data, cards=self.cards, offer=offer, owner=owner, objectives=self.objectives()
        )
        return super().make_form(data, files)

    def valid(self):
        """Both must be."""
        return all([self.form.is_valid(), self.chosen.is_valid()])

    def save(self, form):
        """Adds them."""
        return tactics.add_from_cards(
            actor=self.reader,
            record=self.record,
            chosen=self.chosen.chosen(),
            agencies=form.addressed_to(),
        )

    def done_words(self, saved):
        """How many there are."""
        number = len(saved.parts)
        return f"{number} tactic{'' if number == 1 else 's'} added to the plan."

    def context(self):
        """The cards that were chosen."""
        return {**super().context(), "chosen": getattr(self, "chosen", None)}


class Write(ToPlan):
    """Adds a tactic that is written."""

    form_class = WriteForm
    template_name = "ocg/plan/write.html"

    def form_arguments(self):
        """The reader as owner, and the objectives."""
        start = {"owner": self.reader.membership_id}
        return {**super().form_arguments(), "initial": start, "objectives": self.objectives()}

    def save(self, form):
        """Adds it."""
        names = ("title", "details", "owner", "holder", "due", "strand", "depends_on", "objective", "starts")
        values = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
        return tactics.write(
            actor=self.reader,
            record=self.record,
            plan=tactics.PLAN,
            agencies=form.addressed_to(),
            **values,
        )

    def done_words(self, saved):
        """Who it is for."""
        return f"Tactic added for {saved.owner_name}."


class SetTactic(ToPlan):
    """Which objective an action of the group serves, and when it starts."""

    form_class = TacticForm
    template_name = "ocg/plan/tactic.html"
    done = "Saved."

    def open(self, uuid):
        """Opens the action and its group. Raises Http404 for hidden and absent alike, PermissionDenied unless
        the reader contributes and may change what was said before.
        """
        self.action = visibility.get(self.reader, Action, uuid, level=Level.CONTRIBUTE)
        rows = visibility.visible_to(self.reader, PlanTactic)
        self.tactic = rows.filter(action_id=self.action.pk).first()
        if self.tactic is not None:
            visibility.require_change(self.reader, self.tactic)
        if not self.action.strand:
            return redirect("actions:detail", self.action.uuid)
        self.record = plans.group_of(self.reader, self.action.record_id)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])

    def form_arguments(self):
        """The objectives, and what was said before."""
        return {"objectives": self.objectives(), "tactic": self.tactic}

    def save(self, form):
        """Keeps it."""
        objective = form.cleaned_data.get("objective")
        starts = form.cleaned_data["starts"]
        return tactics.set_tactic(actor=self.reader, action=self.action, objective=objective, starts=starts)

    def context(self):
        """The action."""
        return {**super().context(), "action": self.action}
