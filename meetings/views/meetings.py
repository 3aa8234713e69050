"""Meetings: the list, calling one, its own page, its people."""

from copy import copy

from django.contrib import messages
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from meetings.caselist.selectors import has_list
from meetings.downloads import COLUMNS, ROWS
from meetings.forms import CancelForm, InviteForm, MeetingFilters, MeetingForm, WithdrawForm
from meetings.invitations.selectors import attach_replies
from meetings.models import Attendance, Meeting
from meetings.papers.selectors import attach_papers
from meetings.selectors.meetings import agenda, attendance, invited_last_time, name_records
from meetings.services import cancelling, conduct
from meetings.services.minutes import WRONG_STATE
from pam.access import visibility
from pam.access.conditions import conditions_on
from pam.access.levels import Level
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView
from pam.lists.opening import keeps
from pam.records.selectors.lists import attach_conditions
from pam.records.views.download import ListDownload
from pam.records.views.page import log_named, open_record, record_context, record_page
from pam.ui.sorting import Column, Sorting

State = Meeting.State


def _wanted(request):
    """(form, rows, Sorting) of the list, as the address asks."""
    form = MeetingFilters(request.GET or None)
    rows, first = form.narrow(visibility.visible_to(request.reader, Meeting))
    return form, rows, Sorting(request, Column("when", "When", first))


@keeps("meetings")
def meetings(request):
    """The meetings that the reader may open: today's and to come, or past."""
    form, rows, sorting = _wanted(request)
    shown = page(rows, sorting, request, fetch=ROWS.of(request.reader))
    attach_conditions(request.reader, shown.rows)
    log(request.reader, Verb.CONSULTATION, "list", [meeting.pk for meeting in shown.rows], detail="Meetings")
    context = {"form": form, "page": shown, "may_call": bool(request.reader.team_ids)}
    return render(request, "meetings/list.html", context)


class DownloadMeetings(ListDownload):
    """The list of meetings as a file."""

    list_name, file_name, columns = "meetings:list", "meetings", COLUMNS

    def wanted(self):
        """The meetings of the list."""
        _, rows, sorting = _wanted(self.request)
        return rows.annotate(weight=F("framework_version__body__weight")), sorting


class NewMeeting(ServiceFormView):
    """Calls a meeting."""

    form_class = MeetingForm
    template_name = "meetings/new.html"

    def open(self):
        """Says so to a reader who is in no team."""
        if not self.reader.team_ids:
            messages.error(
                self.request,
                "You must be in a team to call a meeting. Ask your administrator to add you to one.",
            )
            return redirect("meetings:list")

    def form_arguments(self):
        """A new meeting."""
        return {"reader": self.reader, "instance": Meeting()}

    def save(self, form):
        """Calls it."""
        kind = form.cleaned_data.get("agenda_kind")
        return conduct.call_meeting(actor=self.reader, meeting=form.save(commit=False), kind=kind)

    def done_words(self, saved):
        """Its reference, and what comes next."""
        if saved.framework_version_id:
            return f"{saved.reference} is called, with the standing items of its kind. Now invite people."
        return f"{saved.reference} is called. Now invite people and build the agenda."

    def next_page(self, saved):
        """Inviting people."""
        return reverse("meetings:people", args=[saved.uuid])


def opened(request, uuid, *, level=Level.VIEW, operation="open"):
    """The meeting with this `uuid` for the reader, at `level`; logs the look."""
    return open_record(
        request,
        Meeting,
        uuid,
        level=level,
        operation=operation,
        related=["secretary__user", "approved_by__user", "framework_version"],
    )


def around(request, meeting):
    """The context of a meeting's pages, with its own sub-navigation."""
    context = record_context(request, meeting)
    return context | _own_navigation(meeting, context)


def _own_navigation(meeting, context):
    home = meeting.get_absolute_url()
    items = [("Overview", home)]
    if has_list(meeting):
        items += [("Cases", reverse("meetings:cases", args=[meeting.uuid]))]
    items += [("Pack", reverse("meetings:pack", args=[meeting.uuid]))]
    if context["may_manage"] and meeting.state not in (State.APPROVED, State.CANCELLED):
        items += [("Agenda", reverse("meetings:agenda", args=[meeting.uuid]))]
        items += [("People", reverse("meetings:people", args=[meeting.uuid]))]
    if meeting.state == State.APPROVED or (
        context["may_manage"] and meeting.state in (State.HELD, State.CLOSED)
    ):
        items += [("Minutes", reverse("meetings:minutes", args=[meeting.uuid]))]
    shared = {"Chronology", "Sharing", "Access log"}
    return {
        "record_nav": items + [item for item in context["record_nav"] if item[0] in shared],
        "called": meeting.state == State.CALLED,
        "held": meeting.state == State.HELD,
        "closed": meeting.state == State.CLOSED,
        "approved": meeting.state == State.APPROVED,
        "cancelled": meeting.state == State.CANCELLED,
    }


def shown_names(reader, items):
    """What `name_records` says of the agenda's items, logged: an item's title names its record too."""
    names = name_records(reader, items)
    log_named(reader, names)
    return names


def detail(request, uuid):
    """A meeting: agenda, people, papers, decisions, actions, chronology."""
    meeting = opened(request, uuid)
    context = record_page(request, meeting)
    items, invited = agenda(request.reader, meeting), attendance(request.reader, meeting)
    attach_papers(request.reader, meeting, items)
    context |= _own_navigation(meeting, context)
    context["names"] = {**context["names"], **shown_names(request.reader, items)}
    context["conditions"] = conditions_on(
        request.reader, {meeting.pk} | {item.about_id for item in items} - {None}
    )
    context |= {
        "items": items,
        "invited": invited,
        "decisions": sorted((d for item in items for d in item.raised_decisions), key=lambda d: d.pk),
        "raised": [row for item in items for row in item.raised_actions],
        "mine": next((row for row in invited if row.person_id == request.reader.membership_id), None),
    }
    return render(request, "meetings/detail.html", context)


class MeetingFormView(ServiceFormView):
    """A form about one meeting, `self.meeting`, for the person who manages it."""

    look = "open to change"

    def open(self, uuid):
        """Opens the meeting."""
        self.meeting = opened(self.request, uuid, level=Level.MANAGE, operation=self.look)

    def next_page(self, saved):
        """The meeting's page."""
        return self.meeting.get_absolute_url()

    def context(self):
        """The context of the meeting's pages."""
        return around(self.request, self.meeting)


class EditMeeting(MeetingFormView):
    """Changes when, where, who leads, and the marking."""

    form_class = MeetingForm
    template_name = "meetings/edit.html"
    done = "Saved."

    def open(self, uuid):
        """Opens the meeting. Once its minutes are approved nothing changes after that."""
        super().open(uuid)
        if self.meeting.state in (State.APPROVED, State.CANCELLED):
            messages.error(self.request, WRONG_STATE[State(self.meeting.state)])
            return redirect(self.meeting)

    def form_arguments(self):
        """A copy: what is typed must not show as the record's own name while it is refused."""
        return {"reader": self.reader, "instance": copy(self.meeting)}

    def save(self, form):
        """Saves the meeting."""
        version, meeting = form.cleaned_data["version"], form.save(commit=False)
        return conduct.save_meeting(
            actor=self.reader, meeting=meeting, version=version, changed=form.changed_data
        )

    def context(self):
        """Its name as it is."""
        return {**super().context(), "name": self.meeting.title}


class InvitePeople(MeetingFormView):
    """Who is invited, and inviting more: found by name, post or agency, ticked, invited in one go."""

    look = "open people"
    form_class = InviteForm
    template_name = "meetings/people.html"

    def open(self, uuid):
        """Opens the meeting, with those who are invited, and those who were last time."""
        super().open(uuid)
        self.invited = attendance(self.reader, self.meeting)
        attach_replies(self.reader, self.meeting, self.invited)
        self.words = self.request.GET.get("q", "").strip()[:120]
        self.last_time = invited_last_time(self.reader, self.meeting)

    def form_arguments(self):
        """Who to offer."""
        return {
            "reader": self.reader,
            "meeting": self.meeting,
            "words": self.words,
            "invited": [row.person_id for row in self.invited],
            "suggested": self.last_time,
        }

    def save(self, form):
        """Invites them."""
        return conduct.invite(actor=self.reader, meeting=self.meeting, **form.chosen())

    def done_words(self, saved):
        """Who is invited; who could not be, and why, in a message of its own."""
        if saved.left_out:
            words = " ".join(f"{person.user.name}: {why}" for person, why in saved.left_out)
            messages.warning(self.request, f"Not invited. {words}")
        return f"Invited: {', '.join(person.user.name for person in saved.people)}."

    def next_page(self, saved):
        """The same page."""
        return reverse("meetings:people", args=[self.meeting.uuid])

    def context(self):
        """Those who are invited, and what was searched for."""
        suggested = bool(self.form.initial["people"])
        return {**super().context(), "invited": self.invited, "words": self.words, "suggested": suggested}


class WithdrawInvitation(ConfirmView):
    """Takes a person off the list, after asking why."""

    form_class = WithdrawForm
    confirm_label = "Withdraw the invitation"
    danger = True
    consequences = [
        "They leave the attendance list.",
        "They lose access to the meeting immediately.",
        "They keep the actions they own.",
    ]

    def open(self, uuid, attendance):
        """Opens the meeting, and finds who is taken off."""
        self.meeting = opened(self.request, uuid, level=Level.MANAGE, operation="open people")
        self.row = visibility.get(self.reader, Attendance, attendance)
        if self.row.record_id != self.meeting.pk:
            raise Http404

    def ask(self):
        """The question, with the name."""
        return f"Withdraw the invitation of {self.row.person.user.name}?"

    def save(self, form):
        """Withdraws it."""
        return conduct.withdraw(
            actor=self.reader, meeting=self.meeting, attendance=self.row, **form.cleaned_data
        )

    def done_words(self, saved):
        """Who is no longer invited."""
        return f"{self.row.person.user.name} is no longer invited."

    def next_page(self, saved):
        """The list of people."""
        return reverse("meetings:people", args=[self.meeting.uuid])

    def context(self):
        """The meeting too."""
        return {**super().context(), "record": self.meeting}


class CancelMeeting(ConfirmView):
    """Cancels a meeting that has not started, after asking why."""

    form_class = CancelForm
    confirm_label = "Cancel the meeting"
    danger = True
    consequences = (
        "Those who are invited are told, and the meeting is taken out of their calendars.",
        "Its own items and open actions go to the next meeting of the series.",
        "What was written for it can still be read. It cannot be called again.",
    )

    def open(self, uuid):
        """Opens the meeting; one that has started can't be cancelled."""
        self.meeting = opened(self.request, uuid, level=Level.MANAGE, operation="open to cancel")
        if self.meeting.state != State.CALLED:
            raise Http404

    def ask(self):
        """The question, with the reference."""
        return f"Cancel the meeting {self.meeting.reference}?"

    def save(self, form):
        """Cancels it."""
        return cancelling.cancel(actor=self.reader, meeting=self.meeting, **form.cleaned_data)

    def done_words(self, saved):
        """That it is over."""
        return "The meeting is cancelled, and those who are invited are told."

    def next_page(self, saved):
        """The meeting."""
        return self.meeting.get_absolute_url()

    def context(self):
        """The meeting too."""
        return {**super().context(), "record": self.meeting}
