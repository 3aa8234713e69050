"""Arrows between rooms point one way."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Bottom up: a room may import itself and what stands before it here.
ORDER = (
    "pam.db",
    "pam.ui",
    "pam.pdf",
    "pam.audit",
    "pam.access",
    "pam.reference",
    "pam.notifications",
    "pam.frameworks",
    "pam.records",
    "pam.search",
    "pam.disclosure",
    "pam.actions",
    "pam.accounts",
    "pam.oversight",
    "pam.matching",
    "pam.enquiries",
    "pam.retention",
    "ocg",
    "pvp",
    "meetings",
    "pam.dashboard",
)
KINDS = {"ocg", "pvp", "meetings"}  # none of them knows another
MAY_IMPORT = {
    room: {below for below in ORDER[:place] if not (room in KINDS and below in KINDS)}
    for place, room in enumerate(ORDER)
}


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
