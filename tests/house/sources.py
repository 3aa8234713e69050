"""The project's own files, each read and parsed once for all the rules that look at it."""

import ast
import gc
import subprocess
from functools import cache
from pathlib import Path
from re import search

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("pam", "ocg", "pvp", "places", "meetings")


@cache
def names():
    """The files that the project keeps, without vendored and generated ones."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [n for n in listed if not search(r"(^|/)(vendor|migrations)/", n) and (ROOT / n).exists()]


def tracked(*endings):
    """The files that the project keeps, without vendored and generated ones."""
    return [ROOT / name for name in names() if name.endswith(endings)]


@cache
def text_of(path):
    """What is in a file."""
    return path.read_text()


@cache
def _trees():
    """{path: tree} of the project's own Python files. They stay: the collector, which would take longer over
    them than the parser does, need not walk them again and again.
    """
    gc.disable()
    try:
        return {path: ast.parse(text_of(path)) for path in tracked(".py")}
    finally:
        gc.freeze()
        gc.enable()


@cache
def tree_of(path):
    """A Python file as the parser reads it. No rule may change it."""
    return _trees().get(path) or ast.parse(text_of(path))


@cache
def nodes_of(path):
    """All nodes of that tree, as `ast.walk` gives them, in half of its time."""
    nodes = [tree_of(path)]
    for node in nodes:  # it grows meanwhile
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                nodes += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST):
                nodes.append(value)
    return nodes


def named(path):
    """A file by its name within the project, for what a test says of it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def broken_in(files, rule):
    """What `rule(path)` finds in each of `files`, a line each, as the text that a failed test shows."""
    return "\n".join(f"{named(path)}:{found}" for path in files for found in rule(path))
