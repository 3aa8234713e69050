"""What is shown on "My work" about questions between agencies."""

from pam.audit.services import Verb, log
from pam.enquiries import selectors as enquiry_selectors

LATEST = 3


def own_questions(request):
    """The reader's own questions."""
    return enquiry_selectors.asked_by(request.reader)


def questions_of(request, rows):
    """The panel of "My work": the latest of `rows`, the reader's own questions, and the ways to ask and to
    answer.
    """
    own = list(rows[:LATEST])
    answer_counts = enquiry_selectors.answer_counts(own)
    for question in own:
        question.told = answer_counts[question.pk]
    if own:
        log(request.reader, Verb.CONSULTATION, "list", [], detail="Questions")
    return {"template": "enquiries/panel_enquiries.html", "own": own, "aside": True}
