"""The pages of systems, tokens and webhooks, and the API's addresses: who gets what."""

from tests.matrix import targets
from tests.matrix.rules import Page

OVERSEERS = frozenset({"administrator", "auditor", "supervisor"})


def DECIDER(persona):
    """Who finds a token that waits for them: a supervisor of the agency."""
    return {"joining"} if persona == "owner" else set()


def a_system(world):
    """The police's system of the world's token."""
    from pam.api.models import ApiToken

    return {"uuid": ApiToken.objects.get(uuid=targets.api_token(world)["uuid"]).membership.uuid}


API_PAGES = [
    # Systems and tokens; the API itself asks for a token (tests/api asks it as each persona)
    Page("api:systems", "reader", 200, 405, roles=OVERSEERS),
    Page("api:system_new", "administrator", 200, 200),
    Page("api:token_new", "administrator", 200, 200),
    Page("api:token_accept", "reader", 200, 302, targets=targets.token_asked, roles=OVERSEERS, found=DECIDER),
    Page("api:token_refuse", "reader", 200, 200, targets=targets.token_asked, roles=OVERSEERS, found=DECIDER),
    Page("api:token_end", "administrator", 200, 302, kwargs=targets.api_token),
    Page("api:webhooks", "reader", 200, 405, roles=OVERSEERS),
    Page("api:webhook_new", "administrator", 200, 200),
    Page(
        "api:webhook_accept", "reader", 200, 302, targets=targets.hook_asked, roles=OVERSEERS, found=DECIDER
    ),
    Page(
        "api:webhook_refuse", "reader", 200, 200, targets=targets.hook_asked, roles=OVERSEERS, found=DECIDER
    ),
    Page("api:webhook_end", "administrator", 200, 302, kwargs=targets.webhook),
    Page("api:webhook_secret", "administrator", 200, 302, kwargs=targets.webhook),
    Page("api:webhook_test", "administrator", 200, 302, kwargs=targets.webhook_in_use),
    Page("api:hook_again", "administrator", 200, 302, kwargs=targets.dead_message),
    Page("api:openapi", "administrator", 200, 405),
    *(Page(f"api:{name}", "public", 401, 401) for name in ("records",)),
    *(Page(f"api:{name}", "public", 401, 405) for name in ("actions", "agencies")),
    *(
        Page(f"api:{name}", "public", 401, 405, kwargs=targets.anything)
        for name in ("record", "documents", "links", "document_file", "action")
    ),
    *(
        Page(f"api:{name}", "public", 401, 401, kwargs=targets.anything)
        for name in ("entries", "subjects", "record_actions")
    ),
    *(
        Page(f"api:{name}", "public", 405, 401, kwargs=targets.anything)
        for name in ("action_end", "action_due")
    ),
    *(Page(f"api:{name}", "public", 401, 405, kwargs=targets.anything) for name in ("agenda", "decisions")),
    Page("api:system_terms", "administrator", 200, 200, kwargs=a_system),
]
