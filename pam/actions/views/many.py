"""Many actions of the list at once: another owner or due date, looked at before it is done, and undone."""

import hashlib

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from pam.access.errors import Refused
from pam.actions.forms.many import ALL, MOST, PICK, ManyForm, chosen_actions, selection
from pam.actions.owners import name_of
from pam.actions.selectors.many import batch_or_404, changeable, may_undo, new_owners, why_left
from pam.actions.services import many
from pam.audit.services import Verb, log
from pam.forms.views import CheckedFormView, ConfirmView
from pam.records.selectors.names import names_for

CHANGED = "The actions have changed since you checked. Check again, then confirm"


class ChangeMany(CheckedFormView):
    """Gives the actions that were ticked, or all of the list, another owner or due date."""

    form_class = ManyForm
    template_name = "actions/many.html"
    check_template_name = "actions/many_check.html"
    checked_fields = ("shown",)

    def open(self):
        """Finds the actions and logs the look; back to the list if none was ticked."""
        self.asked = selection(self.request.GET)
        self.actions = chosen_actions(self.reader, self.asked)
        if not self.actions:
            messages.error(self.request, "Tick at least one action first.")
            return redirect(self.back())
        self.numbers = sorted({action.record_id for action in self.actions})
        log(self.reader, Verb.CONSULTATION, "open to change", self.numbers, detail="Actions")

    def back(self):
        """The list as it was."""
        query = self.request.GET.copy()
        for name in (PICK, ALL):
            query.pop(name, None)
        return reverse("actions:list") + (f"?{query.urlencode()}" if query else "?view=all")

    def form_arguments(self):
        """Who could own one of them."""
        self.open_ones = changeable(self.reader, self.actions)
        return {"offer": new_owners(self.reader, self.open_ones, self.asked)}

    def wanted(self):
        """What was asked for: owner, holder and due date."""
        typed = self.form.cleaned_data
        return {name: typed[name] for name in ("owner", "holder", "due")}

    def split(self):
        """([(action, why)] of those that stay, the actions that change, a mark of both)."""
        why = why_left(self.reader, self.actions, **self.wanted())
        stay = [(action, why[action.pk]) for action in self.actions if action.pk in why]
        change = [action for action in self.actions if action.pk not in why]
        mark = ".".join(f"{action.pk}-{action.version}" for action in change)
        return stay, change, hashlib.sha256(mark.encode()).hexdigest()

    def check(self):
        """What will change and what will not, and why. Raises Refused if nothing would."""
        stay, change, mark = self.split()
        if not change:
            raise Refused(f"None of them would change. {stay[0][1]}", code="nothing", field="owner")
        self.form.carry(shown=mark)
        new = self.wanted()
        who = name_of(new["owner"]) if new["owner"] else ""
        return {"stay": stay, "change": change, "new": new, "who": who, "mark": mark}

    def save(self, form):
        """Changes those that the check has shown."""
        _, change, mark = self.split()
        if form.cleaned_data["shown"] != mark:
            raise Refused(CHANGED, code="changed", field="shown")
        reason = form.cleaned_data["reason"]
        return many.change_actions(actor=self.reader, actions=change, reason=reason, **self.wanted())

    def done_words(self, saved):
        """How many, with the way to undo it."""
        batch, left = saved
        if batch is None:
            return "Nothing was changed: other people changed these actions while you were looking."
        count = len(batch.rows)
        words = f"{count} action{'' if count == 1 else 's'} changed."
        if left:
            words += f" {len(left)} stayed as they were: another person changed them meanwhile."
        if not may_undo(self.reader, batch.parts):
            return f"{words} Only the people who have them now can give them back."
        undo = reverse("actions:undo_many", args=[batch.uuid])
        return format_html('{} <a class="govuk-link" href="{}">Undo</a>', words, undo)

    def next_page(self, saved):
        """The list."""
        return self.back()

    def context(self):
        """The actions, their records' names, and the way back."""
        return {
            "actions": self.actions,
            "stuck": len(self.actions) - len(self.open_ones),
            "capped": len(self.actions) == MOST,
            "names": names_for(self.reader, self.numbers),
            "back": self.back(),
        }


class UndoMany(ConfirmView):
    """Takes a change of many actions back."""

    question = "Undo this change?"
    confirm_label = "Undo"

    def open(self, uuid):
        """Finds one's own change. Raises Http404 for another's, and one that was undone."""
        self.batch = batch_or_404(self.reader, uuid)

    def context(self):
        """How many actions, and which stay."""
        count = len(self.batch.rows)
        actions = "The action gets" if count == 1 else f"The {count} actions get"
        lines = [
            f"{actions} the owner and due date that they had before.",
            "Actions that another person changed since stay as they are.",
            "The chronology of each record keeps what happened.",
        ]
        return {**super().context(), "consequences": lines}

    def save(self, form):
        """Undoes it."""
        return many.undo_change(actor=self.reader, batch=self.batch)

    def done_words(self, saved):
        """How many are as before, and which are not."""
        batch, left = saved
        count = len(batch.rows) if batch else 0
        words = f"{count} action{'' if count == 1 else 's'} changed back."
        return f"{words} {len(left)} stayed: they were changed since." if left else words

    def next_page(self, saved):
        """The list."""
        return reverse("actions:list")
