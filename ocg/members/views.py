"""Pages of members: of a group, one member's history, adding, changing, a new status, a correction."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from ocg.members import selectors, services
from ocg.members.downloads import COLUMNS
from ocg.members.forms import MemberEditForm, MemberForm, StatusForm, StrikeForm
from ocg.members.releases import ReleaseFilters, releases, sorting
from ocg.models import Member, MemberStatus, Ocg
from pam.access import visibility
from pam.access.levels import Level, Marking
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.orders.selectors import orders_of
from pam.records.forms import EndForm
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_for
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.download import ListDownload
from pam.records.views.page import open_record, record_context
from pam.subjects.selectors.warnings import attach_warnings
from pam.ui.sorting import Column, Sorting


def address(name, row):
    """The address of a page of a member."""
    return reverse(f"ocg:{name}", args=[row.uuid])


@require_GET
def of_record(request, uuid):
    """Everybody with a part in the group: members by role, and apart from them exploited people."""
    record = open_record(request, Ocg, uuid, operation="open members")
    found = selectors.members_of(request.reader, record)
    context = record_context(request, record)
    label_audiences([line.member for line in [*found.members, *found.exploited]], context["level"])
    return render(request, "ocg/members/of_record.html", {**context, "found": found})


class AddMember(AddToRecordView):
    """Adds a member: one of the record or a new one, with role and status."""

    model = Ocg
    form_class = MemberForm
    template_name = "ocg/members/add.html"
    done = "Added."

    def save(self, form):
        """Adds the member."""
        return services.add_member(
            actor=self.reader,
            record=self.record,
            member=form.member(),
            status=form.status(),
            agencies=form.addressed_to(),
            **form.who(),
        )

    def next_page(self, saved):
        """The member."""
        return address("member", saved)


@require_GET
def detail(request, uuid):
    """One member: their part, and every status with its dates, struck ones too."""
    reader, row = request.reader, selectors.member(request.reader, uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open member", [record.pk])
    statuses = selectors.statuses_of(reader, row)
    label_audiences([row], context["level"])
    for status in statuses:
        status.may_change = visibility.may_change(reader, status, context["level"])
    attach_warnings(reader, [row.subject])
    standing = [status for status in statuses if not status.struck_at]
    context |= {
        "member": row,
        "exploited": selectors.is_exploited(row),
        "status": standing[0] if standing else None,
        "statuses": statuses,
        "warnings": row.subject.visit_warnings,
        "orders": orders_of(reader, [row.subject]),
        "may_change": visibility.may_change(reader, row, context["level"]),
        "may_add": context["level"] >= Level.CONTRIBUTE,
    }
    return render(request, "ocg/members/detail.html", context)


class MemberView(PartFormView):
    """A form about `self.part`, a member, or one of their statuses."""

    model = Member
    contributes = False  # who contributes may, no matter who wrote the member

    def open(self, uuid):
        """Opens the member and the record. Raises as `PartFormView.open`."""
        self.part = self.found(uuid)
        if self.contributes:
            visibility.require(self.reader, self.part, Level.CONTRIBUTE)
        else:
            visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])

    def found(self, uuid):
        """The row that the form changes; sets `member`."""
        self.member = selectors.member(self.reader, uuid)
        return self.member

    def next_page(self, saved):
        """The member."""
        return address("member", self.member)

    def context(self):
        """The frame, and the member with the name that is kept."""
        return {**super().context(), "member": self.member}


class EditMember(MemberView):
    """Changes the part of a member."""

    form_class = MemberEditForm
    template_name = "ocg/members/edit.html"
    done = "Saved."

    def form_arguments(self):
        """The member."""
        return {"instance": self.part, "reader": self.reader}

    def save(self, form):
        """Saves it."""
        version = form.cleaned_data["version"]
        return services.change_member(actor=self.reader, member=form.save(commit=False), version=version)


class RemoveMember(MemberView):
    """Takes out a member who was entered by mistake."""

    form_class = EndForm
    template_name = "ocg/members/remove.html"
    done = "Removed. The record’s changes still show it."

    def form_arguments(self):
        """The version that the form was opened at."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Removes it."""
        return services.remove_member(actor=self.reader, member=self.part, **form.cleaned_data)

    def next_page(self, saved):
        """The members of the group."""
        return reverse("ocg:members", args=[self.record.uuid])


class SetStatus(MemberView):
    """Adds a status; the one before stays in the history."""

    contributes = True
    form_class = StatusForm
    template_name = "ocg/members/status.html"
    done = "The status is recorded."

    def save(self, form):
        """Adds it."""
        return services.set_status(actor=self.reader, member=self.part, status=form.status())


class StrikeStatus(MemberView):
    """Strikes out a status that was wrong."""

    form_class = StrikeForm
    template_name = "ocg/members/strike.html"
    done = "Struck out. It stays in the history."

    def found(self, uuid):
        """The status, of a member who was not removed."""
        row = visibility.get(self.reader, MemberStatus, uuid)
        self.member = selectors.member_of(self.reader, row)
        self.status = row
        return row

    def open(self, uuid):
        """Opens it; one that was struck already leads to its member."""
        super().open(uuid)
        return redirect(address("member", self.member)) if self.status.struck_at else None

    def form_arguments(self):
        """The status."""
        return {"status": self.status}

    def save(self, form):
        """Strikes it out."""
        return services.strike_status(
            actor=self.reader,
            status=self.status,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            instead=form.instead(),
        )

    def context(self):
        """The status."""
        return {**super().context(), "status": self.status}


@require_GET
def all_releases(request):
    """The releases of the next time over all groups that the reader sees, the earliest first."""
    reader, filters = request.reader, ReleaseFilters(request.GET or None, reader=request.reader)
    rows = filters.narrow(releases(reader)).select_related("member__subject", "member__manager_agency")
    shown = page(rows, sorting(request), request)
    lines = selectors.lines_of(shown.rows)
    selectors.with_warnings(reader, lines)
    attach_conditions(reader, shown.rows)
    ids = [row.record_id for row in shown.rows]
    log(reader, Verb.CONSULTATION, "list", sorted(set(ids)), detail="Releases")
    query = request.GET.urlencode()
    context = {
        "filters": filters,
        "page": shown,
        "lines": lines,
        "names": names_for(reader, ids),
        "marking": Marking(max(row.marking for row in shown.rows)).label if shown.rows else "",
        "query": f"?{query}" if query else "",
    }
    return render(request, "ocg/members/releases.html", context)


class DownloadReleases(ListDownload):
    """The releases as a file."""

    list_name, file_name, columns = "ocg:releases", "releases", COLUMNS

    def wanted(self):
        """The releases of the list."""
        filters = ReleaseFilters(self.request.GET or None, reader=self.reader)
        return filters.narrow(releases(self.reader)), sorting(self.request)


class DownloadMembers(ListDownload):
    """The members of one group as a file."""

    file_name, columns = "members", COLUMNS

    def open(self, uuid):
        """Opens the record, and finds the rows."""
        self.record = open_record(self.request, Ocg, uuid, operation="open members")
        super().open()

    def wanted(self):
        """The statuses that count, one for each member."""
        rows = selectors.current_statuses(self.reader, self.record)
        return rows, Sorting(self.request, Column("since", "From", "since"))

    def context(self):
        """What it would hold, and the way back."""
        back = reverse("ocg:members", args=[self.record.uuid])
        return {"found": self.found, "columns": self.columns, "back": back}
