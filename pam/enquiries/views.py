"""Hit or no hit: asking other agencies, answering them, and who answers."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pam.access import visibility
from pam.access.models import Membership
from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.enquiries import selectors as enquiry_selectors
from pam.enquiries import services as enquiries
from pam.enquiries.forms import AnswerForm, AskForm, ContactPointForm
from pam.enquiries.models import Enquiry
from pam.forms.views import CheckedFormView, ServiceFormView, press
from pam.records.models import Subject
from pam.ui.sorting import Column, Sorting

KINDS = {"person": "person", "place": "address", "vehicle": "vehicle"}


@require_GET
def mine(request):
    """The questions that the reader asked, newest first, and how many agencies have answered."""
    shown = page(
        enquiry_selectors.asked_by(request.reader),
        Sorting(request, Column("asked", "Asked", "-asked_at")),
        request,
    )
    answer_counts = enquiry_selectors.answer_counts(shown.rows)
    for row in shown.rows:
        row.told = answer_counts[row.pk]
    log(request.reader, Verb.CONSULTATION, "list", [], detail="Questions I asked")
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


class Ask(CheckedFormView):
    """Asks other agencies: the form, then what they will read, then it is sent."""

    form_class = AskForm
    template_name = "enquiries/ask.html"
    check_template_name = "enquiries/ask_confirm.html"
    done = "Question sent."

    def form_arguments(self):
        """The reader, and the subject that the address names."""
        return {"reader": self.reader, "initial": _start(self.request)}

    def check(self):
        """The question as they will read it."""
        data = self.form.cleaned_data
        values = {name: data[name] for name in data if name != "agencies"}
        question = Enquiry(**values, asker_id=self.reader.membership_id)
        return {"question": question, "agencies": data["agencies"]}

    def save(self, form):
        """Asks."""
        return enquiries.ask(actor=self.reader, **form.cleaned_data)

    def next_page(self, saved):
        """The question's page."""
        return reverse("enquiries:enquiry", args=[saved.uuid])


@require_http_methods(["GET", "POST"])
def question(request, uuid):
    """One's own question, and what each agency says. POST withdraws it."""
    found = enquiry_selectors.own_enquiry(request.reader, uuid)
    if found is None:
        raise Http404
    row, lines = found
    if request.method == "POST":
        press(request, lambda: enquiries.withdraw(actor=request.reader, question=row), "Question withdrawn.")
        return redirect("enquiries:enquiry", uuid)
    log(request.reader, Verb.CONSULTATION, "open answers", [], detail=f"Question {row.uuid}")
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
    rows = enquiry_selectors.enquiries_received(request.reader)
    rows = rows if all_of_them else enquiry_selectors.waiting(rows)
    order = Sorting(request, Column("asked", "Asked", "-asked_at", heading=False))
    shown = page(rows, order, request)
    log(request.reader, Verb.CONSULTATION, "list", [], detail="Questions to answer")
    return render(request, "enquiries/to_answer.html", {"page": shown, "all": all_of_them})


class Answer(CheckedFormView):
    """One question to the reader's agency: identifiers and why; the answer, shown as the asker will read it
    first.
    """

    form_class = AnswerForm
    template_name = "enquiries/answer.html"
    check_template_name = "enquiries/answer_confirm.html"
    done = "Answer sent."

    def open(self, uuid):
        """Finds the question, and logs the look at it."""
        self.row = enquiry_selectors.enquiries_received(self.reader).filter(uuid=uuid).first()
        if self.row is None:
            raise Http404
        detail = f"Question {self.row.question.uuid}"
        log(self.reader, Verb.CONSULTATION, "open question", [], detail=detail)

    def check(self):
        """The answer as the asker will read it."""
        data = self.form.cleaned_data
        self.row.answer, self.row.words = data["answer"], data["words"].strip()
        return {}

    def save(self, form):
        """Answers."""
        return enquiries.answer(actor=self.reader, row=self.row, **form.cleaned_data)

    def next_page(self, saved):
        """The list of questions."""
        return reverse("enquiries:to_answer")

    def context(self):
        """The question."""
        return {"row": self.row, "question": self.row.question}


class ContactPoint(ServiceFormView):
    """Which team answers other agencies: chosen by an administrator of the agency."""

    roles = (Membership.Role.ADMINISTRATOR,)
    form_class = ContactPointForm
    template_name = "enquiries/contact_point.html"

    def open(self):
        """Finds who answers now."""
        self.point = enquiry_selectors.contact_point(self.reader.agency_id)

    def form_arguments(self):
        """The agency, and its choice so far."""
        team = self.point.team_id if self.point else None
        return {"agency_id": self.reader.agency_id, "initial": {"team": team}}

    def save(self, form):
        """Chooses the team."""
        return enquiries.choose_contact_point(actor=self.reader, **form.cleaned_data)

    def done_words(self, saved):
        """Which team answers."""
        return f"{saved.team.name} answers other agencies now."

    def next_page(self, saved):
        """The same page."""
        return reverse("enquiries:contact_point")

    def context(self):
        """Who answers now."""
        return {"point": self.point}
