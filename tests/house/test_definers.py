"""Functions that read past the policies ask who is reading, or the web role may not call them."""

import re

from pam.db.objects import bare, objects

ASKS = re.compile(
    r"\b(pam_principals|pam_user|pam_agency|pam_person|pam_asked_by_web|pam_is_me|pam_administers|pam_has_role"
    r"|pam_sees\w*|pam_level|pam_ticket_holds|pam_read_as)\("
)
# Called by everyone, and why that tells and changes nothing.
EVERYONES = {
    "pam_accept_invitation": "asks for the link's token",
    "pam_invitation": "asks for the link's token",
    "pam_session": "asks for the session's key",
    "pam_keep_session": "asks for the session's key",
    "pam_forget_session": "asks for the session's key",
    "pam_renew_session": "asks for the session's key",
    "pam_read_as": "asks for a ticket",
    "pam_calendar_feed": "asks for the address's secret",
    "pam_api_token": "asks for the token's secret",
    "pam_contacts_of": "the directory of professionals is open",
    "pam_unaccepted_terms": "kinds of terms, asked before there is a reader",
    "pam_excluded_roles": "an agency's setting, which is open",
    "pam_may_be_invited": "an agency's setting, which is open",
    "pam_setting": "an agency's setting, which is open",
    "pam_keep_contact_request": "anyone writes to us; it answers alike for every address",
    "pam_permission": "numbers of levels",
    "pam_merges": "true within the transaction of a merge alone",
}


def test_a_function_that_reads_past_the_policies_asks_who_reads_or_is_closed():
    functions = {bare(one.name): one for one in objects() if one.kind == "function"}
    texts = {name: one.statements[0].split("$$", 1)[-1] for name, one in functions.items()}
    asking = {name for name, text in texts.items() if ASKS.search(text)}
    asking |= {name for name, text in texts.items() if any(f"{one}(" in text for one in asking)}
    open_to_all = {
        name
        for name, one in functions.items()
        if "SECURITY DEFINER" in one.statements[0]
        and "RETURNS trigger" not in one.statements[0]
        and any(statement.startswith("GRANT EXECUTE") for statement in one.statements)
    }
    assert open_to_all - asking - set(EVERYONES) == set()
    assert set(EVERYONES) <= open_to_all, "one that is gone"
