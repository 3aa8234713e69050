"""Pages of who is responsible for groups: of one group, asking and answering, two lists, training."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ocg.models import Ocg
from ocg.responsible import selectors, services
from ocg.responsible.downloads import UNTRAINED, WITHOUT_LEAD
from ocg.responsible.forms import AnswerForm, OfferForm, TrainingForm, WithdrawForm
from pam.access import visibility
from pam.access.levels import Level
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView
from pam.records.selectors.lists import attach_conditions
from pam.records.views.base import RecordFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_context
from pam.reference.selectors.lists import attach_reference_values
from pam.ui.sorting import Column, Sorting

RELATED = ("tier", "stage_version", "sro__user", "coordinator__user")


@require_GET
def of_record(request, uuid):
    """Who is responsible for a group, who was asked, and what they said."""
    ocg = open_record(request, Ocg, uuid, operation="open responsibilities", related=RELATED)
    context = record_context(request, ocg)
    shown = page(selectors.offers_of(request.reader, ocg), ["-pk"], request)
    context |= {"responsible": selectors.responsible_of(request.reader, ocg), "page": shown}
    return render(request, "ocg/responsible/of_record.html", context)


class OfferLead(RecordFormView):
    """Asks a person to lead a group."""

    model = Ocg
    related = RELATED
    form_class = OfferForm
    template_name = "ocg/responsible/offer.html"
    done = "They are asked. The lead stays as it is until they accept."

    def form_arguments(self):
        """The group."""
        return {"reader": self.reader, "record": self.record}

    def save(self, form):
        """Asks them."""
        return services.offer(actor=self.reader, record=self.record, **form.cleaned_data)

    def next_page(self, saved):
        """Who is responsible."""
        return reverse("ocg:lead", args=[self.record.uuid])


class OfferPage(ServiceFormView):
    """A form about `self.offer`, which waits; else who is responsible is shown."""

    look = "open lead offer"

    def open(self, uuid):
        """Opens the offer and its group. Raises Http404 for hidden and absent alike, PermissionDenied unless
        it is for the reader.
        """
        self.offer = selectors.offer_row(self.reader, uuid)
        self.record = selectors.record_of(self.reader, self.offer)
        if not self.theirs():
            raise PermissionDenied
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return None if self.offer.waits else redirect(self.next_page(None))

    def theirs(self):
        """Whether the form is for the reader."""
        return self.offer.offered_to_id == self.reader.membership_id

    def form_arguments(self):
        """The offer."""
        return {"offer": self.offer}

    def next_page(self, saved):
        """Who is responsible; the list for who can no longer open the group."""
        if visibility.still_sees(self.reader, self.record):
            return reverse("ocg:lead", args=[self.record.uuid])
        return reverse("ocg:list")

    def context(self):
        """The frame of the group's page, and the offer."""
        return {**record_context(self.request, self.record), "offer": self.offer}


class AnswerOffer(OfferPage):
    """Who was asked accepts or declines."""

    form_class = AnswerForm
    template_name = "ocg/responsible/answer.html"

    def save(self, form):
        """Keeps the answer."""
        said = {"version": form.cleaned_data["version"], "answer": form.cleaned_data["answer"]}
        verb = services.accept if form.cleaned_data["decision"] == AnswerForm.YES else services.decline
        return verb(actor=self.reader, lead_offer=self.offer, **said)

    def done_words(self, saved):
        """What they are now."""
        accepted = saved.state == saved.State.ACCEPTED
        return "You are its Lead Responsible Officer now." if accepted else "You declined. Who asked is told."


class WithdrawOffer(OfferPage, ConfirmView):
    """Takes back what was asked."""

    form_class = WithdrawForm
    template_name = ConfirmView.template_name
    question = "Withdraw the offer?"
    explanation = "The person is no longer asked. The lead stays as it is."
    confirm_label = "Withdraw"
    done = "The offer is withdrawn."

    def theirs(self):
        """For who manages the group."""
        return visibility.level(self.reader, self.record) >= Level.MANAGE

    def save(self, form):
        """Withdraws it."""
        return services.withdraw(actor=self.reader, lead_offer=self.offer, **form.cleaned_data)

    def context(self):
        """The frame, and what the page asks."""
        return {**OfferPage.context(self), **ConfirmView.context(self)}


# --- Lists ---------------------------------------------------------------------------------------------


def _groups(request):
    return selectors.without_lead(request.reader), Sorting(
        request,
        Column("risk", "Tier", "priority", then=("next_review__or_last",)),
        Column("title", "Group", "title__folded"),
    )


@require_GET
def without_lead(request):
    """The current groups of the reader's agency without a lead who accepted and can act."""
    rows, sorting = _groups(request)
    shown = page(rows.select_related("lead__user", "lead__agency"), sorting, request)
    attach_reference_values(shown.rows, "tier")
    attach_conditions(request.reader, shown.rows)
    selectors.attach_why(request.reader, shown.rows)
    log(
        request.reader,
        Verb.CONSULTATION,
        "list",
        [row.pk for row in shown.rows],
        detail="Groups without a lead",
    )
    return render(request, "ocg/responsible/without_lead.html", {"page": shown})


class DownloadWithoutLead(ListDownload):
    """The list of groups without a lead as a file."""

    list_name, file_name, columns = "ocg:without_lead", "groups-without-lead", WITHOUT_LEAD

    def wanted(self):
        """The groups that the page shows."""
        return _groups(self.request)


@require_GET
def untrained(request):
    """The leads of groups of the reader's agency without training that counts, with the groups."""
    shown = page(selectors.untrained_leads(request.reader), ["user__name__folded", "pk"], request)
    selectors.attach_groups(request.reader, shown.rows)
    numbers = sorted({group.pk for one in shown.rows for group in one.leads})
    log(request.reader, Verb.CONSULTATION, "list", numbers, detail="Leads without training")
    context = {
        "page": shown,
        "since": selectors.counts_from(request.reader.agency_id),
        "may_record": request.reader.has_role(*selectors.RECORDERS),
    }
    return render(request, "ocg/responsible/untrained.html", context)


class DownloadUntrained(ListDownload):
    """The list of leads without training as a file: a row for each group."""

    list_name, file_name, columns = "ocg:untrained", "leads-without-training", UNTRAINED

    def wanted(self):
        """The groups whose leads the page shows."""
        rows = selectors.led_by_untrained(self.reader)
        return rows, Sorting(self.request, Column("title", "Group", "title__folded"))


# --- Training ------------------------------------------------------------------------------------------


@require_GET
def training(request):
    """The training of the people of the reader's agency; for who records it."""
    if not request.reader.has_role(*selectors.RECORDERS):
        raise PermissionDenied
    shown = page(selectors.trainings(request.reader), ["-on", "-pk"], request)
    attach_reference_values(shown.rows, "kind")
    context = {"page": shown, "since": selectors.counts_from(request.reader.agency_id)}
    return render(request, "ocg/responsible/training.html", context)


class RecordTraining(ServiceFormView):
    """Records that a person was trained."""

    roles = selectors.RECORDERS
    form_class = TrainingForm
    template_name = "ocg/responsible/training_add.html"
    done = "The training is recorded."

    def form_arguments(self):
        """The reader, whose agency's people are offered."""
        return {"reader": self.reader}

    def save(self, form):
        """Records it."""
        return services.record_training(actor=self.reader, **form.cleaned_data)

    def next_page(self, saved):
        """All training."""
        return reverse("ocg:training")


class RemoveTraining(ConfirmView):
    """Takes off training that was recorded by mistake."""

    roles = selectors.RECORDERS
    question = "Take this training off?"
    explanation = "For what was recorded by mistake. The log keeps it."
    confirm_label = "Take it off"
    done = "The training is taken off."
    danger = True

    def open(self, uuid):
        """Finds it. Raises Http404 for another agency's, and one that is off."""
        self.training = selectors.trainings(self.reader).filter(uuid=uuid).first()
        if self.training is None:
            raise Http404

    def save(self, form):
        """Takes it off."""
        return services.remove_training(actor=self.reader, training=self.training)

    def next_page(self, saved):
        """All training."""
        return reverse("ocg:training")
