"""SQL says levels and markings by name ({{VIEW}}), a function names the columns of a new row that it has
something to say about, and who may see in the words of pam/db/may_see.py alone."""

import re

import pytest

from pam.access.levels import Level, Marking
from pam.db.new_rows import with_other_columns
from pam.db.objects import objects
from pam.db.sql_files import filled
from tests.house.sources import ROOT, named, text_of
from tests.house.test_arrows import MAY_IMPORT, python_files, sql_files, strings_of

CALL = r"pam_(?:level|reach|reach_part)\((?:[^()]|\([^()]*\))*\)"
BARE = re.compile(
    rf"(?:{CALL}|\blevel\b|\benough\b|\b(?:own_)?marking\b|\bclearance\b|pam_clearance\(\))\s*(?:>=|<=|<>|=|<|>)\s*\d"
    r"|pam_may_decide_retention\(\w+, \d"
)
BY_HAND = re.compile(r"readers && (?!%L)|lapses_at (?:IS NULL|>)|\b(?:agencies|own_marking) IS NULL OR")


def sql_texts():
    """[(where, text)] of the SQL files, and of what Python says of levels and of readers in SQL."""
    for room in MAY_IMPORT:
        yield from ((path.relative_to(ROOT), text_of(path)) for path in sql_files(room))
        for path in python_files(room):
            if "migrations" in path.parts:
                continue  # what was so then
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
    [
        "pam_level(record_id) >= 4",
        "pam_reach(r.id, pam_principals()) >= 2",
        "g.level = 1",
        "pam_clearance() < 2",
    ],
)
def test_the_rule_finds_bare_numbers(text):
    assert BARE.search(text)
    assert not BARE.search(text[:-1] + "{{VIEW}}")


def test_the_names_stand_for_the_levels_and_none_is_left_unfilled():
    for level in (*Level, *Marking):
        assert filled(f"{{{{{level.name}}}}}") == str(level.value)
    assert not [one.name for one in objects() for text in one.statements if "{{" in text]
    with pytest.raises(KeyError):
        filled("{{NO_SUCH_NAME}}")


# Whether a membership, an agreement or a grant is in force or over: pam/access/in_force.py says it.
OVER_BY_HAND = re.compile(
    r"\bends_at__(?:gte?|lte?|isnull)|\.ends_at *[<>]|\bends_at=None|\bsuspended=(?:True|False)"
    r"|\bg\.until *[<>]"
)
MAY_ASK = {
    "pam/access/models.py": "a constraint: an agreement ends after its start",
    "pam/accounts/selectors/people.py": "who is suspended, whether live or not",
    "pam/accounts/selectors/leaving.py": "people whose last day is not known yet",
    "pam/accounts/selectors/handing_over.py": "the end of a departure",
    "pam/disclosure/services/agreements.py": "a new end beside the old one and the start",
}


def test_what_is_in_force_and_what_is_over_is_said_in_one_place():
    files = {
        path
        for room in MAY_IMPORT
        for path in (*python_files(room), *sql_files(room))
        if "migrations" not in path.parts
    }
    assert {named(path) for path in files if OVER_BY_HAND.search(text_of(path))} == set(MAY_ASK)


INSERTS = re.compile(r"INSERT INTO (\w+)(?: AS \w+)?\s*\(([^()]*)\)")
NOT_OURS = ("auth_", "django_", "access_membership_teams")  # Django's own, and a plain table of pairs


def test_an_insert_of_sql_leaves_the_columns_that_it_says_nothing_about_to_the_model():
    found = [
        (path.relative_to(ROOT), *insert)
        for room in MAY_IMPORT
        for path in sql_files(room)
        for insert in INSERTS.findall(text_of(path))
    ]
    assert len(found) > 25
    wrong = [(path, table) for path, table, names in found if "{{OTHER_COLUMNS}}" not in names]
    assert [one for one in wrong if not one[1].startswith(NOT_OURS)] == []


def test_a_new_row_gets_what_the_model_says_and_a_forgotten_column_is_said():
    text = "INSERT INTO api_webhooksecret ({}, {{{{OTHER_COLUMNS}}}}) SELECT {}, {{{{THEIR_DEFAULTS}}}}"
    with pytest.raises(ValueError, match="api_webhooksecret says nothing about kept"):
        with_other_columns(text.format("webhook_id", "1"))
    written = with_other_columns(text.format("webhook_id, kept", "1, 'a'"))
    assert "(webhook_id, kept, \"made_at\") SELECT 1, 'a', clock_timestamp()" in written
