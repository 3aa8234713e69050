"""What a person watches: the list, beginning and ending."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pam.access import visibility
from pam.audit.services import Verb, log
from pam.forms.views import press
from pam.records.models import Record, Subject
from pam.watching.selectors.searches import address_of
from pam.watching.selectors.watches import watch_or_404, watches_of
from pam.watching.services import watches as services

SEARCHES, WATCHED = "searches", "list"


@require_GET
def watched(request):
    """The records, people and places that the reader watches, and the searches that notify them."""
    rows = watches_of(request.reader)
    for row in rows:
        if row.search_id:
            row.address = address_of(row.search)
    numbers = {row.record_id for row in rows if row.record_id}
    numbers |= {row.subject.record_id for row in rows if row.subject_id}
    log(request.reader, Verb.CONSULTATION, "list", sorted(numbers), detail="What I watch")
    groups = {
        name: [row for row in rows if getattr(row, f"{name}_id")] for name in ("record", "subject", "search")
    }
    return render(request, "watching/list.html", {"any": rows, "groups": groups})


@require_POST
def watch_record(request, uuid):
    """Begins to watch a record."""
    row = visibility.get(request.reader, Record, uuid)
    done = "You watch this record. What is new in it is on My work."
    press(request, lambda: services.watch_record(actor=request.reader, record=row), done)
    return redirect(row.get_absolute_url())


@require_POST
def watch_subject(request, uuid):
    """Begins to watch a person, place or object."""
    row = visibility.get(request.reader, Subject, uuid)
    done = "You watch this page. What is new is on My work."
    press(request, lambda: services.watch_subject(actor=request.reader, subject=row), done)
    return redirect("subjects:subject", row.uuid)


@require_POST
def stop(request, uuid):
    """Ends a watch, and goes back to what was watched or to the list."""
    watch = watch_or_404(request.reader, uuid)
    press(request, lambda: services.stop(actor=request.reader, watch=watch), "You no longer watch it.")
    back = request.POST.get("back")
    if back == "record" and watch.record_id:
        return redirect("records:open", watch.record.uuid)
    if back == "subject" and watch.subject_id:
        return redirect("subjects:subject", watch.subject.uuid)
    return redirect(reverse(f"watching:{SEARCHES if back == SEARCHES else WATCHED}"))
