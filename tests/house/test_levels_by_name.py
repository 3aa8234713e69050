"""SQL says levels by name ({{VIEW}}), and who may see in the words of pam/db/may_see.py alone."""

import re

import pytest

from pam.access.levels import Level
from pam.db.objects import objects
from pam.db.sql_files import filled
from tests.house.sources import ROOT, text_of
from tests.house.test_arrows import MAY_IMPORT, python_files, sql_files, strings_of

CALL = r"pam_(?:level|reach|reach_part)\((?:[^()]|\([^()]*\))*\)"
BARE = re.compile(
    rf"(?:{CALL}|\blevel\b|\benough\b)\s*(?:>=|<=|<>|=|<|>)\s*\d|pam_may_decide_retention\(\w+, \d"
)
BY_HAND = re.compile(r"readers && (?!%L)|lapses_at (?:IS NULL|>)")


def sql_texts():
    """[(where, text)] of the SQL files, and of what Python says of levels and of readers in SQL."""
    for room in MAY_IMPORT:
        yield from ((path.relative_to(ROOT), text_of(path)) for path in sql_files(room))
        for path in python_files(room):
            yield from ((path.relative_to(ROOT), text) for text in strings_of(path))
    for path in sorted((ROOT / "demo").rglob("*.py")):
        yield from ((path.relative_to(ROOT), text) for text in strings_of(path))


def test_no_sql_compares_a_level_with_a_bare_number():
    wrong = [f"{where}: {found[0]}" for where, text in sql_texts() for found in BARE.finditer(text)]
    assert not wrong, "\n".join(wrong)


def test_who_may_see_is_said_in_one_place():
    wrong = {str(where) for where, text in sql_texts() if BY_HAND.search(text)}
    assert wrong == set()


@pytest.mark.parametrize(
    "text",
    ["pam_level(record_id) >= 4", "pam_reach(r.id, pam_principals()) >= 2", "g.level = 1", "level <= 2"],
)
def test_the_rule_finds_bare_numbers(text):
    assert BARE.search(text)
    assert not BARE.search(text[:-1] + "{{VIEW}}")


def test_the_names_stand_for_the_levels_and_none_is_left_unfilled():
    for level in Level:
        assert filled(f"{{{{{level.name}}}}}") == str(level.value)
    assert not [one.name for one in objects() for text in one.statements if "{{" in text]
    with pytest.raises(KeyError):
        filled("{{NO_SUCH_NAME}}")
