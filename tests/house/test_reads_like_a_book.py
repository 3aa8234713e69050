"""Size and manners of the code."""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("pam", "ocg", "pvp", "places", "meetings", "demo", "bench", "bin", "tests")


def tracked(*endings):
    """The files that the project keeps, without vendored and generated ones."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [
        ROOT / n
        for n in names
        if n.endswith(endings) and not re.search(r"(^|/)(vendor|migrations)/", n) and (ROOT / n).exists()
    ]


def test_no_file_is_longer_than_500_lines():
    long = {
        p.name: n
        for p in tracked(".py", ".html", ".css", ".js", ".sql")
        if (n := len(p.read_text().splitlines())) > 500
    }
    assert not long


def test_no_function_is_longer_than_one_sees_at_once():
    long = []
    for path in tracked(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 70:
                long.append(
                    f"{path.relative_to(ROOT)}:{node.lineno} {node.name} "
                    f"({node.end_lineno - node.lineno} lines)"
                )
    assert not long, "\n".join(long)


def test_public_functions_and_classes_have_docstrings():
    bare = []
    for path in tracked(".py"):
        if path.relative_to(ROOT).parts[0] not in ("pam", "ocg", "pvp", "places", "meetings"):
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                if not ast.get_docstring(node):
                    bare.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not bare, "\n".join(bare)


def test_no_template_line_is_longer_than_160_characters():
    long = [
        f"{path.relative_to(ROOT)}:{number} ({len(line)})"
        for path in tracked(".html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 160
    ]
    assert not long, "\n".join(long)


def test_templates_have_no_inline_scripts_styles_or_unescaped_text():
    wrong = []
    for path in tracked(".html"):
        text = path.read_text()
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
        if words.search(p.read_text()) and p != Path(__file__)
    ]
    assert not found
