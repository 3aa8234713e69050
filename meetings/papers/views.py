"""Pages of papers, of what is said of an item, and of proposed items."""

from copy import copy

from django.http import FileResponse, Http404
from django.urls import reverse
from django.views.decorators.http import require_GET

from meetings.models import AgendaItem, Attendance, ItemProposal, Meeting, Paper
from meetings.papers import selectors, services
from meetings.papers.forms import AnswerForm, DescribeForm, PaperForm, PaperVersionForm, ProposeForm
from meetings.views.meetings import MeetingFormView, around, opened, shown_names
from pam.access import visibility
from pam.access.conditions import conditions_on
from pam.access.levels import Level
from pam.audit.services import Verb, log
from pam.forms.views import ConfirmView, ServiceFormView
from pam.records.views.pages import refuse_closed, refuse_copy

State = Meeting.State


class _ItemView(MeetingFormView):
    """A form about one item of the agenda, `self.item`."""

    look = "open agenda"

    def open(self, uuid, item):
        """Opens the meeting, and finds the item."""
        super().open(uuid)
        self.item = visibility.get(self.reader, AgendaItem, item)
        if self.item.record_id != self.meeting.pk or self.item.removed_at:
            raise Http404
        shown_names(self.reader, [self.item])  # its title may name a record: that is logged
        self.people = selectors.invited_people(self.reader, self.meeting)

    def next_page(self, saved):
        """The item on the agenda."""
        return f"{reverse('meetings:agenda', args=[self.meeting.uuid])}#item-{self.item.uuid}"

    def context(self):
        """The item too."""
        return {**super().context(), "item": self.item}


class DescribeItem(_ItemView):
    """What kind an item is, who presents it, how long it takes, and which people it is confidential to."""

    form_class = DescribeForm
    template_name = "meetings/papers/item.html"
    done = "Saved."

    def form_arguments(self):
        """What is said of it now."""
        item = self.item
        presenter = next((one for one in self.people if one.pk == item.presenter_id), None)
        named = selectors.named_people(self.people, item.for_principals)
        return {
            "people": self.people,
            "initial": {
                "version": item.version,
                "kind": item.kind,
                "presenter": str(presenter.uuid) if presenter else "",
                "planned_minutes": item.planned_minutes,
                "confidential": item.for_principals is not None,
                "people": [str(person.uuid) for person in named],
            },
        }

    def save(self, form):
        """Keeps it."""
        return services.describe_item(
            actor=self.reader, meeting=self.meeting, item=copy(self.item), **form.cleaned_data
        )


class AddPaper(_ItemView):
    """Adds a paper to an item."""

    form_class = PaperForm
    template_name = "meetings/papers/add.html"

    def open(self, uuid, item):
        """Finds the documents to offer too."""
        super().open(uuid, item)
        self.documents = selectors.documents_to_offer(self.reader, self.item)

    def form_arguments(self):
        """What may be chosen."""
        return {
            "reader": self.reader,
            "meeting": self.meeting,
            "documents": self.documents,
            "people": self.people,
        }

    def save(self, form):
        """Adds it."""
        values = dict(form.cleaned_data) | {"own_marking": form.chosen_marking()}
        return services.add_paper(actor=self.reader, meeting=self.meeting, item=self.item, **values)

    def done_words(self, saved):
        """That it is there, and whether anyone can open it yet."""
        return saved.closed_because or "The paper is added."


def _paper(request, uuid, *, level=Level.VIEW, operation="open paper"):
    """(meeting, shown paper). Raises Http404 for one that the reader may not see in the meeting."""
    row = visibility.get(request.reader, Paper, uuid)
    rows = visibility.visible_to(request.reader, Meeting).filter(pk=row.record_id)
    meeting = opened(request, rows.values_list("uuid", flat=True)[0], level=level, operation=operation)
    shown = selectors.shown_paper(request.reader, meeting, row)
    if shown is None:
        raise Http404
    return meeting, shown


class AddPaperVersion(ServiceFormView):
    """A new version of a paper."""

    form_class = PaperVersionForm
    template_name = "meetings/papers/version.html"
    done = "The new version is added. The earlier one is kept."

    def open(self, uuid):
        """Opens the meeting and finds the paper."""
        self.meeting, self.shown = _paper(self.request, uuid, level=Level.MANAGE, operation="open agenda")

    def save(self, form):
        """Keeps it."""
        return services.add_paper_version(
            actor=self.reader, meeting=self.meeting, paper=self.shown.paper, **form.cleaned_data
        )

    def next_page(self, saved):
        """The agenda."""
        return reverse("meetings:agenda", args=[self.meeting.uuid])

    def context(self):
        """The paper."""
        return {**around(self.request, self.meeting), "shown": self.shown}


class RemovePaper(ConfirmView):
    """Takes a paper off its item."""

    confirm_label = "Take it off"
    consequences = ("It is not in the pack any longer.", "The file is kept with the meeting.")

    def open(self, uuid):
        """Opens the meeting and finds the paper."""
        self.meeting, self.shown = _paper(self.request, uuid, level=Level.MANAGE, operation="open agenda")

    def ask(self):
        """The question, with its title."""
        return f"Take the paper “{self.shown.title}” off the agenda?"

    def save(self, form):
        """Takes it off."""
        return services.remove_paper(actor=self.reader, meeting=self.meeting, paper=self.shown.paper)

    def done_words(self, saved):
        """Which."""
        return f"Taken off: {self.shown.title}"

    def next_page(self, saved):
        """The agenda."""
        return reverse("meetings:agenda", args=[self.meeting.uuid])

    def context(self):
        """The meeting too."""
        return {**super().context(), "record": self.meeting}


@require_GET
def download(request, uuid):
    """Hands out a paper, always as a download; a disclosure if it leaves the owning agency."""
    reader = request.reader
    meeting, shown = _paper(request, uuid)
    file, about = shown.file, shown.paper.about_id
    records = [meeting.pk, *([about] if about else [])]
    if conditions_on(reader, records).no_print:
        return refuse_copy(request, meeting)
    if file.is_closed:
        return refuse_closed(request, meeting, file)
    outside = reader.agency_id != meeting.agency_id
    log(
        reader,
        Verb.DISCLOSURE if outside else Verb.CONSULTATION,
        "download",
        records,
        detail=f"Paper {shown.paper.uuid}",
        recipient=reader.agency_name if outside else "",
        recipient_agency=reader.agency_id if outside else None,
    )
    services.note_opening(actor=reader, paper=shown.paper, sha256=file.sha256, owner_agency=meeting.agency_id)
    response = FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class ProposeItem(ServiceFormView):
    """An item that a person who is invited proposes; what they proposed before."""

    form_class = ProposeForm
    template_name = "meetings/papers/propose.html"
    done = "Your proposal is with the chair and the secretary."

    def open(self, uuid):
        """Opens the meeting that the reader is invited to, while it is still to come."""
        self.meeting = opened(self.request, uuid, operation="open to propose an item")
        rows = visibility.visible_to(self.reader, Attendance).filter(
            record_id=self.meeting.pk, person_id=self.reader.membership_id, removed_at=None
        )
        if self.meeting.state != State.CALLED or not rows.exists():
            raise Http404

    def save(self, form):
        """Sends it."""
        return services.propose_item(actor=self.reader, meeting=self.meeting, **form.cleaned_data)

    def next_page(self, saved):
        """The same page, which shows it."""
        return reverse("meetings:propose", args=[self.meeting.uuid])

    def context(self):
        """What the reader proposed."""
        rows = selectors.proposals_of(self.reader, self.meeting)
        mine = [row for row in rows if row.author_id == self.reader.membership_id]
        return {**around(self.request, self.meeting), "proposals": mine}


class AnswerProposal(ServiceFormView):
    """The chair's or the secretary's answer to a proposed item."""

    form_class = AnswerForm
    template_name = "meetings/papers/answer.html"

    def open(self, uuid):
        """Opens the meeting and finds the proposal."""
        self.row = visibility.get(self.reader, ItemProposal, uuid)
        rows = visibility.visible_to(self.reader, Meeting).filter(pk=self.row.record_id)
        self.meeting = opened(
            self.request,
            rows.values_list("uuid", flat=True)[0],
            level=Level.MANAGE,
            operation="open agenda",
        )

    def form_arguments(self):
        """The version that is answered."""
        return {"initial": {"version": self.row.version}}

    def save(self, form):
        """Accepts or declines it."""
        chosen = form.cleaned_data
        values = {
            "actor": self.reader,
            "meeting": self.meeting,
            "proposal": copy(self.row),
            "version": chosen["version"],
        }
        if chosen["answer"] == "accept":
            return services.accept_proposal(**values, place=chosen["place"])
        return services.decline_proposal(**values, reason=chosen["reason"])

    def done_words(self, saved):
        """What became of it."""
        return "It is on the agenda." if isinstance(saved, AgendaItem) else "The proposal is declined."

    def next_page(self, saved):
        """The agenda."""
        return reverse("meetings:agenda", args=[self.meeting.uuid])

    def context(self):
        """The proposal."""
        return {**around(self.request, self.meeting), "row": self.row}
