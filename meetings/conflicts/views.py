"""The page of conflicts of interest at one item."""

from django.http import Http404
from django.urls import reverse

from meetings.conflicts import services
from meetings.conflicts.forms import ConflictForm, EndForm
from meetings.conflicts.models import Conflict
from meetings.conflicts.selectors import conflicts_of
from meetings.models import AgendaItem
from meetings.selectors.meetings import attendance
from meetings.views.meetings import MeetingFormView, opened, shown_names
from pam.access import visibility
from pam.access.levels import Level
from pam.forms.views import ConfirmView


class Conflicts(MeetingFormView):
    """Which conflicts are noted at an item, and noting another."""

    look = "open conflicts"
    form_class = ConflictForm
    template_name = "meetings/conflicts.html"

    def open(self, uuid, item):
        """Opens the meeting, and finds the item."""
        super().open(uuid)
        rows = visibility.visible_to(self.reader, AgendaItem).filter(record_id=self.meeting.pk, uuid=item)
        self.item = rows.filter(removed_at=None).first()
        if self.item is None:
            raise Http404
        shown_names(self.reader, [self.item])  # its title may name a record: that is logged

    def form_arguments(self):
        """Those who are invited."""
        return {"people": attendance(self.reader, self.meeting)}

    def save(self, form):
        """Notes it."""
        return services.declare(actor=self.reader, meeting=self.meeting, item=self.item, **form.cleaned_data)

    def done_words(self, saved):
        """What follows."""
        name = saved.person.user.name
        if saved.ruling == Conflict.Ruling.OUT:
            return f"Noted. This item is now closed to {name}."
        return f"Noted for {name}."

    def next_page(self, saved):
        """The same page."""
        return reverse("meetings:conflicts", args=[self.meeting.uuid, self.item.uuid])

    def context(self):
        """Those that are noted at the item."""
        found = [row for row in conflicts_of(self.reader, self.meeting) if row.item_id == self.item.pk]
        return {**super().context(), "item": self.item, "conflicts": found}


class EndConflict(ConfirmView):
    """Ends a conflict, after asking why."""

    form_class = EndForm
    confirm_label = "End the conflict"
    danger = True

    def open(self, uuid, conflict):
        """Opens the meeting, and finds the conflict."""
        self.meeting = opened(self.request, uuid, level=Level.MANAGE, operation="open conflicts")
        self.row = visibility.get(self.reader, Conflict, conflict)
        if self.row.record_id != self.meeting.pk or self.row.ended_at:
            raise Http404

    def ask(self):
        """The question, with the name."""
        return f"End the conflict of {self.row.person.user.name}?"

    @property
    def consequences(self):
        """What opens again."""
        return ["What was closed to them at this item is open to them again."]

    def save(self, form):
        """Ends it."""
        return services.end(actor=self.reader, meeting=self.meeting, conflict=self.row, **form.cleaned_data)

    def done_words(self, saved):
        """That it is over."""
        return "The conflict is ended."

    def next_page(self, saved):
        """The item's conflicts."""
        return reverse("meetings:conflicts", args=[self.meeting.uuid, self.row.item.uuid])

    def context(self):
        """The meeting too."""
        return {**super().context(), "record": self.meeting}
