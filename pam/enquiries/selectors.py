"""Questions that agencies ask each other, and who answers."""

from pam.access.models import Agreement, ContactPoint
from pam.disclosure.selectors.bases import usable_bases
from pam.disclosure.selectors.grounds import partners_of
from pam.enquiries.models import Enquiry, EnquiryRecipient


def _in_force(agency_id):
    return Agreement.objects.in_force().filter(parties=agency_id)


def agencies_to_ask(reader):
    """The other agencies with which the reader's has an agreement in force, by name."""
    return partners_of(reader.agency_id)


def bases_to_ask_on(reader):
    """The lawful bases that the reader's agency can ask on and an agreement in force of it covers."""
    rows = usable_bases(reader.agency_id)
    return rows.filter(agreements__in=_in_force(reader.agency_id)).distinct()


def _rows():
    return EnquiryRecipient.objects.select_related(
        "agency", "question__asker__user", "question__asker_agency", "question__basis", "answered_by__user"
    )


def asked_by(reader):
    """The questions that `reader` asked."""
    return Enquiry.objects.filter(asker_id=reader.membership_id)


def answer_counts(questions):
    """{question number: how many agencies have answered, of how many} in one query."""
    found = {question.pk: [0, 0] for question in questions}
    for number, said in (
        EnquiryRecipient.objects.filter(question__in=found).order_by().values_list("question_id", "answer")
    ):
        found[number][0] += bool(said)
        found[number][1] += 1
    return {number: tuple(counts) for number, counts in found.items()}


def own_enquiry(reader, uuid):
    """(a question that `reader` asked, each agency's line), or None."""
    question = (
        asked_by(reader).select_related("basis", "asker__user", "asker_agency").filter(uuid=uuid).first()
    )
    return (
        (question, list(_rows().filter(question=question).order_by("agency__name__folded")))
        if question
        else None
    )


def enquiries_received(reader):
    """What was put to the reader's agency and the reader may answer or look at. The database asks who may."""
    return _rows().filter(agency_id=reader.agency_id)


def waiting(rows):
    """Those of `rows` (EnquiryRecipient) that wait for an answer."""
    return rows.filter(answer="", question__withdrawn_at=None)


def contact_point(agency_id):
    """The agency's ContactPoint, or None: then its supervisors answer."""
    return ContactPoint.objects.select_related("team").filter(agency_id=agency_id).first()
