"""What each page answers to each persona: a table's row, and the rules that spell it out."""

import os
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import product
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
# The partner opens all that lets them in, in the twin worlds (`in_the_twins`), and asks what is kept from
# them within a shared record; else in turn.
LET_IN = {"granted"}
# Personas for which taking the gate away makes no difference: the matrix fails where one of the first three
# reaches the gate; tests/matrix/test_canary.py says why the superuser is a colleague. The owner sees all.
GATE_MAKES_NO_DIFFERENCE = {"anonymous", "left_yesterday", "no_second_factor", "superuser", "owner"}


# Two things of one kind: parts of the same group, meetings of the same series.
ALIKE = {"shared": "police", "police": "shared", "meeting": "private", "private": "meeting"}
# Refused for one and the same reason: of the force, without a need to know. What else they may do is a role.
NO_NEED = frozenset({"colleague", "superuser", "administrator", "auditor", "data_protection", "glass_before"})


# So many of those who are let in alike ask each target, and one for each three reasons for which they see
# what they see and no more (`NO_NEED` is one reason); of those who are refused, so many ask each target of a
# page, and of each reason for a refusal one asks the page. What sends people away before it looks at any
# target is asked by one of them.
LEAST, LEAST_REFUSED, LEAST_SENT_AWAY = 3, 3, 1
GOES_ON, REFUSED = {200, 204, 302}, {403, 404, 405}
WHOLE_IN_TURN = 4  # of so many pages one is a whole request that others ask as one as well
FORMS = 3  # of so many forms that are shown again the matrix sends one; tests/forms sends every form


def methods(entry, target, persona, targets=()):
    """Which of GET and POST the matrix asks of a page that has these `targets`.

    A method that the page does not have is refused before anybody is looked at: those of FOR_ALL_METHODS ask
    it, and more besides (`_is_their_turn`). Of the others, those who are to be answered alike take turns from
    page to page (`_asked_by`), with the gate and without (`also_without_gate`): so each page refuses each
    method to several, and is asked for each reason to refuse (test_each_page_refuses_for_each_reason…).
    Those in LET_IN ask more. `PAM_WHOLE_MATRIX=1` has each persona ask all.
    """
    asked = _methods(entry, target, persona, tuple(targets) or (target,))
    if "GET" in asked and not WHOLE and in_the_twins(entry, target, persona):
        return [m for m in asked if m != "GET" or also_without_gate(entry, target, persona, targets)]
    return asked


def in_the_twins(entry, target, persona):
    """Whether tests/matrix/test_twins.py opens it as this persona, and looks at what the matrix looks at."""
    return (
        persona in LET_IN
        and (entry.who == "reader" or persona in SEES.get(target, ()))
        and entry.expected(persona, target, "GET") == 200
        and entry.level <= max(Level.VIEW, LEVEL[persona])
        and not entry.after
    )


def _methods(entry, target, persona, targets):
    """Which of them it would ask if there were no twin worlds."""
    if WHOLE:
        return ["GET", "POST"]
    if persona in FOR_ALL_METHODS:
        return [m for m in ("GET", "POST") if _is_their_turn(entry, target, persona, m, targets)]
    in_turn = _asked_by(entry, targets).get((target, persona), [])
    if persona not in LET_IN:
        return in_turn
    # What they see and may not do is refused both ways. What is kept from them within a shared record is
    # opened by test_hidden_and_absent_are_the_same_404.
    get, post = (entry.expected(persona, target, method) for method in ("GET", "POST"))
    more = {
        "GET": get in GOES_ON or get == 403 and not entry.roles,
        "POST": post in {204, 302}
        or _is_sent(entry, target, post)
        or post == (404 if target == "police" else 403),
    }
    return [method for method in ("GET", "POST") if method in in_turn or more[method]]


def _is_sent(entry, target, answer):
    """Whether it is the turn of this form, which an empty answer shows again, to be sent."""
    return answer == 200 and _number(entry.name, target) % FORMS == 0


def _is_their_turn(entry, target, persona, method, targets):
    """Whether one of FOR_ALL_METHODS asks it of this target.

    Before a target is looked at, pages without a session or without the method are answered: one target of a
    page is asked; of the two methods that lead to signing in one, and the other by those whose sign-in is not
    complete. What is refused is asked by one method. Of two targets of one kind (`ALIKE`) one is asked.
    """
    first = _number(entry.name)
    answer = entry.expected(persona, target, method)
    if persona == "anonymous" or answer == 405:
        kind = [one for one in targets if entry.expected(persona, one, method) == answer]
        other = "GET" if method == "POST" else "POST"
        away = answer == 302 == entry.expected(persona, target, other) and entry.who != "public"
        return target == kind[first % len(kind)] and (not away or (first + (method == "POST")) % 2 == 0)
    if answer in {403, 404}:
        other = entry.expected(persona, target, "GET" if method == "POST" else "POST")
        return other not in {403, 404} or (first + (method == "POST")) % 2 == 0
    if method == "POST" and answer == 200:
        return _is_sent(entry, target, answer)
    twin = ALIKE.get(target)
    if twin in targets and entry.expected(persona, twin, method) == answer:
        return (first + (method == "POST") + (target < twin)) % 2 == 0
    return True


@cache
def _asked_by(entry, targets):
    """{(target, persona): the methods that they ask} of those who take turns: some of each who are answered
    alike. Where both methods are refused each asks one of them, in turn.
    """
    asked, refused = {}, _refused(entry, targets)
    for target in targets:
        for (get, post, away), group in _alike(entry, target).items():
            wanted = ["GET"] * (get != 405) + ["POST"] * (post != 405)
            if {get, post} <= REFUSED:
                chosen = [persona for persona in group if persona in refused[target]]
            elif away or get == 401:  # before any target is looked at
                chosen = group[: LEAST_SENT_AWAY * (target == targets[_number(entry.name) % len(targets)])]
            else:
                chosen = _let_in(group)
            # Who is sent away asks what "anonymous" does not.
            first = _number(entry.name) + 1 if away else _number(entry.name, target)
            for turn, persona in enumerate(chosen, first):
                one = len(wanted) == 2 and (get == post or {get, post} <= REFUSED)
                asked[target, persona] = [wanted[turn % 2]] if one else wanted
                if get == 200:  # who is let in opens it, whoever sends the form
                    asked[target, persona] = ["GET", *set(asked[target, persona]) - {"GET"}]
    return asked


def _let_in(group):
    """Which of those who are let in alike ask: before any reason comes twice, others do."""
    again = [persona for persona in group if persona in NO_NEED][1:]
    reasons = [persona for persona in group if persona not in again]
    return [*reasons, *again][: max(LEAST, ceil(len(reasons) / 3))]


def _alike(entry, target):
    """{(answer to GET, to POST, whether for want of a session): who gets them, in the turn of this page}."""
    found = defaultdict(list)
    for persona in _in_turn(set(PERSONAS) - FOR_ALL_METHODS, entry, target):
        answers = [entry.expected(persona, target, method) for method in ("GET", "POST")]
        found[*answers, persona in NOT_YET_READERS].append(persona)
    return found


def reason(entry, target, persona):
    """Why `persona` is refused, and how: one is as good as another of the same. They have no role, or no need
    to know; each other persona is there for a reason of its own, for what they see and for what they don't.
    """
    answers = tuple(entry.expected(persona, target, method) for method in ("GET", "POST"))
    if entry.who != "record" or entry.roles and 403 in answers:
        return persona if persona in ROLES else "no role", *answers
    within = target == "police" and persona in SEES["shared"]  # a part of what they see
    return "no need" if persona in NO_NEED else persona, *answers, within


def _refused(entry, targets):
    """{target: who of those that it refuses asks it}: LEAST_REFUSED, and between them, over all targets of
    the page, one for each reason that it has to refuse.
    """
    reasons = {
        target: {
            reason(entry, target, persona): persona
            for (get, post, _), group in _alike(entry, target).items()
            if {get, post} <= REFUSED
            for persona in group
        }
        for target in targets
    }
    waiting, chosen = set().union(*reasons.values()), {}
    for left, target in zip(range(len(targets), 0, -1), targets, strict=True):
        here = reasons[target]
        for_last = waiting - set().union(*(reasons[later] for later in targets[-left + 1 :] if left > 1))
        turns = sorted(here, key=lambda why: (why not in for_last, why not in waiting))
        turns = turns[: max(LEAST_REFUSED, ceil(len(waiting) / left), len(for_last))]
        waiting -= set(turns)
        chosen[target] = {here[why] for why in turns}
    return chosen


def of_the_view(entry, target, persona, method, targets):
    """Whether the matrix asks this of the page's view by itself (`view_alone.py`).

    Who is refused is refused by the view, or by the gate that it asks, and what is shown is the view's: all
    middleware is the same for all pages. So whole requests are all that the owner opens (tests/forms sends
    each of its forms as one), of every fourth page what the owner sends and what one other opens, one opening
    of each page that the owner does not open, one refusal of each that
    test_hidden_and_absent_are_the_same_404 does not ask; and all that is answered before a view is asked, to
    people who are no readers.
    """
    if WHOLE or entry.who in {"public", "incomplete"} or persona in NOT_YET_READERS | {"anonymous"}:
        return False
    refused = entry.expected(persona, target, method) in REFUSED
    if persona == "owner" and not refused and (method == "GET" or _is_whole_in_turn(entry)):
        return False
    return (target, persona, method) not in _whole_requests(entry, tuple(targets) or (target,))


@cache
def _whole_requests(entry, targets):
    """{(target, persona, method)}: one who is refused a page and one who is let in, in turn; of most pages
    none, which the owner and a partner ask as whole requests.
    """
    in_turn = _is_whole_in_turn(entry)
    by_owner = any(entry.expected("owner", target, "GET") not in REFUSED for target in targets)
    elsewhere = {False: by_owner, True: entry.who == "record" and entry.get != 405}
    asked = defaultdict(list)
    for target, persona in product(targets, set(PERSONAS) - NOT_YET_READERS - {"anonymous"}):
        for method in methods(entry, target, persona, targets):
            refused = entry.expected(persona, target, method) in {403, 404}
            if (refused or persona != "owner") and (in_turn or not elsewhere[refused]):
                asked[refused].append((target, persona, method))
    return {min(kind, key=lambda one: _number(entry.name, *one)) for kind in asked.values()}


def _is_whole_in_turn(entry):
    return _number(entry.name) % WHOLE_IN_TURN == 0


def also_without_gate(entry, target, persona, targets=()):
    """Whether the matrix asks a page again with the gate taken away: some of its personas do, in turn."""
    return persona in _without_gate(entry, target, tuple(targets) or (target,)) or (
        WHOLE and persona not in GATE_MAKES_NO_DIFFERENCE
    )


@cache
def _without_gate(entry, target, targets):
    """One of those who open the target, who could be shown what is kept from them within it; and one who is
    refused it, of a page of one target or where nobody opens it.
    """
    askers = [
        p for p in PERSONAS if p not in GATE_MAKES_NO_DIFFERENCE and _methods(entry, target, p, targets)
    ]
    turns = _in_turn(askers, entry, target)
    refused = {p for p in turns if {entry.expected(p, target, m) for m in ("GET", "POST")} <= REFUSED}
    opening = [p for p in turns if p not in refused][:1]
    if entry.who == "record" and (len(targets) == 1 or not opening):
        return [*opening, *[p for p in turns if p in refused][:1]]
    return opening or turns[:1]


def _in_turn(personas, entry, target):
    """The personas in another order for each page."""
    return sorted(personas, key=lambda persona: _number(persona, entry.name, target))


def _number(*words):
    return zlib.crc32(" ".join(words).encode())


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
