"""What a record's page shows comes by statements that are put together once: they answer as the gate does."""

import sys
from datetime import date

import pytest

from ocg.models import Plan
from ocg.selectors import questions
from pam.access import visibility
from pam.access.kept_rows import _TODAY, Having, RowsOf, _filled
from pam.clocks.selectors import _first_running, _named, _started_by
from pam.disclosure.services.sharing import _numbers_of
from pam.frameworks.selectors import _in_force_with
from pam.orders.selectors import _in_force
from pam.records.models import Document, Entry, Subject
from pam.stages.selectors import _numbers_of_maps, _whole_maps

ROOMS = ("pam.", "ocg.", "pvp.", "places.", "meetings.")


def every_one():
    """{where it is: each statement about one record}, those that are made by a limit or a code with one."""
    found = {
        f"{module.__name__}.{name}": value
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith(ROOMS)
        for name, value in vars(module).items()
        if isinstance(value, RowsOf)
    }
    by_limit = questions._gaps, questions._missing, questions._releases, questions._actions
    for number, one in enumerate([*by_limit, _first_running, _in_force]):
        found[f"by limit {number}"] = one(4)
    found["framework"] = _in_force_with("clock", "", (("code", "s47-enquiry"),))
    found |= {"started by": _started_by("pvp", "record.opened"), "named": _named("pvp", "record.opened")}
    found |= {f"numbers of {model.__name__}": _numbers_of(model) for model in (Entry, Document, Subject)}
    return found | {"maps": _numbers_of_maps("ocg-stages"), "whole maps": _whole_maps("ocg-stages")}


@pytest.mark.slow
def test_each_statement_gives_each_persona_what_the_gate_gives_them(whole_world):
    people, some, differ = whole_world.people, set(), set()
    records = [whole_world.ocg.pk, whole_world.pvp.pk, Plan.objects.get(record_id=whole_world.ocg.pk).pk]
    statements = every_one()
    assert len(statements) > 40
    for persona in ("owner", "granted", "colleague"):
        reader = people.reader(persona)
        with visibility.reading(reader):
            for name, kept in statements.items():
                for number in records:
                    asked = kept.build(reader, number, date.today())
                    if isinstance(kept, Having):
                        expected = [rows.exists() for rows in asked]
                    else:
                        expected = list(asked)
                    assert kept(reader, number) == expected, (name, persona)
                    if any(expected):
                        some.add(name)
                        differ.add((name, persona, number))
    assert len(some) > 25, "the world has rows for most of them"
    seen = {persona: sum(one == persona for _, one, _ in differ) for persona in ("owner", "granted")}
    assert seen["owner"] > seen["granted"] > 0


def test_no_reader_and_no_day_stays_in_a_statement(people):
    reader = people.reader("granted")
    for name, kept in every_one().items():
        _, values, _ = kept.statement()
        assert not any(isinstance(value, date) and value != _TODAY for value in values), name
        filled = [repr(_filled(value, reader, 7)) for value in values]
        assert not any("-98765430" in value or "1753" in value for value in filled), name
