"""Series of meetings: the list, a series, its members, the next meeting."""

from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from meetings.series import selectors, services
from meetings.series.forms import KindForm, MemberForm, MembersForm, NextForm, SeriesForm
from meetings.series.models import MeetingSeries, StandingMember
from meetings.series.rhythm import in_words
from pam.access import visibility
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.views import ServiceFormView
from pam.records.views.page import open_record, record_context
from pam.ui.dates import long_moment

RELATED = ("secretary__user", "framework_version")
MOST = 200


def list_series(request):
    """The series that the reader may open, with the meeting that comes next."""
    rows = list(selectors.series_of(request.reader)[:MOST])
    log(request.reader, Verb.CONSULTATION, "list", [row.pk for row in rows], detail="Meeting series")
    for row in rows:
        row.rhythm = in_words(row)
    context = {"rows": rows, "may_add": bool(request.reader.team_ids)}
    return render(request, "meetings/series/list.html", context)


class NewSeries(ServiceFormView):
    """A new series: first its kind, then what the kind proposes, to be changed."""

    form_class = SeriesForm
    template_name = "meetings/series/new.html"

    def open(self):
        """Which kind, and whether the reader is in a team that can own a series."""
        if not self.reader.team_ids:
            messages.error(
                self.request,
                "You must be in a team to begin a series. Ask your administrator to add you to one.",
            )
            return redirect("meetings:series_list")
        self.kinds = KindForm(self.request.GET or None, reader=self.reader)
        chosen = self.kinds.is_bound and self.kinds.is_valid()
        self.kind = self.kinds.cleaned_data["kind"] if chosen else None

    def make_form(self, data=None, files=None):
        """With what the kind proposes."""
        form = super().make_form(data, files)
        if self.kind:
            form.begin_as(self.kind)
        return form

    def form_arguments(self):
        """The reader, whose teams can own it."""
        return {"reader": self.reader}

    def save(self, form):
        """Keeps it."""
        return services.create_series(actor=self.reader, series=form.save(commit=False))

    def done_words(self, saved):
        """Its reference, and what comes next."""
        return f"{saved.reference} is recorded. Next: who belongs to it."

    def next_page(self, saved):
        """Its members."""
        return reverse("meetings:series_members", args=[saved.uuid])

    def context(self):
        """The form of the kind."""
        return {"kinds": self.kinds, "kind": self.kind}


def opened(request, uuid, *, level=Level.VIEW, operation="open"):
    """The series with this `uuid` for the reader, at `level`; logs the look."""
    return open_record(request, MeetingSeries, uuid, level=level, operation=operation, related=RELATED)


def around(request, series):
    """The context of a series' pages, with its own sub-navigation."""
    context = record_context(request, series)
    items = [("Overview", series.get_absolute_url())]
    if context["may_manage"]:
        items += [("Members", reverse("meetings:series_members", args=[series.uuid]))]
    shared = {"Chronology", "Sharing", "Access log"}
    nav = items + [item for item in context["record_nav"] if item[0] in shared]
    return {**context, "record_nav": nav, "rhythm": in_words(series)}


def detail(request, uuid):
    """A series: the next meeting, its meetings, its members, terms of reference."""
    series, reader = opened(request, uuid), request.reader
    context = around(request, series)
    meetings = list(selectors.meetings_of(reader, series)[: selectors.LIMIT])
    log(reader, Verb.CONSULTATION, "list", [row.pk for row in meetings], detail="Meetings of a series")
    context |= {
        "meetings": meetings,
        "members": selectors.members_of(reader, series),
        "planned": selectors.planned_day(reader, series) if context["may_manage"] else None,
    }
    return render(request, "meetings/series/detail.html", context)


class SeriesView(ServiceFormView):
    """A form about one series, `self.series`, for the person who manages it."""

    look = "open to change"

    def open(self, uuid):
        """Opens the series."""
        self.series = opened(self.request, uuid, level=Level.MANAGE, operation=self.look)

    def next_page(self, saved):
        """The series' page."""
        return self.series.get_absolute_url()

    def context(self):
        """The context of its pages."""
        return around(self.request, self.series)


class EditSeries(SeriesView):
    """Changes a series; a save that comes too late shows both texts."""

    form_class = SeriesForm
    template_name = "meetings/series/edit.html"
    done = "Saved."

    def form_arguments(self):
        """A copy: what is typed must not show as the record's own name while it is refused."""
        return {"reader": self.reader, "instance": copy(self.series)}

    def save(self, form):
        """Saves it."""
        version, series = form.cleaned_data["version"], form.save(commit=False)
        return services.edit_series(
            actor=self.reader, series=series, version=version, changed=form.changed_data
        )


class SeriesMembers(SeriesView):
    """Who belongs to a series, and adding to them."""

    look = "open members"
    form_class = MembersForm
    template_name = "meetings/series/members.html"

    def open(self, uuid):
        """Opens the series with its members."""
        super().open(uuid)
        self.members = selectors.members_of(self.reader, self.series)
        self.words = self.request.GET.get("q", "").strip()[:120]

    def form_arguments(self):
        """Who to offer."""
        return {"series": self.series, "members": self.members, "words": self.words}

    def save(self, form):
        """Adds them."""
        return services.add_members(
            actor=self.reader, series=self.series, people=list(form.cleaned_data["people"])
        )

    def done_words(self, saved):
        """Who was added."""
        return f"Added: {', '.join(row.person.user.name for row in saved)}."

    def next_page(self, saved):
        """The same page."""
        return reverse("meetings:series_members", args=[self.series.uuid])

    def context(self):
        """The members, and what was searched for."""
        return {**super().context(), "members": self.members, "words": self.words}


class ChangeMember(SeriesView):
    """A standing member's deputy, or that they leave."""

    look = "open members"
    form_class = MemberForm
    template_name = "meetings/series/member.html"
    done = "Saved."

    def open(self, uuid, member):
        """Opens the series, and finds the member."""
        super().open(uuid)
        rows = visibility.visible_to(self.reader, StandingMember).filter(uuid=member, removed_at=None)
        self.member = rows.select_related("person__user", "person__agency").first()
        if self.member is None or self.member.record_id != self.series.pk:
            raise Http404

    def form_arguments(self):
        """The member."""
        return {"reader": self.reader, "instance": self.member}

    def save(self, form):
        """Saves it."""
        chosen = form.cleaned_data
        return services.change_member(
            actor=self.reader,
            member=self.member,
            version=chosen["version"],
            deputy=chosen["deputy"],
            leaves=chosen["leaves"],
        )

    def next_page(self, saved):
        """The members."""
        return reverse("meetings:series_members", args=[self.series.uuid])

    def context(self):
        """Who it is about."""
        return {**super().context(), "member": self.member}


class CallNext(SeriesView):
    """Calls the next meeting of a series: its day by the rhythm, its agenda built by itself."""

    look = "open to call the next meeting"
    form_class = NextForm
    template_name = "meetings/series/next.html"

    def form_arguments(self):
        """The series."""
        return {"reader": self.reader, "series": self.series}

    def save(self, form):
        """Calls it."""
        return services.call_next(
            actor=self.reader, series=self.series, starts_at=form.cleaned_data["starts_at"]
        )

    def done_words(self, saved):
        """When it is; who could not be invited, and why, in a message of its own."""
        if saved.left_out:
            words = " ".join(f"{person.user.name}: {why}" for person, why in saved.left_out)
            messages.warning(self.request, f"Not invited. {words}")
        called = saved.meeting
        return f"{called.reference} is called for {long_moment(called.starts_at)}. This is its agenda."

    def next_page(self, saved):
        """Its agenda; without what it saved (on a refusal) the series."""
        return reverse("meetings:agenda", args=[saved.meeting.uuid])
