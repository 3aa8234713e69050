"""The page of those who harm, over all cases that the reader may open; and the panel on a person's page."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from pam.audit.services import Verb, log
from pam.records.views.page import open_record, record_context
from pvp.models import CaseFile
from pvp.perpetrators.selectors import cases_of, numbers_of, suspects_of

SERIAL = 2  # cases of one person from which on they are shown as one who harms several people


@require_GET
def perpetrators(request, uuid):
    """Each suspect of a case with all cases that they are in."""
    case = open_record(request, CaseFile, uuid, operation="open suspects")
    context = record_context(request, case)
    found = suspects_of(request.reader, case)
    if others := sorted({n for _, rows in found for n in numbers_of(rows)} - {case.pk}):
        log(request.reader, Verb.CONSULTATION, "list", others, detail="Suspects over cases")
    shown = [(person, rows, len(rows) >= SERIAL) for person, rows in found]
    return render(request, "pvp/perpetrators.html", {**context, "found": shown})


def panel_of(request, subjects):
    """The cases in which one person is a suspect or convicted, on their page; None without any. The page has
    logged a look at each.
    """
    rows = cases_of(request.reader, subjects)
    if not rows:
        return None
    return {"template": "pvp/perpetrator_panel.html", "rows": rows, "serial": len(rows) >= SERIAL}
