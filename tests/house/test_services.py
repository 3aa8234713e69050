"""Services write, selectors read, pages with a form are of one kind."""

import ast
import importlib

from django.forms import BaseFormSet

from pam.forms.base import ServiceForm
from pam.forms.views import ServiceFormView
from tests.house.sources import ROOMS, ROOT, broken_in, nodes_of

FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
# What a refusal of a service may be caught in, besides the one form page.
CATCHERS = {
    "pam/forms/views.py",
    "pam/disclosure/forms/access_requests.py",  # the receiver that a form chooses
    # Of many records each is refused by itself, and why is said of it.
    "pam/records/many.py",
    "pam/imports/running.py",  # each row of a file, with its number
    "pam/disclosure/services/many.py",
    "pam/disclosure/views/many.py",
    "pam/frameworks/editor/library_views.py",  # the faults of a file, each with its line
    "meetings/secretary/services.py",  # of an action in one line: beside the field `line`
    "meetings/series/services.py",  # of standing members who can't be invited, and why
    "meetings/services/moves.py",  # a move of a decision: beside the field `move`, or a sentence at the close
    "pam/merging/views.py",  # carries the new seal into the form, and raises it on
    "pam/pdf/fetcher.py",  # another Refused: an address that the PDF engine may not fetch
}


def caught(path):
    """The lines of a file that catch what a service refuses."""
    for node in nodes_of(path):
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
            if names & {"Refused", "Stale"}:
                yield node.lineno


def test_what_a_service_refuses_is_caught_in_one_place():
    found = {str(path.relative_to(ROOT)) for path in FILES if list(caught(path))}
    assert {name for name in found if "/management/commands/" not in name} == CATCHERS


def every_form_page():
    """Each kind of page with a form, of any room."""
    for path in FILES:
        if "views" in path.relative_to(ROOT).with_suffix("").parts:
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found, waiting = set(), [ServiceFormView]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        found.update(kinds)
        waiting += kinds
    return sorted(
        (kind for kind in found if not kind.__module__.startswith("tests")),
        key=lambda kind: kind.__qualname__,
    )


def test_each_form_page_has_a_form_that_shows_what_the_service_refuses():
    pages = every_form_page()
    assert len(pages) > 50
    wrong = [page for page in pages if not issubclass(page.form_class, ServiceForm | BaseFormSet)]
    assert not wrong


WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "select_for_update",
}


def is_job(path):
    """Whether a file is a way in: a view, a form, a tag, a task."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    in_room = parts[2:] if parts[0] == "pam" else parts[1:]  # one room is itself called forms
    return bool({"views", "forms", "tasks", "panels", "templatetags"} & set(in_room))


def writes(path):
    """Each place of a file that changes a row, as "line: what"."""
    for node in nodes_of(path):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner, given = node.func.value, {word.arg: word.value for word in node.keywords}
        if node.func.attr not in WRITES or is_own(owner):
            continue
        if node.func.attr == "save" and isinstance(given.get("commit"), ast.Constant):
            continue  # a form that only fills its row
        yield f"{node.lineno}: .{node.func.attr}"


def is_own(owner):
    """Whether it is a method of the page itself (its `save` calls the service), or a service."""
    called = owner.func if isinstance(owner, ast.Call) else owner
    return isinstance(called, ast.Name) and called.id in {"self", "super", "services"}


def reading():
    """The files that only read: selectors, and every way in."""
    return [p for p in FILES if is_job(p) or "selectors" in p.relative_to(ROOT).with_suffix("").parts]


def test_a_selector_and_a_way_in_never_write():
    assert len(reading()) > 400
    found = broken_in(reading(), writes)
    assert not found, found


def services_known(path):
    """The rooms' services that a file imports from, but for the log's."""
    names = [node.module or "" for node in nodes_of(path) if isinstance(node, ast.ImportFrom)]
    return [name for name in names if "services" in name.split(".") and name != "pam.audit.services"]


def test_a_selector_knows_no_service():
    selectors = [path for path in FILES if "selectors" in path.with_suffix("").parts]
    assert len(selectors) > 50
    found = broken_in(selectors, services_known)
    assert not found, found


def test_the_rule_finds_a_selector_that_writes(tmp_path):
    selectors = tmp_path / "selectors.py"
    selectors.write_text(
        "def seen(reader, row):\n    row.save(update_fields=['seen'])\n    Row.objects.create()\n"
    )
    assert list(writes(selectors)) == ["2: .save", "3: .create"]
