"""The access log: pages for auditors, and for supervisors about their own teams' people."""

from dataclasses import replace
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pam.audit.services import Verb, log
from pam.oversight import selectors as log_selectors
from pam.oversight.forms import AgencyFilter, LogFilter, PeopleFilter, RecordFilter
from pam.ui.cursors import seal, seal_number, unseal, unseal_number

SIZE = 50
AUDITOR, SUPERVISOR = "auditor", "supervisor"


def require_role(reader, *roles):
    """Raises PermissionDenied unless `reader` holds one of `roles`. The database asks again by itself."""
    if not reader.has_role(*roles):
        raise PermissionDenied


def sections(reader):
    """The tabs of the audit pages that `reader` may open, as [(label, url)]."""
    tabs = [("People", reverse("oversight:people"))]
    if reader.has_role(AUDITOR):
        tabs += [
            ("Records", reverse("oversight:record")),
            ("Disclosures", reverse("oversight:agency")),
            ("Unusual access", reverse("oversight:unusual")),
        ]
    return tabs


def cursor_of(request):
    """The number after `?before=`, or None for none and for nonsense."""
    return unseal_number(request.GET.get("before", ""))


def paged(request, rows, size=SIZE):
    """The context of one page: `rows` (asked for one more than `size`),
    `next` and `newest` addresses or "".
    """
    query = {name: value for name, value in request.GET.items() if name != "before"}
    more = len(rows) > size
    return {
        "rows": rows[:size],
        "next": "?" + urlencode({**query, "before": seal_number(rows[size - 1].pk)}) if more else "",
        "newest": "?" + urlencode(query) if cursor_of(request) else "",
    }


@require_GET
def people(request):
    """Whose looks one may ask about: the agency's people for an auditor, their teams' for a supervisor."""
    require_role(request.reader, AUDITOR, SUPERVISOR)
    form = PeopleFilter(request.GET or None)
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    values = unseal(request.GET.get("after", "")) or ()
    after = tuple(values) if [type(value) for value in values] == [str, int] else (None, None)
    rows = log_selectors.people(words=words, after=after, limit=SIZE + 1)
    last = rows[SIZE - 1] if len(rows) > SIZE else None
    following = "?" + urlencode({"q": words, "after": seal([last.name, last.id])}) if last else ""
    log(request.reader, Verb.CONSULTATION, "list", [], detail="People, for the audit")
    context = {"tabs": sections(request.reader), "form": form, "rows": rows[:SIZE], "next": following}
    context["newest"] = "?" + urlencode({"q": words}) if after[0] else ""
    return render(request, "oversight/people.html", context)


def _page_of(request, form):
    """The `LogSlice` of the page that the address asks for, as the filter `form` narrows it."""
    return replace(form.lines(), before=cursor_of(request), limit=SIZE + 1)


def person_or_404(request, uuid):
    """The `Person` whose looks the reader may ask about. Raises PermissionDenied without the role, else
    Http404.
    """
    require_role(request.reader, AUDITOR, SUPERVISOR)
    found = log_selectors.person(uuid)
    if found is None:
        raise Http404
    return found


@require_GET
def person(request, uuid):
    """What this person looked at, changed and disclosed, acting for the reader's agency."""
    whose = person_or_404(request, uuid)
    form = LogFilter(request.GET or None)
    rows = log_selectors.log_of_person(uuid, _page_of(request, form))
    log(request.reader, Verb.CONSULTATION, "open what a person viewed", [], detail=whose.name)
    context = {"tabs": sections(request.reader), "form": form, "person": whose, **paged(request, rows)}
    log_selectors.with_references(context["rows"])
    context["may_export"] = request.reader.has_role(AUDITOR)
    if context["may_export"]:
        log_selectors.openable_reasons(context["rows"])
    return render(request, "oversight/person.html", context)


@require_GET
def record(request):
    """Access log of a record of the reader's agency, found by its reference. Its title stays out of sight."""
    require_role(request.reader, AUDITOR)
    form = RecordFilter(request.GET or None)
    reference = form.cleaned_data["reference"] if form.is_bound and form.is_valid() else ""
    found = log_selectors.audited_record(reference=reference) if reference else None
    context = {
        "tabs": sections(request.reader),
        "form": form,
        "record": found,
        "asked": reference,
        "rows": [],
    }
    if found:
        rows = log_selectors.log_of_record(found.id, _page_of(request, form))
        log(request.reader, Verb.CONSULTATION, "open access log", [found.id], detail=found.reference)
        context |= paged(request, rows)
        log_selectors.only(found, log_selectors.openable_reasons(context["rows"]))
    return render(request, "oversight/record.html", context)


@require_GET
def agency(request):
    """Everything disclosed to one agency, or to all: what the reader's agency gave, owns or was given."""
    require_role(request.reader, AUDITOR)
    listed = log_selectors.agencies()
    form = AgencyFilter(request.GET or None, agencies=[(a.uuid, a.name) for a in listed])
    chosen = form.cleaned_data["agency"] if form.is_bound and form.is_valid() else ""
    receiver = next((a for a in listed if str(a.uuid) == chosen), None)
    rows = log_selectors.disclosures(receiver.pk if receiver else None, _page_of(request, form))
    log(
        request.reader,
        Verb.CONSULTATION,
        "list",
        [],
        detail=f"Disclosures to {receiver.name if receiver else 'any agency'}",
    )
    context = {"tabs": sections(request.reader), "form": form, "agency": receiver, **paged(request, rows)}
    log_selectors.openable_reasons(log_selectors.with_references(context["rows"]))
    return render(request, "oversight/agency.html", context)
