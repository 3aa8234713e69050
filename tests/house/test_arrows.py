"""Arrows between rooms point one way."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Each room may import itself and what stands behind it here.
MAY_IMPORT = {
    "pam.db.declarations": set(),
    "pam.db.prepared": set(),
    "pam.db.files": set(),
    "pam.ui": set(),
    "pam.pdf": set(),
    "pam.audit": {"pam.db.declarations", "pam.ui", "pam.db.prepared"},
    "pam.access": {"pam.db.declarations", "pam.db.files", "pam.ui", "pam.db.prepared", "pam.audit"},
    "pam.records": {"pam.db.declarations", "pam.ui", "pam.db.prepared", "pam.audit", "pam.access"},
    "pam.frameworks": {"pam.db.declarations", "pam.ui", "pam.audit", "pam.access", "pam.records"},
    "pam.actions": {
        "pam.db.declarations",
        "pam.ui",
        "pam.audit",
        "pam.access",
        "pam.records",
        "pam.frameworks",
    },
    "pam.doors": {
        "pam.db.declarations",
        "pam.ui",
        "pam.audit",
        "pam.access",
        "pam.records",
        "pam.frameworks",
        "pam.actions",
    },
    "pam.people": {
        "pam.db.declarations",
        "pam.ui",
        "pam.audit",
        "pam.access",
        "pam.records",
        "pam.frameworks",
        "pam.actions",
        "pam.doors",
    },
    "pam.asking": {
        "pam.db.declarations",
        "pam.ui",
        "pam.audit",
        "pam.access",
        "pam.records",
        "pam.frameworks",
        "pam.actions",
        "pam.doors",
    },
    "pam.agreements": {
        "pam.db.declarations",
        "pam.ui",
        "pam.audit",
        "pam.access",
        "pam.records",
        "pam.frameworks",
        "pam.actions",
        "pam.doors",
    },
}
MAY_IMPORT["pam.retention"] = {
    "pam.db.declarations",
    "pam.ui",
    "pam.audit",
    "pam.access",
    "pam.records",
    "pam.frameworks",
}
PLATFORM = set(MAY_IMPORT)
MAY_IMPORT |= {room: PLATFORM | {"pam.settings"} for room in ("ocg", "pvp", "meetings")}


def room_of(module):
    """The room that a dotted module name belongs to, or None outside of the project."""
    return next((room for room in MAY_IMPORT if module == room or module.startswith(room + ".")), None)


def imports_of(path):
    """The dotted names that a Python file imports, relative ones resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(filter(None, [base, node.module or ""]))
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def python_files(room):
    """The Python files of a room."""
    place = ROOT / room.replace(".", "/")
    return [place.with_suffix(".py")] if place.with_suffix(".py").exists() else sorted(place.rglob("*.py"))


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_stands_below_it(room):
    wrong = []
    for path in python_files(room):
        for name in imports_of(path):
            target = room_of(name)
            if target and target != room and target not in MAY_IMPORT[room]:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_outside_access_never_imports_guardian(room):
    if room == "pam.access":
        assert any("guardian" in name for path in python_files(room) for name in imports_of(path))
        return
    wrong = [p for p in python_files(room) if any(n.split(".")[0] == "guardian" for n in imports_of(p))]
    assert not wrong
