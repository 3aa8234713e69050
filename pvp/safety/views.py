"""Pages of a safety plan: its items, what the person agreed to, their own copy."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.records.selectors.audience import label_audiences
from pam.records.views.base import AddToRecordView, PartFormView, RecordFormView
from pam.records.views.page import open_record, record_context
from pam.records.views.pages import refuse_copy
from pvp.models import CaseFile, SafetyItem
from pvp.safety import selectors, services
from pvp.safety.forms import AgreeForm, ChangeItemForm, EndItemForm, ItemForm, PrintForm


@require_GET
def of_record(request, uuid):
    """The plan of a case: its items by what they do to the risk, those that ended, and what was agreed."""
    case = open_record(request, CaseFile, uuid, operation="open safety plan")
    context = record_context(request, case)
    rows = list(selectors.items_of(request.reader, case)[: selectors.MOST])
    label_audiences(rows, context["level"])
    for row in rows:
        row.may_change = visibility.may_change(request.reader, row, context["level"])
    current = [row for row in rows if row.state != SafetyItem.State.ENDED]
    context |= {
        "items": current,
        "ended": [row for row in rows if row.state == SafetyItem.State.ENDED],
        "agreements": list(selectors.agreements_of(request.reader, case)[:50]),
        "plan": selectors.actions_of(request.reader, case)[0],
    }
    return render(request, "pvp/safety/of_record.html", context)


class AddItem(AddToRecordView):
    """Adds an item."""

    model = CaseFile
    form_class = ItemForm
    template_name = "pvp/safety/add.html"
    done = "It is in the plan."

    def save(self, form):
        """Adds it."""
        item, to = form.save(commit=False), form.addressed_to()
        return services.add_item(actor=self.reader, record=self.record, item=item, agencies=to)

    def next_page(self, saved):
        """The plan."""
        return reverse("pvp:safety", args=[self.record.uuid])


class ItemView(PartFormView):
    """A form about `self.part`, an item that has not ended."""

    model = SafetyItem

    def open(self, uuid):
        """Opens the item and its case; of one that ended the plan is shown. Raises as `PartFormView.open`."""
        self.part = selectors.item(self.reader, uuid)
        visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return redirect(self.next_page(None)) if self.part.state == SafetyItem.State.ENDED else None

    def next_page(self, saved):
        """The plan."""
        return reverse("pvp:safety", args=[self.record.uuid])

    def context(self):
        """The frame, and the item."""
        return {**super().context(), "item": self.part}


class ChangeItem(ItemView):
    """Changes an item."""

    form_class = ChangeItemForm
    template_name = "pvp/safety/change.html"
    done = "Saved."

    def form_arguments(self):
        """The item as it is."""
        level = visibility.level(self.reader, self.record)
        return {"instance": self.part, "reader": self.reader, "record": self.record, "level": level}

    def save(self, form):
        """Saves it."""
        version = form.cleaned_data["version"]
        return services.change_item(actor=self.reader, item=form.save(commit=False), version=version)


class EndItem(ItemView):
    """Ends an item."""

    form_class = EndItemForm
    template_name = "pvp/safety/end.html"
    done = "Ended. It can still be read."

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Ends it."""
        return services.end_item(actor=self.reader, item=self.part, **form.cleaned_data)


class Agree(RecordFormView):
    """Records that the person agreed to the plan as it is."""

    model = CaseFile
    level = Level.CONTRIBUTE
    look = "open to add"
    form_class = AgreeForm
    template_name = "pvp/safety/agree.html"
    done = "Kept, as it was agreed."

    def form_arguments(self):
        """The person's name."""
        return {"initial": {"spoke_with": self.record.title}}

    def save(self, form):
        """Keeps it."""
        return services.agree(actor=self.reader, record=self.record, agreement=form.save(commit=False))

    def context(self):
        """The frame, and the items that are agreed to."""
        return {**super().context(), "items": selectors.current_items(self.reader, self.record)}

    def next_page(self, saved):
        """What was agreed."""
        return reverse("pvp:safety_agreed", args=[saved.uuid])


@require_GET
def agreed(request, uuid):
    """The plan as the person agreed to it on a day."""
    row = selectors.agreement(request.reader, uuid)
    record = selectors.record_of(request.reader, row)
    context = record_context(request, record)
    log(request.reader, Verb.CONSULTATION, "open agreed safety plan", [record.pk])
    context |= {"agreement": row, "lines": selectors.lines_of(request.reader, row)}
    return render(request, "pvp/safety/agreed.html", context)


class PrintCopy(RecordFormView):
    """The person's own copy: one page that tells nothing to another person who finds it."""

    model = CaseFile
    level = Level.CONTRIBUTE
    look = "open to print"
    form_class = PrintForm
    template_name = "pvp/safety/print.html"

    def open(self, uuid):
        """Opens the case; refuses where it was shared not to be copied."""
        super().open(uuid)
        conditions = record_context(self.request, self.record)["conditions"]
        return refuse_copy(self.request, self.record) if conditions.no_print else None

    def form_arguments(self):
        """The lines that can be on it."""
        self.rows = selectors.for_copy(self.reader, self.record)
        return {"rows": self.rows}

    def save(self, form):
        """Makes it."""
        return services.print_copy(actor=self.reader, case=self.record, **form.cleaned_data)

    def answer(self, saved):
        """The page, under a name that tells nothing."""
        response = HttpResponse(saved, content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="notes.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response

    def context(self):
        """The frame, and the lines."""
        return {**super().context(), "rows": self.rows}
