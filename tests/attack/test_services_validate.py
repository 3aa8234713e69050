"""A service takes no value that its form would have refused, the person who calls it."""

import ast
from contextlib import suppress
from pathlib import Path

import pytest

from pam.access import visibility
from pam.access.errors import Refused
from tests.attack.nothing_typed import NOTHING_TYPED
from tests.attack.verb import CODE, NUMBER, TEXT
from tests.attack.verbs import VERBS, with_bad
from tests.matrix.requests import undone

ROOT = Path(__file__).resolve().parents[2]
BAD = {
    TEXT: ("x" * 60_000, "a\x00b"),
    CODE: ("nonsense",),
    (CODE,): (["nonsense"],),
    NUMBER: (999,),
}


# Verbs beside a room's services.py, which is one file.
BESIDE_SERVICES = {("pam", "records", name) for name in ("documents", "many", "moving")}


def every_verb():
    """Each service of the project that a person does: {module: names}."""
    found = {}
    for room in ("pam", "ocg", "pvp", "places", "meetings"):
        for path in (ROOT / room).rglob("*.py"):
            module = path.relative_to(ROOT).with_suffix("").parts
            if "services" not in module and module not in BESIDE_SERVICES:
                continue
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    if any(word.arg == "actor" for word in node.args.kwonlyargs):
                        found.setdefault(".".join(module), set()).add(node.name)
    return found


def test_each_verb_says_which_of_its_values_are_typed():
    known = {module: set(names) for module, names in NOTHING_TYPED.items()}
    for verb in VERBS:
        known.setdefault(verb.service.__module__, set()).add(verb.service.__name__)
    assert known == every_verb()


def by_module():
    """{module: its verbs}."""
    found = {}
    for verb in VERBS:
        found.setdefault(verb.service.__module__, []).append(verb)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("verbs", by_module().values(), ids=by_module())
def test_a_value_that_a_form_refuses_is_refused_by_the_service_too_and_a_right_one_is_taken(
    world, layers, verbs
):
    wrong = []
    for verb in verbs:
        took = False
        with undone():
            actor = ready(world, verb)
            wrong += [f"{verb.name} {said}" for said in taken_or_beside_another(verb, world, actor)]
            with suppress(Exception):
                took = taken(verb, world, actor)
        world = layers.world_again()  # what a verb was given it may have changed, before it refused too
        if not took:
            with undone():
                taken(verb, world, ready(world, verb))
            world = layers.world_again()
    assert not wrong


def taken(verb, world, actor):
    """True once the verb has taken its right values; raises what it raises."""
    with visibility.reading(actor):
        try:
            verb.service(actor=actor, **verb.values(world))
        except Exception as fault:
            fault.add_note(verb.name)
            raise
    return True


def taken_or_beside_another(verb, world, actor):
    """What is wrong with how a verb refuses the bad values of its arguments."""
    for argument, kind in verb.typed.items():
        for bad in BAD[kind]:
            with undone(), visibility.reading(actor):
                values = with_bad(verb.values(world), argument, bad)
                yield from refused_to_take(verb, argument, actor, values)


def refused_to_take(verb, argument, actor, values):
    """What is wrong with how a verb refuses values of which one is bad."""
    try:
        verb.service(actor=actor, **values)
    except Refused as refused:
        return beside_another(verb, argument, refused)
    return [f"{argument}: taken"]


def ready(world, verb):
    """Makes what the verb needs beforehand; the reader of the person who calls it."""
    if verb.before:
        verb.before(world)
    return world.people.reader(verb.persona)


def beside_another(verb, argument, refused):
    """Says so if a refusal names another field than the one that was typed."""
    field = (verb.beside or {}).get(argument, argument.rpartition(".")[2])
    return [] if refused.field in (field, None) else [f"{argument}: beside {refused.field} ({refused.code})"]
