"""What stands on "My work" about questions and matches, and on a record's Sharing page about matches."""

from pam.audit.services import Verb, log
from pam.enquiries import services as enquiries

MOST = 6


LATEST = 3


def questions_of(request):
    """The panel of "My work": questions that wait for the reader's answer, the reader's own latest, and the
    way to ask.

    It stands aside unless something waits.
    """
    reader = request.reader
    rows = list(enquiries.waiting(enquiries.put_to(reader))[:MOST])
    own = list(enquiries.asked_by(reader)[:LATEST])
    standings = enquiries.standings(own)
    for question in own:
        question.told = standings[question.pk]
    if rows or own:
        log(reader, Verb.CONSULTATION, "list", [], what="Questions")
    return {"template": "enquiries/panel_enquiries.html", "rows": rows, "own": own, "aside": not rows}
