"""Arrows between rooms point one way."""

import ast
import re
from functools import cache

import pytest
from django.apps import apps

from pam.db.row_security import statements
from pam.db.sql_files import NAMES, filled, statements_in
from tests.house.sources import ROOT, nodes_of, text_of

# Bottom up: a room may import itself and what comes before it here.
ORDER = (
    "pam.db",
    "pam.ui",
    "pam.mail",
    "pam.pdf",
    "pam.audit",
    "pam.access",
    "pam.live",
    "pam.forms",
    "pam.reference",
    "pam.lists",
    "pam.help",
    "pam.notifications",
    "pam.frameworks",
    "pam.records",
    "pam.drafts",
    "pam.merging",
    "pam.search",
    "pam.subjects",
    "pam.network",
    "pam.watching",
    "pam.disclosure",
    "pam.actions",
    "pam.assessments",
    "pam.clocks",
    "pam.orders",
    "pam.disagreements",
    "pam.chronology",
    "pam.practice",
    "pam.stages",
    "pam.accounts",
    "pam.contact",
    "pam.oversight",
    "pam.matching",
    "pam.enquiries",
    "pam.retention",
    "pam.training",
    "pam.exchange",
    "pam.api",
    "pam.evidence",
    "pam.imports",
    "pam.caselists",
    "pam.transfers",
    "ocg",
    "pvp",
    "places",
    "meetings",
    "pam.dashboard",
)
KINDS = {"ocg", "pvp", "places", "meetings"}  # none of them knows another
MAY_IMPORT = {
    room: {below for below in ORDER[:place] if not (room in KINDS and below in KINDS)}
    for place, room in enumerate(ORDER)
}


@cache
def room_of(module):
    """The room that a dotted module name belongs to, or None outside of the project."""
    return next((room for room in MAY_IMPORT if module == room or module.startswith(room + ".")), None)


@cache
def imports_of(path):
    """The dotted names that a Python file imports, relative ones resolved."""
    package, found = path.relative_to(ROOT).with_suffix("").parts[:-1], []
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(filter(None, [base, node.module or ""]))
            found += [name, *(f"{name}.{alias.name}" for alias in node.names)]
    return found


@cache
def python_files(room):
    """The Python files of a room."""
    place = ROOT / room.replace(".", "/")
    return [place.with_suffix(".py")] if place.with_suffix(".py").exists() else sorted(place.rglob("*.py"))


@pytest.mark.slow
def test_a_room_imports_only_what_stands_below_it():
    wrong = []
    for room, below in MAY_IMPORT.items():
        for path in python_files(room):
            for name in imports_of(path):
                target = room_of(name)
                if target and target != room and target not in below:
                    wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_a_room_outside_access_never_imports_guardian():
    found = {
        room
        for room in MAY_IMPORT
        for path in python_files(room)
        for name in imports_of(path)
        if name.split(".")[0] == "guardian"
    }
    assert found == {"pam.access"}


# --- Tables and functions that a room's SQL names ----------------------------------------------------------

# The gate's own SQL lies below the records that it guards, and must read them: which team owns a record, who
# reads it, what marking it has. Everything else in access/ is held like any other room.
THE_GATE_READS = {("pam.access", "records_record")}
# Writes the policies of all models in the gate's words.
WRITES_FOR_THE_GATE = {"pam/db/row_security.py", "pam/db/may_see.py"}
# Written out from the models that are there, whichever they are: their code names no table of another room.
MADE_OF_ALL_MODELS = (  # names, or how names begin
    "pam_agency_has_work",
    "pam_one_side",
    "pam_added_since",
    "pam_erasable_rows",
    "pam_erase_record",
    "pam_import_changed",
    "pam_import_erase",
    "pam_import_new",
    "pam_import_closed",
    "pam_framework_version_used",
    "pam_merge_move",
    "pam_merge_put_back",
    "pam_named",
    "pam_referrals_of",
    "pam_reference_lists",
    "pam_reference_arrays",
    "pam_reference_uses",
    "pam_subject_parts",
)
WORD = re.compile(r"\b[a-z_]+\b")
IN_PYTHON = re.compile(r"\b(pam_[a-z_]+)\(|\b(?:FROM|JOIN|INTO|UPDATE|ON) ([a-z_]+)\b")
KIND_OF_FILE = {
    "functions": re.compile(
        r"CREATE OR REPLACE FUNCTION (?![^$]*RETURNS trigger)|REVOKE EXECUTE ON FUNCTION|ALTER FUNCTION"
    ),
    "triggers": re.compile(r"CREATE OR REPLACE (FUNCTION [^$]*RETURNS trigger|TRIGGER)|ALTER FUNCTION"),
    "tables": re.compile(r"ALTER TABLE|CREATE INDEX"),
    "policies": re.compile(r"CREATE POLICY|GRANT|REVOKE (?!EXECUTE)"),
}
MADE = re.compile(r"CREATE OR REPLACE (?:FUNCTION|TRIGGER) (\w+)")


def owners_of_tables():
    """{table: the room whose model it is}, tables of libraries left out."""
    return {
        model._meta.db_table: model._meta.app_config.name
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name in MAY_IMPORT
    }


def sql_files(room):
    """The SQL files of a room."""
    return sorted((ROOT / room.replace(".", "/") / "sql").glob("*.sql"))


@cache
def laid_by():
    """[(room, where, statement)] of all SQL that rooms lay: their files, and what they make of the models."""
    found = [
        (room, path.relative_to(ROOT), statement)
        for room in MAY_IMPORT
        for path in sql_files(room)
        for statement in map(filled, statements_in(text_of(path)))
    ]
    tables = owners_of_tables()
    for statement in statements():
        pushes = re.search(
            r"pam_push_readers_(\w+)", statement
        )  # carries a record's readers up into that table
        named = [pushes[1]] if pushes else re.findall(r"\b(?:ON|TABLE) (\w+)", statement)
        room = next((tables[name] for name in named if name in tables), None)
        if room:
            found.append((room, "made of its models", statement))
    for config in apps.get_app_configs():
        made = getattr(config, "row_security_sql", list)()
        found += [(config.name, "row_security_sql", statement) for statement in made]
    return found


@cache
def owners_of_functions():
    """{function: the room that makes it}."""
    return {
        made[1]: room
        for room, _, text in laid_by()
        if (made := re.match(r"CREATE OR REPLACE FUNCTION (\w+)", text))
    }


@cache
def strings_of(path):
    """The texts of a Python file that are no docstrings."""
    said = {
        id(node.body[0].value)
        for node in nodes_of(path)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in nodes_of(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]


def above(room, names, owners):
    """Those of `names` that belong to a room which `room` may not know."""
    for name in sorted(set(names)):
        owner = owners.get(name)
        if owner and owner != room and owner not in MAY_IMPORT[room] and (room, name) not in THE_GATE_READS:
            yield f"{name} of {owner}"


def test_the_sql_of_a_room_names_only_tables_and_functions_of_its_own_and_of_rooms_below():
    owners, wrong = {**owners_of_tables(), **owners_of_functions()}, []
    for room, where, text in laid_by():
        made = MADE.match(text)
        if not (made and made[1].startswith(MADE_OF_ALL_MODELS)):
            wrong += [
                f"{where}: {text[:60]}… names {name}" for name in above(room, WORD.findall(text), owners)
            ]
    for room in MAY_IMPORT:
        for path in python_files(room):
            if str(path.relative_to(ROOT)) in WRITES_FOR_THE_GATE:
                continue
            names = [name for text in strings_of(path) for pair in IN_PYTHON.findall(text) for name in pair]
            wrong += [f"{path.relative_to(ROOT)} names {name}" for name in above(room, names, owners)]
    assert not wrong, "\n".join(wrong)


def test_the_rule_finds_sql_that_names_a_room_above():
    owners = {**owners_of_tables(), **owners_of_functions()}
    assert list(above("pam.records", WORD.findall("SELECT 1 FROM actions_action"), owners)) == [
        "actions_action of pam.actions"
    ]
    assert list(above("pam.audit", WORD.findall("SELECT pam_sees(1)"), owners)) == ["pam_sees of pam.access"]
    assert not list(above("meetings", WORD.findall("SELECT pam_sees(id) FROM records_record"), owners))


def test_the_exceptions_are_still_needed():
    used = {(room, word) for room, _, text in laid_by() for word in WORD.findall(text)}
    assert ("pam.access", "records_record") in used


def test_every_room_names_its_sql_files_alike():
    found = {path.stem.split("_")[0] for room in MAY_IMPORT for path in sql_files(room)}
    assert found <= set(NAMES)
    for room in MAY_IMPORT:
        for path in sql_files(room):
            for text in statements_in(text_of(path)):
                kind = KIND_OF_FILE[path.stem.split("_")[0]]
                assert kind.match(text), f"{path.relative_to(ROOT)}: {text[:60]}"
