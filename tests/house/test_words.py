"""Plain English: what people read says what to do, in everyday words (docs/ui.md, "Words")."""

import ast
import re

import pytest

from .test_reads_like_a_book import ROOT, tracked

# Stiff or invented phrases, and a better way to say each.
STIFF = {
    r"some(body|where)\b|\bany(body|where) else|\bevery(body)\b|\banybody\b": (
        "a person, someone, anyone, everyone"
    ),
    r"\bwho(m|mever|ever|soever)\b": "who, the person who, people who",
    r"\bstands? (here|there|on|in|beside|below|above|until|as)\b|\bas it stands\b": "is, appears, is listed",
    r"\b(tell|tells|told) of\b": "tell … about",
    r"\bwho looked\b|\b(each|every|a|all) looks?\b|\blooked at by\b": "access log, viewed, opened",
    r"\bany more\b": "no longer",
    r"\blately\b": "recently",
    r"\brest(s|ed)? on\b": "legal basis, under",
    r"\b(come|came) of it\b": "outcome",
    r"\btakes? its place\b": "replaces it",
    r"\btake a filter away\b": "remove a filter",
    r"\blet(s)? (them|him|her|you) (in|back)\b|\bis let in\b": "give access, restore access",
    r"\byou may not\b|\bmay not do\b": "you do not have permission to, you cannot",
    r"\bneed not\b": "do not need to",
    r"\bfrom their next click\b": "immediately",
    r"\bnobody\b(?!['’]s| signed in)": "no one",
    r"\bat once\b": "immediately, together",
    r"\bfor good\b": "permanently",
    r"\bas far as they\b": "what they are allowed to",
    r"\bwithout a person\b|\bwho left\b": "unassigned, who has left",
    r"\bselect the (when|harm|4P)\b|\benter the (when|harm)\b": "say what to enter, with an example",
    r"\b(can|do|does|did|is|are|was|would|could|won)[n’']+t\b": "cannot, do not, is not",
}
PAGES = [path for path in tracked(".html", ".txt") if path.is_relative_to(ROOT / "templates")]
ROOMS = ("pam", "ocg", "pvp", "places", "meetings")
CODE = [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] in ROOMS]
NO_PROSE = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|WITH|GRANT|REVOKE|DROP|SET|DECLARE)\b")


def page_text(path):
    """What a template shows: without comments, tags' names and attributes that nobody reads."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", " ", path.read_text(), flags=re.S)
    text = re.sub(r"{% (url|static|extends|load|if|elif|for)\b.*?%}|{{.*?}}", " ", text, flags=re.S)
    return " ".join(text.split())


def sentences(path):
    """The (line, text) of each string of a Python file that is no docstring and no SQL."""
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            if " " in node.value and not NO_PROSE.match(node.value):
                yield node.lineno, node.value


def stiff(text):
    """The stiff phrases of `text`, each with what to write instead."""
    return [
        f"“{found[0]}”: say {better}"
        for pattern, better in STIFF.items()
        for found in [re.search(pattern, text, re.I)]
        if found
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_page_says_it_in_plain_words(path):
    assert stiff(page_text(path)) == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_labels_messages_and_errors_say_it_in_plain_words(path):
    assert [f"{line}: {words}" for line, text in sentences(path) for words in stiff(text)] == []


# What engineers and operators read. "Stands for" is plain; a thing that stands somewhere is not.
PROSE = re.compile(
    r"\bsome(body)\b|\bwho(m|ever|mever)\b|\bstands? (here|there|on|in|beside|below|above|as|first)\b", re.I
)
READ = [
    path
    for path in tracked(".py", ".sql", ".md")
    if path.relative_to(ROOT).parts[0] in (*ROOMS, "docs", "bin", "bench", "demo", "README.md", "SECURITY.md")
    and "migrations" not in path.parts
]
QUOTED = {"pam/ui/wording.py"}  # lists the words that questions begin with


@pytest.mark.parametrize("path", READ, ids=lambda path: str(path.relative_to(ROOT)))
def test_docstrings_comments_and_docs_say_it_in_plain_words(path):
    if str(path.relative_to(ROOT)) not in QUOTED:
        lines = enumerate(path.read_text().split("\n"), 1)
        assert [f"{number}: {found[0]}" for number, line in lines for found in PROSE.finditer(line)] == []


def test_the_rule_finds_a_stiff_sentence_in_a_page_and_in_a_form(tmp_path):
    page, form = tmp_path / "page.html", tmp_path / "forms.py"
    page.write_text("{% comment %}whom{% endcomment %}<p>Actions that somebody gives you stand here.</p>")
    form.write_text('"""For whoever reads."""\nlabel = "Whom do you invite?"\n')
    assert len(stiff(page_text(page))) == 2
    assert [line for line, text in sentences(form) if stiff(text)] == [2]
