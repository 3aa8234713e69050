"""What is shown above the list of actions about sanitised actions."""

from pam.actions.models import SanitisedAction
from pam.actions.selectors import sanitised as sanitised_selectors
from pam.audit.services import Verb, log
from pam.db.prepared import prepared_statements

LIMIT = 6


def given_to(request, *, none=False):
    """(those that wait for the reader, their teams or their agency, soonest first; whether there are more).
    `none` says that it is known there are none.
    """
    if none:
        return {"rows": [], "more": False}
    waiting = sanitised_selectors.given_to(request.reader).filter(state__in=SanitisedAction.LIVE)[: LIMIT + 1]
    # Mostly there are none: then the joins of the whole rows, dear to plan, are not asked for.
    with prepared_statements():
        rows = list(waiting) if waiting.exists() else []
    if rows:
        log(request.reader, Verb.CONSULTATION, "list", [], detail="Actions from partners")
    return {"rows": rows[:LIMIT], "more": len(rows) > LIMIT}
