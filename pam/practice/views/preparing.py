"""The way to an offer: what, sanitising, audience, permission; and revoking."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView
from pam.frameworks.models import AUTHOR
from pam.frameworks.named import found_by
from pam.practice import forms
from pam.practice.bodies import kind_of, shown
from pam.practice.models import Offer, Preparation
from pam.practice.selectors import offers as selectors
from pam.practice.selectors.work import what_was_done
from pam.practice.services import preparing as services
from pam.records.models import Record
from pam.ui.sorting import Column, Sorting

MOST = 200  # copies on the page of one's own offers
State = Preparation.State


def _address(row):
    return reverse("practice:preparation", args=[row.uuid])


@require_GET
def own(request):
    """The offers of the reader's agency."""
    if not selectors.may_prepare(request.reader):
        raise PermissionDenied
    order = Sorting(request, Column("name", "Name", "name__folded"))
    found = page(selectors.own_offers(request.reader), order, request)
    rows, latest = found.rows, {}
    for one in selectors.preparations_of(request.reader, rows):
        latest.setdefault(one.offer_id, one)
    for row in rows:
        row.kind_name, row.latest = kind_of(row.kind).name, latest.get(row.pk)
    found.rows = [row for row in rows if row.latest or row.number]
    records = [row.latest.record_id for row in found.rows if row.latest and row.latest.record_id]
    log(request.reader, Verb.CONSULTATION, "list", records, detail="Our offers")
    copied = list(selectors.copied(request.reader)[:MOST])
    context = {"page": found, "copied": copied, "may_ask": selectors.may_ask(request.reader)}
    return render(request, "practice/own.html", context)


class BeginView(ServiceFormView):
    """Which framework is offered."""

    roles = (AUTHOR,)
    form_class = forms.BeginForm
    template_name = "practice/begin.html"

    def form_arguments(self):
        """The frameworks of the agency; the one that the address names is chosen."""
        versions = selectors.may_be_offered(self.reader)
        return {"versions": versions, "initial": {"version": self.request.GET.get("version", "")}}

    def save(self, form):
        """Begins."""
        return services.offer_framework(actor=self.reader, version=form.cleaned_data["version"])

    def next_page(self, saved):
        """Sanitising."""
        return _address(saved)

    def context(self):
        """Whether there is anything to offer."""
        return {"any": self.form.fields["version"].queryset.exists()}


class LearningView(ServiceFormView):
    """What was learned in a closed record."""

    roles = (AUTHOR,)
    form_class = forms.LearningForm
    template_name = "practice/learning.html"

    def open(self, uuid):
        """Finds the record: a closed one of the agency."""
        self.record = visibility.get(self.reader, Record, uuid)
        if self.record.agency_id != self.reader.agency_id:
            raise PermissionDenied
        log(self.reader, Verb.CONSULTATION, "open", [self.record.pk], detail=self.record.reference)

    def form_arguments(self):
        """What was done, to begin with."""
        return {"initial": what_was_done(self.reader, self.record)}

    def save(self, form):
        """Begins."""
        return services.offer_learning(actor=self.reader, record=self.record, **form.cleaned_data)

    def next_page(self, saved):
        """Sanitising."""
        return _address(saved)

    def context(self):
        """The record."""
        return {"record": self.record, "back": self.record.get_absolute_url()}


class PreparationView(ServiceFormView):
    """A preparation: its findings with what becomes of each, then the next steps."""

    form_class = forms.DecideForm
    template_name = "practice/preparation.html"
    state = None

    def open(self, uuid):
        """Finds the preparation, in the state that the page is for."""
        self.row = selectors.preparation(self.reader, uuid)
        if self.state and self.row.state != self.state:
            raise Http404
        records = [self.row.record_id] if self.row.record_id else []
        log(self.reader, Verb.CONSULTATION, "open preparation", records, detail=self.row.name[:200])

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.row.version}}

    def save(self, form):
        """Decides one finding."""
        return services.decide(actor=self.reader, preparation=self.row, **form.cleaned_data)

    def next_page(self, saved):
        """The preparation."""
        return _address(self.row)

    def context(self):
        """The findings, the text, and who asked and answered."""
        found = services.findings_of(actor=self.reader, preparation=self.row)
        may_ask = selectors.may_ask(self.reader)
        return {
            "row": self.row,
            "findings": found,
            "undecided": sum(one.undecided for one in found),
            "labels": found_by(self.row.tags),
            "may_change": may_ask and self.row.state == State.DRAFT,
            "may_take_back": may_ask and self.row.state == State.ASKED,
            "may_answer": self.row.state == State.ASKED
            and selectors.may_permit(self.reader)
            and self.reader.user_id not in (self.row.asked_by.user_id, self.row.changed_by.user_id),
            **shown(self.row.offer.kind, self.row.body),
        }


class StepView(PreparationView):
    """A step of a preparation with a form of its own."""

    roles = (AUTHOR,)
    state = State.DRAFT

    def context(self):
        """The preparation and the way back."""
        return {"row": self.row, "back": _address(self.row)}


class ChangeLearningView(StepView):
    """The text of a learning."""

    form_class = forms.ChangeLearningForm
    template_name = "practice/learning.html"

    def form_arguments(self):
        """The text as it is."""
        return {"initial": {**self.row.body, "version": self.row.version}}

    def save(self, form):
        """Writes it anew."""
        return services.change_learning(actor=self.reader, preparation=self.row, **form.cleaned_data)


class DescribeView(StepView):
    """Who may see it, and by what it is found."""

    form_class = forms.DescribeForm
    template_name = "practice/describe.html"

    def context(self):
        """The fields that are folded: it is found by them."""
        names = ("crime_type", "strand", "community")
        return {**super().context(), "found_by": [self.form[name] for name in names]}

    def form_arguments(self):
        """What was chosen."""
        chosen = {name: getattr(self.row, name) for name in ("audience", "note", "version")}
        return {"initial": chosen, "tags": self.row.tags}

    def save(self, form):
        """Keeps it."""
        return services.describe(actor=self.reader, preparation=self.row, **form.cleaned_data)


class AskView(StepView, ConfirmView):
    """Asks for permission."""

    template_name = "ui/confirm.html"
    form_class = forms.WordsForm
    confirm_label = "Ask for permission"
    done = "A colleague who permits offers will find it under Waiting for you."
    consequences = (
        "A second person reads it as it is now. Until they answer it cannot be changed.",
        "Nothing is offered before they permit it.",
    )

    def ask(self):
        """The question."""
        return f"Ask to offer “{self.row.name}”?"

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.row.version}, "label": "Why it is worth offering"}

    def save(self, form):
        """Asks."""
        return services.ask(actor=self.reader, preparation=self.row, **form.cleaned_data)

    def context(self):
        """The question and its consequences."""
        return ConfirmView.context(self)


class TakeBackView(AskView):
    """Takes the request back."""

    state = State.ASKED
    form_class = forms.VersionForm
    confirm_label = "Take the request back"
    done = "The request is taken back. You can change it and ask again."
    consequences = ("It is no longer waiting for your colleagues.", "You can change it and ask again.")

    def ask(self):
        """The question."""
        return f"Take the request for “{self.row.name}” back?"

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.row.version}}

    def save(self, form):
        """Takes it back."""
        return services.take_back(actor=self.reader, preparation=self.row, **form.cleaned_data)


class DiscardView(AskView):
    """Throws a preparation away."""

    form_class = forms.VersionForm
    confirm_label, danger = "Throw it away", True
    done = "It is thrown away."
    consequences = ("It cannot be brought back.", "What is offered already stays offered.")

    def ask(self):
        """The question."""
        return f"Throw the preparation of “{self.row.name}” away?"

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.row.version}}

    def save(self, form):
        """Throws it away."""
        services.discard(actor=self.reader, preparation=self.row, **form.cleaned_data)

    def cancel_page(self):
        """The preparation."""
        return _address(self.row)

    def next_page(self, saved):
        """One's own offers."""
        return reverse("practice:own")


class AnswerView(PreparationView):
    """Permission, or none, by a second person."""

    state = State.ASKED
    form_class = forms.AnswerForm
    template_name = "practice/answer.html"

    def open(self, uuid):
        """Finds what is asked for; 403 for people who may not permit it."""
        super().open(uuid)
        if not selectors.may_permit(self.reader):
            raise PermissionDenied

    def save(self, form):
        """Permits or declines it."""
        values = dict(form.cleaned_data)
        how = services.permit if values.pop("answer") == "permit" else services.decline
        return how(actor=self.reader, preparation=self.row, **values)

    def done_words(self, saved):
        """What is done."""
        return "It is offered now." if isinstance(saved, Offer) else "It is not offered. Its authors see why."

    def next_page(self, saved):
        """One's own offers."""
        return reverse("practice:own")


class RevokeView(ConfirmView):
    """Revokes the permission of an offer."""

    form_class = forms.WordsForm
    confirm_label, danger = "Revoke", True
    done = "It is revoked. Other agencies no longer see it."
    consequences = (
        "Other agencies no longer find or read it, from this moment.",
        "Agencies that copied it keep their copy: it is their own. Copies hear of no later version.",
        "To offer it again, prepare it and ask for permission again.",
    )

    def open(self, uuid):
        """Finds an offer of the agency that is offered."""
        self.row = selectors.offer(self.reader, uuid)
        if self.row.agency_id != self.reader.agency_id or self.row.state != Offer.State.OFFERED:
            raise Http404
        if not selectors.may_prepare(self.reader):
            raise PermissionDenied

    def ask(self):
        """The question."""
        return f"Revoke the offer of “{self.row.name}”?"

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.row.version}, "label": "Why it is revoked"}

    def save(self, form):
        """Revokes it."""
        return services.revoke(actor=self.reader, offer=self.row, **form.cleaned_data)

    def next_page(self, saved):
        """The offer."""
        return reverse("practice:offer", args=[self.row.uuid])
