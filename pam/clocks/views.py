"""Pages of clocks: those of a record, starting, meeting, stopping, correcting."""

from copy import copy

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.audit.services import Verb, log
from pam.clocks import selectors, services
from pam.clocks.changes import changes_of
from pam.clocks.forms import CorrectForm, LateForm, MeetForm, NewerForm, RestartForm, StartForm, StopForm
from pam.clocks.models import Clock
from pam.clocks.words import late_sentences, with_words
from pam.frameworks.clocks import in_words
from pam.frameworks.kinds import kind_named
from pam.records.models import Record
from pam.records.selectors.audience import label_audiences
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.page import open_record, record_context
from pam.ui.dates import long_moment

RUNNING = Clock.State.RUNNING


def address(name, clock):
    """The address of a page of a clock."""
    return reverse(f"clocks:{name}", args=[clock.uuid])


@require_GET
def of_record(request, uuid):
    """The clocks of a record: running ones first, soonest due first."""
    record = open_record(request, Record, uuid, operation="open clocks")
    rows = with_words(list(selectors.clocks(request.reader, record)[: selectors.MOST]))
    return render(request, "clocks/of_record.html", {"rows": rows, **record_context(request, record)})


class Start(AddToRecordView):
    """Starts a clock on a record."""

    model = Record
    form_class = StartForm
    template_name = "clocks/start.html"

    def save(self, form):
        """Starts it."""
        data = form.cleaned_data
        return services.start_clock(
            actor=self.reader,
            record=self.record,
            framework_version=data["framework_version"],
            started_at=data["moment"],
            note=data["note"],
            agencies=form.addressed_to(),
        )

    def done_words(self, saved):
        """When it is due."""
        return f"The clock runs. It is due {long_moment(saved.due)}."

    def next_page(self, saved):
        """The clock."""
        return address("detail", saved)


@require_GET
def detail(request, uuid):
    """A clock: how long is left, when and how it began, how it ended, and who changed it."""
    reader, clock = request.reader, selectors.clock(request.reader, uuid)
    record = selectors.record_of(reader, clock)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open clock", [record.pk])
    with_words([clock])
    label_audiences([clock], context["level"])
    may_change = visibility.may_change(reader, clock, context["level"])
    newer = selectors.newer_version(reader, clock) if may_change and clock.is_running else None
    context |= {
        "clock": clock,
        "words": in_words(clock.framework_version.body),
        "sentences": late_sentences(clock),
        "changes": changes_of(clock),
        "may_change": may_change,
        "may_restart": may_change and services.may_restart(clock, reader.agency_id),
        "newer": newer,
    }
    return render(request, "clocks/detail.html", context)


class ClockFormView(PartFormView):
    """A form about `self.part`, a clock that runs (or, with `ended`, that does not); else the clock itself is
    shown. `title` heads the page, `button` is what its button says, `lead` a sentence above the form.
    """

    model = Clock
    template_name = "clocks/form.html"
    ended = False
    title = button = lead = ""

    def open(self, uuid):
        """Opens the clock and its record. Raises as `PartFormView.open`."""
        self.part = selectors.clock(self.reader, uuid)
        visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return redirect(address("detail", self.part)) if self.part.is_running == self.ended else None

    def form_arguments(self):
        """The clock."""
        return {"clock": self.part}

    def values(self, data):
        """What the service takes besides the clock and its version."""
        return {"reason": data["reason"]}

    def save(self, form):
        """Calls the service with a copy: what it refuses leaves the page's clock as it is."""
        data = form.cleaned_data
        given = {"clock": copy(self.part), "version": data["version"], **self.values(data)}
        return type(self).service(actor=self.reader, **given)

    def next_page(self, saved):
        """The clock."""
        return address("detail", self.part)

    def context(self):
        """The frame, the clock, and what the page says."""
        with_words([self.part])
        said = {"page_heading": self.title, "button_words": self.button, "explained": self.lead}
        return {**super().context(), "clock": self.part, **said}


class Meet(ClockFormView):
    """Says that it is met."""

    form_class, service = MeetForm, staticmethod(services.meet_clock)
    title, button, done = "Mark as met", "Mark as met", "The clock is met."

    def form_arguments(self):
        """The clock, and the clocks that begin once it is met."""
        following = selectors.next_clocks(self.reader, self.part, self.record)
        return {**super().form_arguments(), "following": following}

    def values(self, data):
        """When it was done, what was done, why late, and which clocks begin then."""
        names = ("reason", "late_reason")
        given = {"ended_at": data["moment"], **{name: data[name] for name in names}}
        return {**given, "then": data.get("then", ())}

    def done_words(self, saved):
        """That it is met, and how many clocks began."""
        begun = len(self.form.cleaned_data.get("then", ()))
        return f"{self.done} {begun} more started." if begun else self.done


class Stop(ClockFormView):
    """Stops it."""

    form_class, service = StopForm, staticmethod(services.stop_clock)
    title, button, done = "Stop this clock", "Stop the clock", "The clock is stopped."
    lead = "For a clock that no longer applies. It counts as neither met nor late."


class Restart(ClockFormView):
    """Takes its end back."""

    ended = True
    form_class, service = RestartForm, staticmethod(services.restart_clock)
    title, button, done = "Let it run on", "Let it run on", "The clock runs on."
    lead = "It runs on as if it had not ended, from its start and with its due time."

    def open(self, uuid):
        """As any; the clock itself where its end stands."""
        if answer := super().open(uuid):
            return answer
        if not services.may_restart(self.part, self.reader.agency_id):
            return redirect(address("detail", self.part))
        return None


class Correct(ClockFormView):
    """Gives it the start that it really had."""

    form_class, service = CorrectForm, staticmethod(services.correct_start)
    title, button = "Correct the start", "Correct the start"
    lead = "When it is due is worked out anew. The history keeps the start that was there."

    def values(self, data):
        """The start and the reason."""
        return {"started_at": data["moment"], "reason": data["reason"]}

    def done_words(self, saved):
        """When it is due now."""
        return f"The start is corrected. The clock is due {long_moment(saved.due)}."


class Late(ClockFormView):
    """Says why it is late."""

    form_class, service = LateForm, staticmethod(services.explain_late)
    title, button, done = "Say why it is late", "Save", "The reason is kept."

    def open(self, uuid):
        """As any; the clock itself while it is in time."""
        if answer := super().open(uuid):
            return answer
        return None if self.part.is_late else redirect(address("detail", self.part))

    def values(self, data):
        """The reason."""
        return {"late_reason": data["late_reason"]}


class Newer(ClockFormView):
    """Moves it to the version in force, with the differences shown."""

    form_class, service = NewerForm, staticmethod(services.take_newer_version)
    template_name = "clocks/newer.html"
    title, button = "Move to the newer version", "Move to the newer version"

    def open(self, uuid):
        """As any; the clock itself where there is no newer version."""
        if answer := super().open(uuid):
            return answer
        self.newer = selectors.newer_version(self.reader, self.part)
        return None if self.newer else redirect(address("detail", self.part))

    def done_words(self, saved):
        """When it is due now."""
        return f"The clock was moved. It is due {long_moment(saved.due)}."

    def context(self):
        """What is another in the newer version, and when it would be due."""
        moved = copy(self.part)
        moved.framework_version = self.newer
        moved.work_out()
        before = self.part.framework_version
        found = kind_named("clock").compare(before.body, self.newer.body)
        return {**super().context(), "newer": self.newer, "differences": found, "new_due": moved.due}
