"""Views, forms, tags and tasks start at the gate."""

import ast
import importlib
from functools import cache

import pytest
from django.apps import apps

from pam.db.checks import rule_of
from pam.db.declarations import Open
from tests.house.sources import ROOMS, ROOT, broken_in, nodes_of

PACKAGES = {"views", "forms", "tasks", "templatetags"}


def is_door(path):
    """Whether a file is a way in, or within a package of them."""
    parts = path.relative_to(ROOT).parts
    within = parts[2:-1] if parts[0] == "pam" else parts[1:-1]  # one room is itself called forms
    return path.stem.split("_")[0] in PACKAGES or bool(PACKAGES & set(within))


DOORS = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if is_door(path)]
# Tables of libraries: the person's own keys, to say that there are none yet.
OPEN_TO_THEIR_PERSON = {"Authenticator"}
FORBIDDEN = {"history", "_base_manager", "_default_manager", "raw", "cursor", "extra"}


@cache
def open_models():
    """The names of the models that anyone may read."""
    return {m.__name__ for m in apps.get_models() if isinstance(rule_of(m), Open)}


def wrong_doors(path):
    """Each place of a file that reads past the gate, as "line: what"."""
    allowed = open_models() | OPEN_TO_THEIR_PERSON
    nodes = nodes_of(path)
    of_none = {id(node.value) for node in nodes if isinstance(node, ast.Attribute) and node.attr == "none"}
    for node in nodes:
        if isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr == "objects" and owner not in allowed and id(node) not in of_none:
                yield f"{node.lineno}: {owner}.objects"
            elif (
                node.attr in FORBIDDEN and isinstance(node.ctx, ast.Load) and owner not in {"self", "logging"}
            ):
                yield f"{node.lineno}: .{node.attr}"
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
            if any(
                name in {"RawSQL", "connection", "connections"} or name.startswith("guardian")
                for name in names
            ):
                yield f"{node.lineno}: imports {names}"


def test_it_reads_gated_rows_through_the_gate_alone():
    assert len(DOORS) > 250
    found = broken_in(DOORS, wrong_doors)
    assert not found, found


def test_the_rule_finds_a_view_that_forgets_the_gate(tmp_path):
    view = tmp_path / "views.py"
    view.write_text(
        "def page(request):\n    return Ocg.objects.all(), Ocg.history.all(), connection.cursor()\n"
    )
    assert is_door(ROOT / "pam/actions/forms/actions.py") and is_door(ROOT / "ocg/views.py")
    assert not is_door(ROOT / "pam/forms/numbers.py")
    assert {line.split(": ")[1] for line in wrong_doors(view)} == {"Ocg.objects", ".history", ".cursor"}


def test_each_gated_model_refuses_changes_that_skip_its_history():
    for model in apps.get_models():
        if not hasattr(model, "history") or model.__module__.startswith("pam.access"):
            continue
        for change in ("update", "bulk_create", "bulk_update"):
            with pytest.raises(TypeError):
                getattr(model._default_manager.all(), change)()


def test_importing_every_door_works():
    for path in DOORS:
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
