"""The closing checklist of a case file."""

from django.urls import reverse

from pam.records.views.base import RecordFormView
from pvp.closure import selectors, services
from pvp.closure.forms import ClosingForm


class KeepClosing(RecordFormView):
    """Fills the closing checklist of a case in, as far as it goes; says what is missing."""

    form_class = ClosingForm
    template_name = "pvp/closure/form.html"
    done = "The closing checklist is saved."

    def open(self, uuid):
        """Opens the case. Raises as `RecordFormView.open`."""
        super().open(uuid)
        self.closing = selectors.closing_of(self.reader, self.record)
        self.items = selectors.asked_of(self.reader, self.record, self.closing)

    def form_arguments(self):
        """The checklist, and the answers so far."""
        return {
            "reader": self.reader,
            "record": self.record,
            "items": self.items,
            "closing": self.closing,
        }

    def save(self, form):
        """Keeps them."""
        data = form.cleaned_data
        return services.keep_closing(
            actor=self.reader,
            record=self.record,
            version=data["version"],
            answers=form.of_items("item"),
            notes=form.of_items("note"),
            told=data["told"],
            told_words=data["told_words"],
            retention_group=data.get("retention_group"),
        )

    def next_page(self, saved):
        """The same page, which says what is missing."""
        return reverse("pvp:closing", args=[self.record.uuid])

    def context(self):
        """The items of the checklist, and what is missing."""
        own = {"items": self.items, "closing": self.closing}
        return {**super().context(), **own, "open": selectors.still_open(self.reader, self.record)}
