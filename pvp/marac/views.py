"""Pages of MARAC referrals: of a case, referring, one of them, telling the person, the flag."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.audit.services import Verb, log
from pam.records.selectors.audience import label_audiences
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.page import open_record, record_context
from pvp.marac import selectors, services
from pvp.marac.forms import ReasonForm, ReferForm, ToldForm
from pvp.models import CaseFile, MaracReferral


def _address(name, row):
    return reverse(f"pvp:{name}", args=[row.uuid])


@require_GET
def of_record(request, uuid):
    """The referrals of a case, and which criteria it meets today."""
    case = open_record(request, CaseFile, uuid, operation="open MARAC referrals")
    context = record_context(request, case) | selectors.shown_of(request.reader, case)
    log_others(request.reader, case, context["last"])
    return render(request, "pvp/marac/of_record.html", context)


def log_others(reader, case, last):
    """Logs the other cases of which a page of `case` says when they were `last` referred, and by which
    perpetrator.
    """
    if others := {one.row.record_id for one in last} - {case.pk}:
        log(reader, Verb.CONSULTATION, "open MARAC referrals", sorted(others))


class Refer(AddToRecordView):
    """Refers a case, with what is known filled in."""

    model = CaseFile
    form_class = ReferForm
    template_name = "pvp/marac/refer.html"
    done = "Referred to MARAC. Next: record that the person was told."

    def form_arguments(self):
        """What the form offers and fills in."""
        self.shown = selectors.shown_of(self.reader, self.record)
        log_others(self.reader, self.record, [one for one in self.shown["last"] if one.repeats])
        return super().form_arguments() | {
            "people": selectors.people_of(self.reader, self.record),
            "rules": self.shown["rules"],
            "met": self.shown["met"],
        }

    def save(self, form):
        """Refers it."""
        return services.refer(
            actor=self.reader,
            case=self.record,
            referral=form.save(commit=False),
            codes=form.cleaned_data["codes"],
            agencies=form.addressed_to(),
            to_list=form.cleaned_data.get("to_list", ""),
            **form.who(),
        )

    def context(self):
        """The frame, and the rules."""
        return {**super().context(), **self.shown}

    def next_page(self, saved):
        """The referral."""
        return _address("marac_referral", saved)


@require_GET
def detail(request, uuid):
    """One referral: who, by which dated rules, why, where it is, whether the person was told."""
    reader, row = request.reader, selectors.referral(request.reader, uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open MARAC referral", [record.pk])
    label_audiences([row], context["level"])
    context |= {
        "referral": row,
        "referred": selectors.heads_of(reader, [row])[row.pk],
        "may_change": row.counts and visibility.may_change(reader, row, context["level"]),
    }
    return render(request, "pvp/marac/detail.html", context)


class ReferralView(PartFormView):
    """A form about `self.part`, a referral that counts."""

    model = MaracReferral

    def open(self, uuid):
        """Opens the referral and its case; a withdrawn one is shown. Raises as `PartFormView.open`."""
        self.part = selectors.referral(self.reader, uuid)
        visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return None if self.part.counts else redirect(self.next_page(None))

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def next_page(self, saved):
        """The referral."""
        return _address("marac_referral", self.part)

    def context(self):
        """The frame, and the referral."""
        return {**super().context(), "referral": self.part}


class RecordTold(ReferralView):
    """Records that the person was told, or why not."""

    form_class = ToldForm
    template_name = "pvp/marac/told.html"
    done = "Recorded."

    def form_arguments(self):
        """The version, and the reader as the one who told."""
        return {"initial": {"version": self.part.version, "by": self.reader.name}}

    def save(self, form):
        """Keeps it."""
        return services.record_told(actor=self.reader, referral=self.part, **form.cleaned_data)


class EndFlag(ReferralView):
    """Takes the flag off."""

    form_class = ReasonForm
    template_name = "pvp/marac/end_flag.html"
    done = "The flag is taken off."

    def save(self, form):
        """Takes it off."""
        return services.end_flag(actor=self.reader, referral=self.part, **form.cleaned_data)


class Withdraw(ReferralView):
    """Withdraws a referral that was made by mistake."""

    form_class = ReasonForm
    template_name = "pvp/marac/withdraw.html"
    done = "Withdrawn. It can still be read."

    def save(self, form):
        """Withdraws it."""
        return services.withdraw(actor=self.reader, referral=self.part, **form.cleaned_data)
