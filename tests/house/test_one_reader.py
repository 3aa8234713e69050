"""The reader comes one way: as an argument. The context belongs to the second wall and to history."""

import ast

from tests.house.sources import ROOMS, ROOT, nodes_of

# The wall itself; the rows of history, which a signal writes; the demo's, which are dated as the story goes.
MAY_ASK_THE_CONTEXT = {"pam/db/reading.py", "pam/records/history_rows.py", "demo/clock.py"}


def asks_the_context(nodes):
    """The lines of a file that read who is reading from the context."""
    return [
        node.lineno
        for node in nodes
        if (isinstance(node, ast.Name) and node.id in {"current_reader", "_reading"})
        or (isinstance(node, ast.Attribute) and node.attr in {"current_reader", "_reading"})
        or (isinstance(node, ast.alias) and node.name in {"current_reader", "_reading"})
    ]


def test_no_room_reads_the_reader_from_the_context():
    files = [
        path
        for room in (*ROOMS, "demo")
        for path in sorted((ROOT / room).rglob("*.py"))
        if str(path.relative_to(ROOT)) not in MAY_ASK_THE_CONTEXT
    ]
    found = {path: lines for path in files if (lines := asks_the_context(nodes_of(path)))}
    assert not found, found


def test_each_exception_is_one_still():
    assert [path for path in MAY_ASK_THE_CONTEXT if not asks_the_context(nodes_of(ROOT / path))] == []


def test_the_rule_finds_a_selector_that_asks_the_context():
    source = "def rows():\n    return visible_to(visibility.current_reader(), Ocg)\n"
    assert asks_the_context(ast.walk(ast.parse(source))) == [2]
