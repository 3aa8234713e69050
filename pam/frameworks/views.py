"""The library of frameworks: what there is, one as people read it, its versions, and its file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.frameworks import selectors
from pam.frameworks.beside import beside
from pam.frameworks.bodies import tags_of, write_file
from pam.frameworks.forms import LibraryFilter
from pam.frameworks.kinds import kind_named, names
from pam.frameworks.named import found_by
from pam.frameworks.rows import plain, shown_differences
from pam.ui.sorting import Column, Sorting


@require_GET
def library(request):
    """The frameworks that the reader may use, by name."""
    form = LibraryFilter(request.GET or None)
    rows = selectors.frameworks(request.reader, **form.narrows())
    order = Sorting(request, Column("name", "Name", "name__folded"))
    found = page(rows, order, request)
    for row in found.rows:
        row.kind_name = kind_named(row.kind).name
        row.used_for = [names("record_kind").get(code, code) for code in row.for_kinds]
    log(request.reader, Verb.CONSULTATION, "list", detail="Frameworks")
    context = {"filter_form": form, "page": found, "may_write": selectors.may_write(request.reader)}
    return render(request, "frameworks/library.html", context)


@require_GET
def framework(request, uuid):
    """One framework with its versions, the newest first."""
    row = selectors.framework(request.reader, uuid)
    versions = list(selectors.versions_of(request.reader, row))
    for newer, older in zip(versions, versions[1:], strict=False):
        newer.before = older
    own = row.agency_id == request.reader.agency_id and selectors.may_write(request.reader)
    log(request.reader, Verb.CONSULTATION, "open framework", detail=row.name)
    context = {
        "framework": row,
        "kind": kind_named(row.kind),
        "versions": versions,
        "changes": selectors.changes_of(row) if own else [],
        "own": own,
        "beside": beside(request.reader, row) if row.agency_id == request.reader.agency_id else [],
        "draft": next((one for one in versions if one.number is None), None),
    }
    return render(request, "frameworks/framework.html", context)


def _opened(request, uuid, look="open framework"):
    row = selectors.version(request.reader, uuid)
    log(request.reader, Verb.CONSULTATION, look, detail=f"{row.name}, {row.label}"[:200])
    return row


@require_GET
def version(request, uuid):
    """One version, as people read it."""
    row = _opened(request, uuid)
    kind = kind_named(row.kind)
    context = {
        "version": row,
        "kind": kind,
        "body": row.body,
        "may_write": selectors.may_write(request.reader),
        "used_for": [names("record_kind").get(code, code) for code in row.body.get("for", ())],
        "in_library": row.agency_id in (None, request.reader.agency_id),
        "found_by": found_by(tags_of(row.body)),
        "problems": kind.problems(row.body) if row.number is None else [],
        **(kind.context(row.body) if kind.context else {"plain": plain(row.body)}),
    }
    return render(request, "frameworks/version.html", context)


@require_GET
def file(request, uuid):
    """One version as a YAML file."""
    row = _opened(request, uuid, "download framework")
    text = write_file(row.kind, row.code, row.body, row.number)
    name = f"{row.kind}-{row.code}-{row.number or 'draft'}.yaml"
    return HttpResponse(
        text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_GET
def differences(request, uuid, other):
    """What is another in version `uuid` than in version `other`."""
    after, before = _opened(request, uuid), _opened(request, other)
    rows = shown_differences(before, after)
    context = {"version": after, "before": before, "kind": kind_named(after.kind), "rows": rows}
    return render(request, "frameworks/differences.html", context)
