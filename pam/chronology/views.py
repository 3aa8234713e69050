"""Pages of chronologies: of a record, one entry, adding, striking out; and merged over several records."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Marking
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.chronology import selectors, services
from pam.chronology.declared_settings import GAP_DAYS, LATE_DAYS
from pam.chronology.forms import ChronologyFilters, CorrectForm, EventForm, MergeForm, StrikeForm
from pam.chronology.models import Event
from pam.records.models import Record
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_for
from pam.records.views.base import AddToRecordView, PartFormView
from pam.records.views.page import open_record, record_context
from pam.reference.selectors.settings import setting
from pam.ui.cursors import seal, unseal

NEWEST = ["-first", "-pk"]


def _address(name, row):
    return reverse(f"chronology:{name}", args=[row.uuid])


def key_of(records):
    """What stands for several records in an address: nobody can read or make up one."""
    return seal(sorted(one.pk for one in records))


def wanted_entries(request, numbers):
    """(form, queryset) of the entries of the records `numbers`, as the address asks."""
    form = ChronologyFilters(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return form, selectors.events_of(request.reader, numbers, wanted)


def _shown(request, numbers):
    form, rows = wanted_entries(request, numbers)
    shown = page(rows, NEWEST, request)
    selectors.attach_gaps(rows, shown.rows, setting(GAP_DAYS, request.reader.agency_id))
    late = setting(LATE_DAYS, request.reader.agency_id)
    for row in shown.rows:
        row.late = row.is_late(late)
    return {"filter_form": form, "page": shown}


@require_GET
def of_record(request, uuid):
    """The chronology of a record, the latest first."""
    record = open_record(request, Record, uuid, operation="open multi-agency chronology")
    context = record_context(request, record) | _shown(request, [record.pk])
    label_audiences(context["page"].rows, context["level"])
    others = selectors.linked_with_entries(request.reader, record)
    context |= {
        "key": key_of([record]),
        "merge_url": f"{reverse('chronology:merged')}?of={record.uuid}",
        "linked": len(others),
        "linked_key": key_of([record, *others]) if others else "",
    }
    return render(request, "chronology/of_record.html", context)


class AddEvent(AddToRecordView):
    """Adds an entry, under the reader's own name."""

    model = Record
    form_class = EventForm
    template_name = "chronology/add.html"
    done = "The entry is in the chronology."

    def save(self, form):
        """Adds it."""
        event, to = form.save(commit=False), form.addressed_to()
        return services.add(actor=self.reader, record=self.record, event=event, agencies=to)

    def next_page(self, saved):
        """The chronology, or the form again."""
        again = "again" in self.request.POST
        return _address("add" if again else "of_record", self.record)


@require_GET
def detail(request, uuid):
    """One entry, with what was struck out and what took its place."""
    reader, row = request.reader, selectors.event(request.reader, uuid)
    record = selectors.record_of(reader, row)
    context = record_context(request, record)
    log(reader, Verb.CONSULTATION, "open chronology entry", [record.pk])
    label_audiences([row], context["level"])
    row.late = row.is_late(setting(LATE_DAYS, reader.agency_id))
    context |= {
        "event": row,
        "correction": None if row.counts else selectors.correction_of(reader, row),
        "may_change": row.counts and visibility.may_change(reader, row, context["level"]),
    }
    return render(request, "chronology/detail.html", context)


class EventView(PartFormView):
    """A form about `self.part`, an entry that stands."""

    model = Event

    def open(self, uuid):
        """Opens the entry and its record; what was struck out is shown. Raises as `PartFormView.open`."""
        self.part = selectors.event(self.reader, uuid)
        visibility.require_change(self.reader, self.part)
        self.record = selectors.record_of(self.reader, self.part)
        log(self.reader, Verb.CONSULTATION, self.look, [self.record.pk])
        return None if self.part.counts else redirect(_address("event", self.part))

    def next_page(self, saved):
        """The entry."""
        return _address("event", self.part)

    def context(self):
        """The frame, and the entry."""
        return {**super().context(), "event": self.part}


class Strike(EventView):
    """Strikes an entry out."""

    form_class = StrikeForm
    template_name = "chronology/strike.html"
    done = "It is struck out. It can still be read."

    def form_arguments(self):
        """The version that the page shows."""
        return {"initial": {"version": self.part.version}}

    def save(self, form):
        """Strikes it out."""
        return services.strike(actor=self.reader, event=self.part, **form.cleaned_data)


class Correct(EventView):
    """Strikes an entry out and keeps the right one in its place."""

    form_class = CorrectForm
    template_name = "chronology/correct.html"
    done = "Corrected. What was wrong is struck out and can still be read."

    def form_arguments(self):
        """The entry as it is."""
        return {"reader": self.reader, "wrong": self.part}

    def save(self, form):
        """Keeps both."""
        data, instead = form.cleaned_data, form.save(commit=False)
        return services.strike(
            actor=self.reader,
            event=self.part,
            version=data["version"],
            reason=data["reason"],
            instead=instead,
        )


@require_GET
def merged(request):
    """Chooses the records of a merged chronology: one (`?of=`), those linked to it, and others by
    reference.
    """
    reader = request.reader
    begun = selectors.chosen(reader, _uuids(request.GET.getlist("of")))
    offered = [*begun, *selectors.linked(reader, begun)] if begun else []
    asked = "merge" in request.GET
    initial = {"records": [str(one.uuid) for one in offered]}
    form = MergeForm(request.GET if asked else None, offered=offered, initial=initial)
    if offered:
        log(reader, Verb.CONSULTATION, "list", sorted(one.pk for one in offered))
    if asked and form.is_valid():
        found = selectors.chosen(reader, *form.wanted())
        if found:
            return redirect("chronology:merged_of", key=key_of(found))
        form.add_error("references", "Choose records that you can open, or enter their references")
    return render(request, "chronology/merge.html", {"form": form, "offered": offered})


def _uuids(texts):
    found = []
    for text in texts[: selectors.MOST_RECORDS]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def records_of_key(reader, key):
    """The records that a merged chronology's address stands for and that `reader` may open. Raises Http404
    where there is none.
    """
    numbers = unseal(key)
    if not numbers or not all(isinstance(one, int) for one in numbers):
        raise Http404
    rows = visibility.visible_to(reader, Record).filter(pk__in=numbers[: selectors.MOST_RECORDS])
    records = list(rows.select_related("agency").order_by("reference"))
    if not records:
        raise Http404
    return records


@require_GET
def merged_of(request, key):
    """One chronology of several records, as far as the reader may see each: times without entries are shown
    as gaps.
    """
    records = records_of_key(request.reader, key)
    numbers = [one.pk for one in records]
    context = _shown(request, numbers)
    attach_conditions(request.reader, context["page"].rows)
    log(request.reader, Verb.CONSULTATION, "list", sorted(numbers), detail="Merged chronology")
    context |= {
        "records": records,
        "key": key,
        "names": names_for(request.reader, numbers),
        "marking": Marking(max(one.marking for one in records)).label,
    }
    return render(request, "chronology/merged.html", context)
