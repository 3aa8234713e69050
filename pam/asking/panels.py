"""What stands on "My work" about questions and matches, and on a record's Sharing page about matches."""

from pam.audit.services import Verb, log

from . import matching, questions

MOST = 6


LATEST = 3


def questions_of(request):
    """The panel of "My work": questions that wait for the reader's answer, the reader's own latest, and the
    way to ask.

    It stands aside unless something waits.
    """
    reader = request.reader
    rows = list(questions.waiting(questions.put_to(reader))[:MOST])
    own = list(questions.asked_by(reader)[:LATEST])
    standings = questions.standings(own)
    for question in own:
        question.told = standings[question.pk]
    if rows or own:
        log(reader, Verb.CONSULTATION, "list", [], what="Questions")
    return {"template": "asking/panel_questions.html", "rows": rows, "own": own, "aside": not rows}


def matches_of(request):
    """The panel of "My work": new matches of records that the reader leads; or None."""
    rows = matching.for_me(request.reader, MOST)
    if not rows:
        return None
    log(request.reader, Verb.CONSULTATION, "list", sorted({row.record_id for row in rows}), what="Matches")
    return {"template": "asking/panel_matches.html", "rows": rows}


def matches_about(request, record):
    """The panel of the Sharing page: the matches of what `record` knows, newest first; None without any."""
    rows = matching.about(record, MOST)
    return {"template": "asking/panel_about.html", "rows": rows} if rows else None
