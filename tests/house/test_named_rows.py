"""A row that the code names is shipped as protected; no code knows another row by its code or its name.

What a force may rename, retire or leave out is data: a constant that equals its code works until then.
"""

import ast

import pytest
import yaml
from django.apps import apps

from pam.db import shipped
from pam.reference.declarations import Choice, all_declared
from tests.house.sources import ROOMS, ROOT, nodes_of, tree_of

NAMING = ("code", "name", "label", "plan")


def shipped_rows():
    """(model, row) of everything that pam ships."""
    for path in shipped.files():
        content = yaml.safe_load(path.read_text())
        for row in content["rows"]:
            yield content["model"], row


def names_of_rows():
    """{a code or a name: whether each row that bears it is protected}."""
    found = {}
    for _, row in shipped_rows():
        for field in NAMING:
            if isinstance(row.get(field), str):
                found[row[field]] = found.get(row[field], True) and bool(row.get("protected"))
    return found


def constants_of(tree):
    """{name: text} of the constants of a module."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def texts_of(node, constants):
    """The texts that an expression of a comparison or a filter stands for."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.Name) and part.id in constants:
            yield constants[part.id]


def asked_for(nodes, constants):
    """(line, text) of each text that a module compares a code or a name with, or filters rows by."""
    for node in nodes:
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Attribute) and side.attr in NAMING for side in sides):
                for side in sides:
                    if not isinstance(side, ast.Attribute):
                        yield from ((node.lineno, text) for text in texts_of(side, constants))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in {
            "filter",
            "exclude",
            "get",
            "Q",
        }:
            for keyword in node.keywords:
                if keyword.arg and keyword.arg.removesuffix("__in").split("__")[-1] in NAMING:
                    yield from ((node.lineno, text) for text in texts_of(keyword.value, constants))


def test_no_code_knows_an_unprotected_row_by_its_code_or_name():
    rows, wrong = names_of_rows(), []
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    everywhere = {}
    for path in files:
        everywhere |= {k: v for k, v in constants_of(tree_of(path)).items() if k.isupper()}
    for path in files:
        constants = everywhere | constants_of(tree_of(path))
        wrong += [
            f"{path.relative_to(ROOT)}:{line}: {text!r}"
            for line, text in asked_for(nodes_of(path), constants)
            if rows.get(text) is False
        ]
    assert not wrong, wrong


@pytest.mark.parametrize(
    "source",
    [
        'PLAN = "Safety plan"\nfound = [a for a in actions if a.plan == PLAN]\n',
        'found = Value.objects.filter(listing="ocg.stage", code="active")\n',
        'found = Record.objects.filter(ocg__stage__code__in=["active", "new"])\n',
    ],
)
def test_the_rule_finds_a_constant_that_names_a_row(source):
    rows = {"Safety plan": False, "active": False}
    tree = ast.parse(source)
    assert any(rows.get(text) is False for _, text in asked_for(ast.walk(tree), constants_of(tree)))


def test_a_setting_whose_default_is_a_row_names_one_that_is_shipped():
    codes = {row["code"] for model, row in shipped_rows() if model == "records.RetentionGroup"}
    defaults = {d.key: d.default for d in all_declared() if d.key.startswith("retention.first_group_")}
    assert defaults and all(isinstance(d, Choice) for d in all_declared() if d.key in defaults)
    assert {key: code for key, code in defaults.items() if code not in codes} == {}


def test_each_shipped_file_names_a_model():
    assert all(apps.get_model(model) for model, _ in shipped_rows())
