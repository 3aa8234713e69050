"""The page of a person, place or object: everything that the reader may see of it, over records."""

from django import forms
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pam.access import visibility
from pam.access.levels import Level
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.records.models import Record, Subject
from pam.records.own_marking import highest_marking
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.lists import attach_conditions
from pam.records.selectors.names import names_for
from pam.records.views.page import log_named, open_record, record_context
from pam.records.views.timeline import timeline_context
from pam.subjects.panels import subject_panels_for
from pam.subjects.selectors.particulars import particulars_of
from pam.subjects.selectors.person import chronology_over, links_of, merged_with, rows_of_identity
from pam.subjects.selectors.photographs import photographs_of
from pam.subjects.selectors.safe_contacts import attach_safe_contacts
from pam.subjects.selectors.warnings import warnings_of
from pam.ui.forms import Radios


class LinesFilter(forms.Form):
    """Which lines of the chronologies to show."""

    lines = forms.ChoiceField(
        label="Show",
        choices=[("", "Everything in these records"), ("named", "Entries that give the name")],
        required=False,
        widget=Radios(small=True),
    )


@require_GET
def subject(request, uuid):
    """The subject as its record knows it, then the same human, place or object in other records, names,
    addresses and numbers, links and the chronology of all of them.
    """
    reader = request.reader
    row = visibility.get(reader, Subject, uuid)
    record = open_record(request, Record, _record_uuid(reader, row), operation="open subject")
    context = record_context(request, record)
    kept, merged = merged_with(reader, row)
    others = rows_of_identity(reader, row, merged)
    every, numbers = [row, *merged, *others], [row.record_id, *(other.record_id for other in others)]
    if others:
        log(reader, Verb.CONSULTATION, "open subject", sorted({other.record_id for other in others}))
    attach_conditions(reader, every)
    links = links_of(reader, numbers)
    ends = {end for link in links for end in (link.record_id, link.other_id)}
    names = names_for(reader, {*numbers, *ends})
    log_named(reader, {number: names[number] for number in ends - set(numbers) if number in names})
    form = LinesFilter(request.GET or None)
    naming = form.is_bound and form.is_valid() and form.cleaned_data["lines"] == "named"
    lines = page(chronology_over(reader, every, naming=naming), ["-happened_at", "-pk"], request)
    particulars = [one for rows in particulars_of(reader, every).values() for one in rows]
    warnings = warnings_of(reader, every)
    attach_safe_contacts(reader, [row])
    known = [*particulars, *warnings, *row.safe_contacts]
    _label(reader, context["level"], [row, *merged], known, [*others, *lines.rows])
    shown = {
        "subject": row,
        "marking": highest_marking(record, [*particulars, *lines.rows]),
        "others": others,
        "kept": kept,
        "merged": merged,
        "particulars": particulars,
        "warnings": warnings,
        "has_safe_contact": any(one.subject_id == row.pk for one in row.safe_contacts),
        "photographs": photographs_of(reader, every),
        "may_add": context["level"] >= Level.CONTRIBUTE,
        "links": links,
        "names": names,
        "page": lines,
        "filter_form": form,
        "never_print": any(other.conditions and other.conditions.no_print for other in every),
        "panels": subject_panels_for(request, every),
    }
    return render(request, "subjects/subject.html", context | shown)


@require_GET
def timeline(request, uuid):
    """The chronologies of all records of one human, place or object as a timeline."""
    reader = request.reader
    row = visibility.get(reader, Subject, uuid)
    record = open_record(request, Record, _record_uuid(reader, row), operation="open timeline")
    context = record_context(request, record)
    _, merged = merged_with(reader, row)
    others = rows_of_identity(reader, row, merged)
    if others:
        log(reader, Verb.CONSULTATION, "open timeline", sorted({other.record_id for other in others}))
    every = [row, *merged, *others]
    attach_conditions(reader, every)
    shown = timeline_context(request, chronology_over(reader, every))
    label_audiences(shown["entries"], Level.VIEW)
    names = names_for(reader, {one.record_id for one in every}) if others else {}
    never_print = any(one.conditions and one.conditions.no_print for one in every)
    return render(
        request,
        "subjects/timeline.html",
        {**context, **shown, "subject": row, "names": names, "never_print": never_print},
    )


def _record_uuid(reader, row):
    records = visibility.visible_to(reader, Record).filter(pk=row.record_id)
    return records.values_list("uuid", flat=True).get()


def _label(reader, level, rows, particulars, elsewhere):
    """Says which agencies each part is for, at the level that the reader has on its record, and what they may
    change.
    """
    record = rows[0].record_id
    own = [*rows, *(one for one in particulars if one.record_id == record)]
    others = [one for one in particulars if one.record_id != record]
    label_audiences(own, level)
    label_audiences([*others, *elsewhere], Level.VIEW)
    for part in own:
        part.may_change = visibility.may_change(reader, part, level)
