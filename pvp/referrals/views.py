"""Pages of referrals: sending one, one's own, the queue, its figures, and each decision."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access.models import Membership
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView
from pam.records.selectors.names import names_for
from pam.reference.selectors.lists import attach_reference_values
from pam.ui.sorting import Column, Sorting
from pvp.referrals import selectors, services
from pvp.referrals.forms import (
    AcceptForm,
    CloseForm,
    DeskForm,
    JoinForm,
    PassOnForm,
    QueueFilters,
    RateForm,
    ReferralForm,
)
from pvp.referrals.words import rating_hints


class Refer(ServiceFormView):
    """Sends a referral; for every person who is signed in."""

    form_class = ReferralForm
    template_name = "pvp/referrals/new.html"

    def form_arguments(self):
        """The reader, whose agency's terms are offered."""
        return {"reader": self.reader}

    def save(self, form):
        """Sends it."""
        desk = form.cleaned_data["desk"]
        return services.send_referral(actor=self.reader, desk=desk, referral=form.save(commit=False))

    def done_words(self, saved):
        """Its code."""
        return f"Referral {saved.code} is sent."

    def next_page(self, saved):
        """Its page."""
        return reverse("pvp:my_referral", args=[saved.uuid])

    def context(self):
        """Whether any team takes referrals, and who to ring."""
        return {"desks": list(selectors.desks(self.reader))}


@require_GET
def mine(request):
    """What the reader sent, newest first, each with its state and outcome."""
    rows = selectors.sent_by(request.reader)
    order = Sorting(request, Column("sent", "Sent", "-sent_at"))
    shown = page(rows, order, request, fetch=selectors.SENT.of(request.reader))
    log(request.reader, Verb.CONSULTATION, "list", [], detail="Referrals I sent")
    return render(request, "pvp/referrals/mine.html", {"page": shown})


@require_GET
def my_referral(request, uuid):
    """One of them: what was sent, and its outcome."""
    row = selectors.sent(request.reader, uuid)
    log(request.reader, Verb.CONSULTATION, "open own referral", [], detail=f"Referral {row.code}")
    return render(request, "pvp/referrals/sent.html", {"referral": row})


@require_GET
def queue(request):
    """The referrals to the reader's teams, first due at the top, with figures."""
    reader = request.reader
    filters = QueueFilters(request.GET or None)
    order = Sorting(request, Column("due", "Due", "due"), Column("sent", "Sent", "-referral__sent_at"))
    found = filters.narrow(selectors.triages(reader))
    shown = page(found, order, request, fetch=selectors.ROWS.of(reader))
    attach_reference_values([row.referral for row in shown.rows], "strand")
    log(reader, Verb.CONSULTATION, "list", [], detail="Referrals")
    context = {
        "list_name": "Referrals",
        "filters": filters,
        "page": shown,
        "figures": selectors.figures(reader, shown.rows),
    }
    return render(request, "pvp/referrals/queue.html", context)


@require_GET
def triage(request, uuid):
    """One referral for the team that takes it: what it says, what is known already, its rating and steps."""
    reader, row = request.reader, selectors.triage(request.reader, uuid)
    subjects = selectors.alike(reader, row.referral)
    record = selectors.record_in(reader, row)
    numbers = sorted({subject.record_id for subject in subjects} | ({record.pk} if record else set()))
    log(reader, Verb.CONSULTATION, "open referral", numbers, detail=f"Referral {row.referral.code}")
    context = {
        "triage": row,
        "referral": row.referral,
        "alike": subjects,
        "names": names_for(reader, numbers),
        "earlier": selectors.earlier(reader, row.referral),
        "notes": selectors.notes_of(row),
        "record": record,
    }
    return render(request, "pvp/referrals/triage.html", context)


class TriageView(ServiceFormView):
    """A form about `self.triage`, of one of the reader's teams; one that was decided is only shown."""

    def open(self, uuid):
        """Finds it, and logs the look."""
        self.triage = selectors.triage(self.reader, uuid)
        code = f"Referral {self.triage.referral.code}"
        log(self.reader, Verb.CONSULTATION, "open referral", [], detail=code)
        return redirect(self.address()) if self.triage.decided_at else None

    def address(self):
        """The page of the referral."""
        return reverse("pvp:referral", args=[self.triage.uuid])

    def next_page(self, saved):
        """The referral."""
        return self.address()

    def context(self):
        """The referral."""
        return {"triage": self.triage, "referral": self.triage.referral}


class Rate(TriageView):
    """Rates it red, amber or green."""

    form_class = RateForm
    template_name = "pvp/referrals/rate.html"
    done = "The rating is saved."

    def form_arguments(self):
        """The rating so far, and until when each gives time."""
        return {"triage": self.triage, "times": rating_hints(self.reader, self.triage)}

    def save(self, form):
        """Rates it."""
        return services.rate_referral(actor=self.reader, triage=self.triage, **form.cleaned_data)


class Accept(TriageView):
    """Opens a case file with what the referral says."""

    form_class = AcceptForm
    template_name = "pvp/referrals/accept.html"

    def form_arguments(self):
        """The reader, whose teams can own it, and the referral."""
        return {"reader": self.reader, "referral": self.triage.referral}

    def save(self, form):
        """Opens the case."""
        data = form.cleaned_data
        return services.accept_as_case(
            actor=self.reader,
            triage=self.triage,
            case=form.save(commit=False),
            name=data["title"],
            born=data["born"],
            words=data["words"],
        )

    def done_words(self, saved):
        """Its reference."""
        return f"{saved.reference} is open. The referrer reads that the referral is accepted."

    def next_page(self, saved):
        """The case file."""
        return saved


class Join(TriageView):
    """Puts it into a case file that is there."""

    form_class = JoinForm
    template_name = "pvp/referrals/join.html"

    def form_arguments(self):
        """The case files of people like the one referred."""
        subjects = selectors.alike(self.reader, self.triage.referral)
        self.cases = selectors.cases_of(self.reader, subjects)
        log(self.reader, Verb.CONSULTATION, "list", [case.pk for case in self.cases], detail="Alike")
        return {"reader": self.reader, "cases": self.cases}

    def save(self, form):
        """Adds it."""
        data = form.cleaned_data
        return services.join_case(
            actor=self.reader, triage=self.triage, record=data["record"], words=data["words"]
        )

    def done_words(self, saved):
        """Where it is."""
        return f"The referral is in {saved.reference}. The referrer reads that it is accepted."

    def next_page(self, saved):
        """The case file."""
        return saved


class PassOn(TriageView):
    """Passes it to another team or agency."""

    form_class = PassOnForm
    template_name = "pvp/referrals/pass_on.html"
    done = "The referral is passed on."

    def form_arguments(self):
        """The other teams that take referrals."""
        return {"reader": self.reader, "triage": self.triage}

    def save(self, form):
        """Passes it on."""
        data = form.cleaned_data
        common = {"actor": self.reader, "triage": self.triage, "rationale": data["rationale"]}
        if data["desk"]:
            return services.redirect_to_desk(desk=data["desk"], **common)
        return services.redirect_elsewhere(to=data["to"], **common)

    def next_page(self, saved):
        """The queue: another team's referral can't be opened."""
        return reverse("pvp:referral_queue")


class Close(TriageView):
    """Ends it without further action."""

    form_class = CloseForm
    template_name = "pvp/referrals/close.html"
    done = "The referral is closed. The referrer reads the outcome."

    def form_arguments(self):
        """The reader, whose agency's reasons are offered."""
        return {"reader": self.reader}

    def save(self, form):
        """Closes it."""
        return services.close_referral(actor=self.reader, triage=self.triage, **form.cleaned_data)

    def next_page(self, saved):
        """The queue, with what waits."""
        return reverse("pvp:referral_queue")


class Desks(ServiceFormView):
    """The teams of the agency that take referrals, for its administrators."""

    roles = (Membership.Role.ADMINISTRATOR,)
    form_class = DeskForm
    template_name = "pvp/referrals/desks.html"

    def form_arguments(self):
        """The reader, whose teams are offered."""
        return {"reader": self.reader}

    def save(self, form):
        """Adds the team."""
        return services.open_desk(actor=self.reader, desk=form.save(commit=False))

    def done_words(self, saved):
        """Which team."""
        return f"{saved.team.name} takes referrals now."

    def next_page(self, saved):
        """The same page."""
        return reverse("pvp:referral_desks")

    def context(self):
        """Those that take them."""
        return {"desks": list(selectors.own_desks(self.reader))}


class EndDesk(ConfirmView):
    """Ends that a team takes referrals."""

    roles = (Membership.Role.ADMINISTRATOR,)
    confirm_label = "End"
    done = "The team takes no more referrals."
    consequences = ("No one can refer to it from now on.", "Referrals that wait stay with the team.")

    def open(self, uuid):
        """Finds it among those of the agency."""
        self.desk = selectors.own_desk(self.reader, uuid)

    def ask(self):
        """The question, with the team."""
        return f"End referrals to {self.desk.team.name}?"

    def save(self, form):
        """Ends it."""
        return services.end_desk(actor=self.reader, desk=self.desk)

    def next_page(self, saved):
        """Those that are left."""
        return reverse("pvp:referral_desks")
