"""The pages of referrals: who gets what."""

from pam.access.levels import Level
from tests.matrix.rules import Page, records

V, M = Level.VIEW, Level.MANAGE


def _of(target, part):
    return lambda world: {target: {"uuid": world.parts["referral"][part].uuid}}


def _desk(world):
    return {"uuid": world.parts["referral"]["desk"].uuid}


TRIAGE = _of("referral", "triage")
REFERRAL_PAGES = [
    Page("pvp:closing", "record", 200, 200, M, records("pvp")),
    Page("pvp:refer", "reader", 200, 200),
    Page("pvp:my_referrals", "reader", 200, 405),
    Page("pvp:my_referral", "record", 200, 405, V, _of("referral sent", "referral")),
    Page("pvp:referral_queue", "reader", 200, 405),
    Page("pvp:referral", "record", 200, 405, V, TRIAGE),
    *(
        Page(f"pvp:referral_{name}", "record", 200, 200, V, TRIAGE)
        for name in ("rate", "accept", "join", "pass_on", "close")
    ),
    Page("pvp:referral_desks", "administrator", 200, 200),
    Page("pvp:referral_desk_end", "administrator", 200, 302, kwargs=_desk),
]
