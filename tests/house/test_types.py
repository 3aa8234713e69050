"""What other rooms call says what it takes and gives, in types that mypy checks (pyproject.toml, `files`)."""

import ast
import tomllib

from tests.house.sources import ROOT, nodes_of

# Read by a Python that is too old, to say so: it keeps to old syntax.
NOT_TYPED = {"bin/local/__init__.py"}
# Ways in, which mypy checks and no other room calls.
NO_ROOM_CALLS = {"views", "forms", "library_views", "try_view", "item_forms"}


def checked_files():
    """The Python files that mypy checks."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    found = set()
    for pattern in config["files"]:
        path = ROOT / pattern
        found |= set(path.rglob("*.py") if path.is_dir() else ROOT.glob(pattern))
    return sorted(path for path in found if "migrations" not in path.parts and path.stem not in NO_ROOM_CALLS)


def untyped(nodes):
    """(line, name) of each public function of a file that leaves out the type of an argument or of its
    result.
    """
    for node in nodes:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_") and node.name != "__init__":
            continue
        given = node.args
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        bare = [one for one in every if one and one.annotation is None and one.arg not in {"self", "cls"}]
        if bare or node.returns is None:
            yield node.lineno, node.name


def test_each_public_function_that_mypy_checks_says_what_it_takes_and_gives():
    files = checked_files()
    assert len(files) > 50
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in files
        if str(path.relative_to(ROOT)) not in NOT_TYPED
        for line, name in untyped(nodes_of(path))
    ]
    assert not wrong, wrong


def test_the_rule_finds_what_is_left_out():
    def names(source):
        return [name for _, name in untyped(ast.walk(ast.parse(source)))]

    assert names("def share(*, actor: int, record): ...\n") == ["share"]
    assert names("def share(actor: int): ...\n") == ["share"]
    assert not names("def share(actor: int, *rest: str) -> None: ...\ndef _own(x): ...\n")
