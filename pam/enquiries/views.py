"""Hit or no hit: asking other agencies, answering them, and who answers."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.enquiries import services as enquiries
from pam.enquiries.forms import AnswerForm, AskForm, ContactPointForm
from pam.enquiries.models import Enquiry
from pam.records.models import Subject
from pam.records.views import refuse

KINDS = {"person": "person", "place": "address", "vehicle": "vehicle"}


@require_GET
def mine(request):
    """The questions that the reader asked, newest first, and how many agencies have answered."""
    shown = page(enquiries.asked_by(request.reader), ["-asked_at", "-pk"], request)
    standings = enquiries.standings(shown.rows)
    for row in shown.rows:
        row.told = standings[row.pk]
    log(request.reader, Verb.CONSULTATION, "list", [], what="Questions I asked")
    return render(request, "enquiries/list.html", {"page": shown})


def _start(request):
    """What the form begins with: the identifiers of the subject that the address names, if the reader sees
    it.
    """
    try:
        number = UUID(request.GET.get("subject", ""))
    except ValueError:
        return {}
    row = visibility.visible_to(request.reader, Subject).filter(uuid=number).first()
    if row is None:
        return {}
    log(request.reader, Verb.CONSULTATION, "open to ask", [row.record_id])
    return {"kind": KINDS.get(row.kind, "other"), "name": row.name, "born": row.born}


@require_http_methods(["GET", "POST"])
def ask(request):
    """Asks other agencies: the form, then what they will read, then it is sent."""
    form = AskForm(request.POST or None, reader=request.reader, initial=_start(request))
    if form.is_bound and "change" not in request.POST and form.is_valid():
        data = form.cleaned_data
        if "confirm" not in request.POST:
            text = Enquiry(
                **{name: data[name] for name in data if name != "agencies"},
                asker_id=request.reader.membership_id,
            )
            return render(
                request,
                "enquiries/ask_confirm.html",
                {"form": form, "question": text, "agencies": data["agencies"]},
            )
        try:
            row = enquiries.ask(actor=request.reader, **data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "Question sent.")
            return redirect("enquiries:enquiry", row.uuid)
    return render(request, "enquiries/ask.html", {"form": form})


@require_http_methods(["GET", "POST"])
def question(request, uuid):
    """One's own question, and what each agency says. POST withdraws it."""
    found = enquiries.own(request.reader, uuid)
    if found is None:
        raise Http404
    row, lines = found
    if request.method == "POST":
        try:
            enquiries.withdraw(actor=request.reader, question=row)
            messages.success(request, "Question withdrawn.")
        except Refused as error:
            messages.error(request, error.message)
        return redirect("enquiries:enquiry", uuid)
    log(request.reader, Verb.CONSULTATION, "open answers", [], what=f"Question {row.uuid}")
    context = {
        "question": row,
        "lines": lines,
        "open": not row.withdrawn_at and any(line.waiting for line in lines),
    }
    return render(request, "enquiries/enquiry.html", context)


@require_GET
def to_answer(request):
    """What other agencies asked the reader's agency, for those who answer; the waiting ones, or all on
    request.
    """
    all_of_them = request.GET.get("show") == "all"
    rows = enquiries.put_to(request.reader)
    shown = page(rows if all_of_them else enquiries.waiting(rows), ["-asked_at", "-pk"], request)
    log(request.reader, Verb.CONSULTATION, "list", [], what="Questions to answer")
    return render(request, "enquiries/to_answer.html", {"page": shown, "all": all_of_them})


@require_http_methods(["GET", "POST"])
def answer(request, uuid):
    """One question to the reader's agency: identifiers and why; the answer, shown as the asker will read it
    first.
    """
    row = enquiries.put_to(request.reader).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    context = {"row": row, "question": row.question, "form": form}
    if form.is_bound and "change" not in request.POST and form.is_valid():
        try:
            if "confirm" not in request.POST:
                log(
                    request.reader,
                    Verb.CONSULTATION,
                    "open question",
                    [],
                    what=f"Question {row.question.uuid}",
                )
                row.answer, row.words = form.cleaned_data["answer"], form.cleaned_data["words"].strip()
                return render(request, "enquiries/answer_confirm.html", context)
            enquiries.answer(actor=request.reader, row=row, **form.cleaned_data)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, "Answer sent.")
            return redirect("enquiries:to_answer")
    log(request.reader, Verb.CONSULTATION, "open question", [], what=f"Question {row.question.uuid}")
    return render(request, "enquiries/answer.html", context)


@require_http_methods(["GET", "POST"])
def contact_point(request):
    """Which team answers other agencies: chosen by an administrator of the agency."""
    if not request.reader.has_role(Membership.Role.ADMINISTRATOR):
        raise PermissionDenied
    point = enquiries.contact_point(request.reader.agency_id)
    form = ContactPointForm(
        request.POST or None,
        agency_id=request.reader.agency_id,
        initial={"team": point.team_id if point else None},
    )
    if form.is_bound and form.is_valid():
        enquiries.choose_contact_point(actor=request.reader, team=form.cleaned_data["team"])
        messages.success(request, f"{form.cleaned_data['team'].name} answers other agencies now.")
        return redirect("enquiries:contact_point")
    return render(request, "enquiries/contact_point.html", {"form": form, "point": point})
