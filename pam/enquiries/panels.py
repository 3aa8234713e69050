"""What is shown on "My work" about questions and matches, and on a record's Sharing page about matches."""

from pam.audit.services import Verb, log
from pam.enquiries import selectors as enquiry_selectors

LIMIT = 6


LATEST = 3


def questions_of(request):
    """The panel of "My work": questions that wait for the reader's answer, the reader's own latest, and the
    way to ask.

    It is shown at the side unless something waits.
    """
    reader = request.reader
    rows = list(enquiry_selectors.waiting(enquiry_selectors.enquiries_received(reader))[:LIMIT])
    own = list(enquiry_selectors.asked_by(reader)[:LATEST])
    answer_counts = enquiry_selectors.answer_counts(own)
    for question in own:
        question.told = answer_counts[question.pk]
    if rows or own:
        log(reader, Verb.CONSULTATION, "list", [], detail="Questions")
    return {"template": "enquiries/panel_enquiries.html", "rows": rows, "own": own, "aside": not rows}
