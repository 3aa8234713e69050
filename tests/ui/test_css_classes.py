"""Each class of ours is in our stylesheets, and each class in the stylesheets is used."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = re.compile(r"pam-[a-z0-9]+(?:(?:__|--|-)[a-z0-9]+)*(?:__|--)?")
ATTRIBUTE = re.compile(r"""\bclass(?:es)?=(["'])(.*?)\1""", re.S)
DEFINED = re.compile(r"\.(pam-[A-Za-z0-9_-]+)")


def _sources():
    """The text of every template, script and Python file that writes HTML: {path: text}."""
    paths = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/js/*.js")]
    for room in ("pam", "ocg", "pvp", "places", "meetings"):
        paths += ROOT.glob(f"{room}/**/*.py")
    return {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in paths}


def _stylesheets():
    return {path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("static/css/*.css")}


def classes_of(text):
    """Our classes in the class attributes of a template, or of HTML in Python.

    A class whose end a template fills in ("pam-meter--{{ colour }}") is given as "pam-meter--".
    """
    text = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "\0", text, flags=re.S), flags=re.S)
    words = {word for _, value in ATTRIBUTE.findall(text) for word in value.split()}
    return {found.group() for word in words if (found := OURS.match(word))}


def is_defined(name, defined):
    """Whether a stylesheet has the class `name`, or, for an open end, one that begins so."""
    return any(one.startswith(name) for one in defined) if name.endswith(("--", "__")) else name in defined


def is_used(name, used):
    """Whether a page can have the class `name`."""
    return name in used or any(one.endswith(("--", "__")) and name.startswith(one) for one in used)


@pytest.fixture(scope="module")
def defined():
    return {name for text in _stylesheets().values() for name in DEFINED.findall(text)}


def test_each_class_that_a_page_uses_is_in_a_stylesheet(defined):
    missing = [
        f"{path}: {name}"
        for path, text in _sources().items()
        for name in sorted(classes_of(text))
        if not is_defined(name, defined)
    ]
    assert not missing, missing


def test_each_class_of_a_stylesheet_is_used_on_a_page(defined):
    used = {name for text in _sources().values() for name in OURS.findall(text)}
    dead = sorted(name for name in defined if not is_used(name, used))
    assert not dead, dead


def test_a_class_that_a_template_finishes_is_told_from_a_whole_one():
    found = classes_of('<p class="pam-meter pam-meter--{{ colour }}{% if a == "b" %} pam-quiet{% endif %}">')
    assert found == {"pam-meter", "pam-meter--", "pam-quiet"}
    assert is_defined("pam-meter--", {"pam-meter--red"}) and not is_defined("pam-meter--", {"pam-meter"})
    assert is_used("pam-meter--red", {"pam-meter--"}) and not is_used("pam-meter-red", {"pam-meter--"})
