"""What each page answers to each persona: a table's row, and the rules that spell it out."""

import os
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import ceil

from pam.access.levels import Level
from tests.world.people import PERSONAS

WHOLE = bool(os.environ.get("PAM_WHOLE_MATRIX"))
NOT_YET_READERS = {"no_second_factor", "left_yesterday"}
BREAKERS = frozenset({"glass_before", "glass_during", "glass_after"})
WITHOUT_TEAM = {"colleague", "superuser", "administrator", "auditor", "data_protection", *BREAKERS}
# Who may open what the tests point at (see tests/world/world.py), and how far the owner and the partner may
# go.
SEES = {
    "shared": {"owner", "granted", "narrowed", "glass_during"},
    "police": {"owner", "glass_during"},
    "hidden": {"owner"},
    "meeting": {"owner", "granted"},
    "private": {"owner"},
    "update": {"owner", "granted", "glass_during"},
    "marac": {"owner", "granted"},
    "paper": {"granted"},
    "other": {"other_force"},
    "placed": {"owner", "granted", "narrowed"},
    "unseen": {"owner"},
    "framework draft": {"owner"},
    "framework elsewhere": {"other_force"},
    "offer draft": {"owner"},
    "offer asked": {"owner"},
    "offer learning": {"owner"},
    "offer revoked": {"other_force"},
    "offer of ours": {"other_force"},
    "offer copied": {"owner"},
    "offer to copy": {"owner"},
    "own view": {"owner"},
    "receipt": {"owner", "granted"},
    "profile": {"owner", "granted"},
    "given": {"sanitised"},
    "matched": {"owner"},
    "question": {"other_force"},
    "question elsewhere": {"expired_grant"},
    "police asked": {"owner"},
    "council asked": {"signposted"},
    "charity asked": {"expired_agreement", "narrowed", "co_located"},
    "reviewed": {"owner"},
    "joining": {"owner"},
    "told": {"signposted"},
    "asked": {"signposted"},
    "requested": {"expired_grant"},
    "to answer": {"owner"},
    "certificate": {"owner", "auditor"},
    "referral sent": {"granted"},
    "referral": {"owner"},
    "transfer": {"owner", "other_force"},
    "broken": {"owner", "auditor", "glass_during"},
    "broken before": {"owner", "auditor", "glass_after"},
}
SEES["offer to partners"] = set(PERSONAS) - NOT_YET_READERS
# Who holds which role, where a page asks for one.
ROLES = {
    "owner": {"officer", "chair", "supervisor", "framework_author"},
    "other_force": {"framework_author"},
    "auditor": {"auditor"},
    "administrator": {"administrator"},
    "data_protection": {"data_protection"},
}
LEVEL = dict.fromkeys(PERSONAS, Level.VIEW) | {"owner": Level.MANAGE, "other_force": Level.MANAGE}


@dataclass(frozen=True)
class Page:
    """One URL name. `get` and `post` are what the best placed persona gets (POST with an empty form).

    `who` is "public", "incomplete" (signed in, but not to read), "reader" (anyone whose sign-in is complete)
    "administrator" (of the police) or "record" (the person who sees the target, at `level`). `targets(world)`
    gives {target: kwargs} for "record". `own` lets a persona without the level in all the same, for example
    an action's owner. `after` asks once the minutes are approved. `without_team` is what a reader gets who is
    in no team. `roles` are those of which a reader must hold one; `found(persona)` are the targets that such
    a reader finds. `only` names the personas whose role lets them in, or lets them write (`post` is theirs,
    403 everyone else's). `not_shared` is a page of a kind of part that the narrowed share doesn't reach,
    `a_copy` one that hands out what it forbids to copy.
    """

    name: str
    who: str
    get: int = 200
    post: int = 405
    level: Level = Level.VIEW
    targets: Callable | None = None
    kwargs: Callable | None = None
    own: frozenset = frozenset()
    after: bool = False
    without_team: int = 0
    roles: frozenset = frozenset()
    found: Callable | None = None
    only: frozenset = frozenset()
    not_shared: bool = False
    a_copy: bool = False

    def addresses(self, world):
        """[(target, kwargs)] of this page in `world`; none where the world does not have its target yet, as
        without what is hidden (test_the_whole_world_has_every_page: the whole of it has all).
        """
        try:
            if self.targets:
                return list(self.targets(world).items())
            return [("", self.kwargs(world) if self.kwargs else {})]
        except (KeyError, AttributeError):
            return []

    def expected(self, persona, target, method):
        """The status that `persona` gets."""
        best = self.get if method == "GET" else self.post
        if self.who == "public":
            return best
        if self.who == "incomplete":
            return best if best == 405 or persona in NOT_YET_READERS else 302
        if persona == "anonymous":
            return 302
        if persona in NOT_YET_READERS:
            return 302
        if self.roles and best != 405 and not self.roles & ROLES.get(persona, set()):
            return 403
        if self.found is not None and best != 405 and target not in self.found(persona):
            return 404
        if self.who == "reader" and persona in WITHOUT_TEAM and self.without_team:
            return self.without_team
        if (
            self.only
            and best != 405
            and persona not in self.only
            and (self.who == "reader" or method == "POST")
        ):
            return 404 if self.who == "record" and persona not in SEES[target] else 403
        if self.who == "reader" or best == 405:
            return best
        if self.who == "administrator":
            return best if persona == "administrator" else 403
        if persona not in SEES[target]:
            return 404
        if persona == "narrowed" and (self.not_shared or self.a_copy):
            return 404 if self.not_shared else 403
        if LEVEL[persona] < self.level and persona not in self.own:
            return 403
        return best


FOR_ALL_METHODS = {"owner", "anonymous"}
# The partner asks all that lets them in and what is kept from them within a shared record; else in turn.
LET_IN = {"granted"}
# Personas for which taking the gate away makes no difference: the matrix fails where one of the first three
# reaches the gate; tests/matrix/test_canary.py says why the superuser is a colleague. The owner sees all.
GATE_MAKES_NO_DIFFERENCE = {"anonymous", "left_yesterday", "no_second_factor", "superuser", "owner"}


# Two things of one kind: parts of the same group, meetings of the same series.
ALIKE = {"shared": "police", "police": "shared", "meeting": "private", "private": "meeting"}


# So many of the personas who are answered alike ask each page: a third, but no fewer than these. Where both
# methods are refused, each of them asks one; whose sign-in is not complete is sent away before any page.
LEAST, LEAST_REFUSED, LEAST_SENT_AWAY = 3, 6, 1
WITHOUT_GATE = 4
GOES_ON = {200, 204, 302}


def methods(entry, target, persona, targets=()):
    """Which of GET and POST the matrix asks of a page that has these `targets`.

    A method that the page does not have is refused before anybody is looked at: those of FOR_ALL_METHODS ask
    it, and more besides (`_is_their_turn`). Of the others, those who are to be answered alike take turns from
    page to page (`_asked_by`), with the gate and without (`also_without_gate`): so each page refuses each
    method to many personas (test_each_page_refuses_each_method_to_many…). Those in LET_IN ask more.
    `PAM_WHOLE_MATRIX=1` has each persona ask all.
    """
    if WHOLE:
        return ["GET", "POST"]
    if persona in FOR_ALL_METHODS:
        return [m for m in ("GET", "POST") if _is_their_turn(entry, target, persona, m, targets)]
    in_turn = _asked_by(entry, target).get(persona, [])
    if persona not in LET_IN:
        return in_turn
    answers = {method: entry.expected(persona, target, method) for method in ("GET", "POST")}
    goes_on = {404, *GOES_ON} if target == "police" else GOES_ON
    return [method for method, answer in answers.items() if method in in_turn or answer in goes_on]


def _is_their_turn(entry, target, persona, method, targets):
    """Whether one of FOR_ALL_METHODS asks it of this target.

    Before a target is looked at, pages without a session or without the method are answered: one target of a
    page is asked. What is refused is asked by one method. Of two targets of one kind (`ALIKE`) the page of
    one is asked and the form of the other.
    """
    first = zlib.crc32(entry.name.encode())
    answer = entry.expected(persona, target, method)
    if persona == "anonymous" or answer == 405:
        kind = [one for one in targets if entry.expected(persona, one, method) == answer]
        return not kind or target == kind[first % len(kind)]
    if answer in {403, 404}:
        return (first + (method == "POST")) % 2 == 0
    twin = ALIKE.get(target)
    if twin in targets and entry.expected(persona, twin, method) == answer:
        return (first + (method == "POST") + (target < twin)) % 2 == 0
    return True


@cache
def _asked_by(entry, target):
    """{persona: the methods that they ask} of those who take turns: some of each who are answered alike.

    Where both methods are refused each asks one of them, in turn.
    """
    alike, asked, first = defaultdict(list), {}, zlib.crc32(f"{entry.name} {target}".encode())
    for persona in PERSONAS:
        if persona not in FOR_ALL_METHODS:
            answer = tuple(entry.expected(persona, target, method) for method in ("GET", "POST"))
            alike[answer].append(persona)
    for (get, post), group in alike.items():
        wanted = ["GET"] * (get != 405) + ["POST"] * (post != 405)
        one = {get, post} <= {302} or {get, post} <= {403, 404}
        least = LEAST_SENT_AWAY if get == 302 else LEAST_REFUSED if one else LEAST
        turns = _in_turn(group, entry, target)
        for turn, persona in enumerate(turns[: max(least, ceil(len(turns) / 3))]):
            asked[persona] = [wanted[(turn + first) % 2]] if one else wanted
    return asked


def also_without_gate(entry, target, persona):
    """Whether the matrix asks a page again with the gate taken away: some of its personas do, in turn."""
    return persona in _without_gate(entry, target) or WHOLE and persona not in GATE_MAKES_NO_DIFFERENCE


@cache
def _without_gate(entry, target):
    askers = [p for p in PERSONAS if p not in GATE_MAKES_NO_DIFFERENCE and methods(entry, target, p)]
    return _in_turn(askers, entry, target)[:WITHOUT_GATE]


def _in_turn(personas, entry, target):
    """The personas in another order for each page."""
    return sorted(personas, key=lambda persona: zlib.crc32(f"{persona} {entry.name} {target}".encode()))


def records(*kinds):
    """Targets: the records of the world. `kinds` narrows to "ocg", "pvp", "meeting"."""

    def targets(world):
        by_target = {
            "shared": ("ocg", world.ocg),
            "hidden": ("pvp", world.pvp),
            "other": ("ocg", world.other_ocg),
            "meeting": ("meeting", world.meeting),
            "private": ("meeting", world.private_meeting),
        }
        return {
            t: {"uuid": r.uuid} for t, (kind, r) in by_target.items() if r and (not kinds or kind in kinds)
        }

    return targets


def parts(kind):
    """Targets: the parts of one kind, addressed to all, to the police alone, and of the hidden case."""

    def targets(world):
        return {
            t: {"uuid": world.parts[t][kind].uuid}
            for t in ("shared", "police", "hidden", "meeting", "private")
            if t in world.parts and kind in world.parts[t]
        }

    return targets
