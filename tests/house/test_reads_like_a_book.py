"""Size and manners of the code."""

import ast
import re
from pathlib import Path

from tests.house.sources import ROOMS, ROOT, nodes_of, text_of, tracked, tree_of


def test_no_file_is_longer_than_500_lines():
    long = {
        p.name: n
        for p in tracked(".py", ".html", ".css", ".js", ".sql")
        if (n := len(text_of(p).splitlines())) > 500
    }
    assert not long


def test_no_function_is_longer_than_one_sees_at_once():
    long = []
    for path in tracked(".py"):
        for node in nodes_of(path):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 70:
                long.append(
                    f"{path.relative_to(ROOT)}:{node.lineno} {node.name} "
                    f"({node.end_lineno - node.lineno} lines)"
                )
    assert not long, "\n".join(long)


def test_public_functions_and_classes_have_docstrings():
    bare = []
    for path in tracked(".py"):
        if path.relative_to(ROOT).parts[0] not in ROOMS:
            continue
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                if not ast.get_docstring(node):
                    bare.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not bare, "\n".join(bare)


def test_no_template_line_is_longer_than_160_characters():
    long = [
        f"{path.relative_to(ROOT)}:{number} ({len(line)})"
        for path in tracked(".html")
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if len(line) > 160
    ]
    assert not long, "\n".join(long)


def test_templates_have_no_inline_scripts_styles_or_unescaped_text():
    wrong = []
    for path in tracked(".html"):
        text = text_of(path)
        # The PDF engine needs inline styles; Django itself marks help texts as safe.
        if {"pdf", "django"} & set(path.parts):
            continue
        for bad in (
            r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>",
            r"\|safe\b",
            r"\son\w+=\"",
            r"{% autoescape off",
        ):
            if re.search(bad, text):
                wrong.append(f"{path.relative_to(ROOT)}: {bad}")
    assert not wrong, "\n".join(wrong)


def test_nothing_in_the_code_waits_to_be_written():
    words = re.compile(r"\b(TODO|FIXME|XXX|coming soon|lorem ipsum)\b", re.I)
    found = [
        str(p.relative_to(ROOT))
        for p in tracked(".py", ".html", ".md", ".sql")
        if words.search(text_of(p)) and p != Path(__file__)
    ]
    assert not found
