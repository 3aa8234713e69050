"""Meetings: the list, calling one, its own page, its people."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from meetings.forms import InviteForm, MeetingFilters, MeetingForm, WithdrawForm
from meetings.models import Attendance, Meeting
from meetings.selectors import agenda, attendance, invited_last_time, name_records
from meetings.services import conduct
from pam.access import visibility
from pam.access.conditions import conditions_on
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.records.names import log_named
from pam.records.page import open_record, record_context, record_page
from pam.records.views import refuse

State = Meeting.State


def meetings(request):
    """The meetings that the reader may open: today's and to come, or past."""
    form = MeetingFilters(request.GET or None)
    rows, order = form.narrow(
        visibility.visible_to(request.reader, Meeting).select_related("lead__user", "agency")
    )
    shown = page(rows, order, request)
    log(request.reader, Verb.CONSULTATION, "list", [meeting.pk for meeting in shown.rows], what="Meetings")
    context = {"form": form, "page": shown, "may_call": bool(request.reader.team_ids)}
    return render(request, "meetings/list.html", context)


def new(request):
    """Calls a meeting."""
    if not request.reader.team_ids:
        messages.error(
            request, "You must be in a team to call a meeting. Ask your administrator to add you to one."
        )
        return redirect("meetings:list")
    form = MeetingForm(request.POST or None, reader=request.reader, instance=Meeting())
    if request.method == "POST" and form.is_valid():
        try:
            meeting = conduct.call_meeting(actor=request.reader, meeting=form.save(commit=False))
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(
                request, f"{meeting.reference} is called. Now invite people and build the agenda."
            )
            return redirect("meetings:people", meeting.uuid)
    return render(request, "meetings/new.html", {"form": form})


def opened(request, uuid, *, level=Level.VIEW, how="open"):
    """The meeting with this `uuid` for the reader, at `level`; logs the look."""
    return open_record(
        request, Meeting, uuid, level=level, how=how, related=["secretary__user", "approved_by__user"]
    )


def around(request, meeting):
    """The frame of a meeting's pages, with its own sub-navigation."""
    context = record_context(request, meeting)
    return context | _own_navigation(meeting, context)


def _own_navigation(meeting, context):
    home = meeting.get_absolute_url()
    items = [("Overview", home)]
    if context["may_manage"] and meeting.state != State.APPROVED:
        items += [("Agenda", reverse("meetings:agenda", args=[meeting.uuid]))]
        items += [("People", reverse("meetings:people", args=[meeting.uuid]))]
    if meeting.state == State.APPROVED or (context["may_manage"] and meeting.state != State.CALLED):
        items += [("Minutes", reverse("meetings:minutes", args=[meeting.uuid]))]
    shared = {"Chronology", "Sharing", "Access log"}
    return {
        "record_nav": items + [item for item in context["record_nav"] if item[0] in shared],
        "called": meeting.state == State.CALLED,
        "held": meeting.state == State.HELD,
        "closed": meeting.state == State.CLOSED,
        "approved": meeting.state == State.APPROVED,
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


def edit(request, uuid):
    """Changes when, where, who leads, and the marking."""
    meeting = opened(request, uuid, level=Level.MANAGE, how="open to change")
    context = around(request, meeting)
    if meeting.state == State.APPROVED:
        messages.error(request, conduct.APPROVED)
        return redirect(meeting)
    form = MeetingForm(request.POST or None, reader=request.reader, instance=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            conduct.save_meeting(
                actor=request.reader,
                meeting=form.save(commit=False),
                version=form.cleaned_data["version"],
                changed=form.changed_data,
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("meetings:detail", uuid)
    names = {"name": form.initial["title"], "form": form}
    return render(request, "meetings/edit.html", context | names)


def people(request, uuid):
    """Who is invited, and inviting more: found by name, post or agency, ticked, invited in one go."""
    meeting = opened(request, uuid, level=Level.MANAGE, how="open people")
    invited = attendance(request.reader, meeting)
    words = request.GET.get("q", "").strip()[:120]
    last_time = invited_last_time(request.reader, meeting)
    form = InviteForm(
        request.POST or None,
        reader=request.reader,
        meeting=meeting,
        words=words,
        invited=[row.person_id for row in invited],
        suggested=last_time,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            done = conduct.invite(
                actor=request.reader,
                meeting=meeting,
                people=data["people"],
                basis=data["basis"],
                agreement=data["agreement"],
            )
        except Refused as error:
            error.field = {"lawful_basis": "basis"}.get(error.field, error.field)
            refuse(form, error)
        else:
            messages.success(request, f"Invited: {', '.join(person.user.name for person in done)}.")
            return redirect("meetings:people", uuid)
    context = {"form": form, "invited": invited, "words": words, "suggested": bool(form.initial["people"])}
    return render(request, "meetings/people.html", around(request, meeting) | context)


def withdraw(request, uuid, attendance):
    """Takes somebody off the list, after asking why."""
    meeting = opened(request, uuid, level=Level.MANAGE, how="open people")
    row = visibility.get(request.reader, Attendance, attendance)
    if row.record_id != meeting.pk:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            conduct.withdraw(
                actor=request.reader, meeting=meeting, attendance=row, reason=form.cleaned_data["reason"]
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, f"{row.person.user.name} is no longer invited.")
            return redirect("meetings:people", uuid)
    context = {
        "question": f"Withdraw the invitation of {row.person.user.name}?",
        "consequences": [
            "They leave the attendance list.",
            "They lose access to the meeting immediately.",
            "They keep the actions they own.",
        ],
        "confirm_label": "Withdraw the invitation",
        "cancel_url": reverse("meetings:people", args=[uuid]),
        "danger": True,
    }
    return render(request, "ui/confirm.html", {**context, "form": form, "record": meeting})
