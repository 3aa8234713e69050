"""What the docs say of the program is so: settings, commands, figures, and the words on buttons and pages."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.house.sources import names, text_of

ROOT = Path(__file__).resolve().parents[2]
OPERATORS = (ROOT / "docs" / "operators.md").read_text()
USERS = (ROOT / "docs" / "users.md").read_text()
SETTING = re.compile(r"`([A-Z][A-Z_]{4,})`")
# In italics: what a person reads on a page. Sentences in bold begin with two asterisks.
ON_PAGES = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")


def read_by_the_program():
    """The text of everything that reads the environment."""
    files = ("pam/settings.py", "pam/schedule.py", "pam/environment.py", "deploy/gunicorn.py")
    return "\n".join((ROOT / path).read_text() for path in files)


def table_of_settings():
    """{name: what is said of it} of the operators' table."""
    rows = re.findall(r"^\| (`[A-Z].*?) \| (.*?) \|$", OPERATORS, re.M)
    return {name: said for names, said in rows for name in SETTING.findall(names)}


def test_each_setting_that_operators_are_told_of_is_read_and_each_required_one_is_told():
    program, told = read_by_the_program(), table_of_settings()
    assert len(told) > 15
    assert [name for name in told if f'"{name}"' not in program] == []
    assert set(settings.REQUIRED_IN_PRODUCTION) - set(told) == set()


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("PAM_SESSION_IDLE_MINUTES", lambda: f"{settings.SESSION_IDLE_MINUTES:g}"),
        ("PAM_SESSION_HOURS", lambda: f"{settings.SESSION_HOURS:g}"),
        ("PAM_LEFTOVER_HOURS", lambda: f"{settings.LEFTOVER_HOURS:g}"),
        ("PAM_MAX_DOCUMENT_BYTES", lambda: f"{settings.MAX_DOCUMENT_BYTES // 1024**2} MB"),
    ],
)
def test_the_figures_that_operators_are_told_are_the_defaults(name, figure):
    assert table_of_settings()[name].endswith(figure())


def test_each_command_that_the_docs_name_is_one():
    commands, told = set(get_commands()), set()
    for path in (ROOT / "docs").glob("*.md"):
        told |= set(re.findall(r"manage\.py ([a-z_]+)", path.read_text()))
    assert len(told) > 3 and told - commands == set()


def test_each_file_that_the_docs_link_to_is_there():
    wrong = [
        f"{path.name}: {link}"
        for path in [*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")]
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())
        if not (path.parent / link).exists()
    ]
    assert wrong == []


# In code marks: a name, a function, a dotted name, a file.
NAMED = re.compile(r"`([A-Za-z_][\w.]*(?:\(\))?|[\w./-]+/[\w./-]+\.(?:py|sql|html|js|css|yaml|md|xz))`")
OTHERS = {"AddIndexConcurrently", "plpgsql_check", "postgresql.conf", "pam_media", "ROOM/sql/functions.sql"}
NO_TEXT = (".xz", ".ttf", ".png", ".heic")


def test_what_the_docs_name_in_code_marks_is_there():
    files = names()
    known = set(files)
    for name in files:
        if not name.startswith(("docs/", "CHANGELOG")) and not name.endswith(NO_TEXT):
            known |= set(re.findall(r"\w+", text_of(ROOT / name)))
    wrong = []
    for path in [*(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md", ROOT / "README.md"]:
        for said in set(NAMED.findall(path.read_text())) - OTHERS:
            name = said.removesuffix("()")
            there = name in known if "/" in name else set(re.findall(r"\w+", name)) <= known
            if not there and not any(one.endswith(f"/{name}") for one in files):
                wrong.append(f"{path.name}: {said}")
    assert wrong == []


def test_each_button_and_page_that_users_are_told_of_is_called_so():
    pages = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    pages += "\n".join(label for label, *_ in settings.PAM_NAVIGATION)
    named = set(ON_PAGES.findall(USERS))
    assert len(named) > 5
    assert [words for words in sorted(named) if words.rstrip("?") not in pages] == []
