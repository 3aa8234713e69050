"""Plain English: what people read says what to do, in everyday words (docs/ui.md, "Words")."""

import ast
import re

import pytest

from tests.house.sources import ROOMS, ROOT, broken_in, named, nodes_of, text_of, tracked, tree_of

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
CODE = [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] in ROOMS]
NO_PROSE = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|WITH|GRANT|REVOKE|DROP|SET|DECLARE)\b")


def page_text(path):
    """What a template shows: without comments, tags' names and attributes that nobody reads."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", " ", text_of(path), flags=re.S)
    text = re.sub(r"{% (url|static|extends|load|if|elif|for)\b.*?%}|{{.*?}}", " ", text, flags=re.S)
    return " ".join(text.split())


def sentences(path):
    """The (line, text) of each string of a Python file that is no docstring and no SQL."""
    docstrings = {
        id(node.body[0].value)
        for node in nodes_of(path)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes_of(path):
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


def test_a_page_says_it_in_plain_words():
    assert len(PAGES) > 500
    found = broken_in(PAGES, lambda path: stiff(page_text(path)))
    assert not found, found


def stiff_sentences(path):
    """["line: phrase and a better one"] of the texts of a Python file."""
    return [f"{line}: {words}" for line, text in sentences(path) for words in stiff(text)]


@pytest.mark.slow
def test_labels_messages_and_errors_say_it_in_plain_words():
    assert len(CODE) > 1000
    found = broken_in(CODE, stiff_sentences)
    assert not found, found


# What engineers and operators read. "Stands for" is plain; a thing that stands somewhere is not.
PROSE = re.compile(
    r"(?<![a-z])(some|any)(body)(?![a-z])|\bwho(m|ever|mever)\b"
    r"|\bstands? (here|there|on|in|beside|below|above|as|first)\b|\blately\b|\bany more\b"
    r"|\b(come|came) of (it|them)\b|\b(tell|tells|told) of\b",
    re.I,
)
ROOT_FILES = ("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")
READ = [
    path
    for path in tracked(".py", ".sql", ".md", ".js", ".css")
    if path.relative_to(ROOT).parts[0] in (*ROOMS, "docs", "bin", "bench", "demo", "static", *ROOT_FILES)
    and "migrations" not in path.parts
]
QUOTED = {"pam/ui/wording.py"}  # lists the words that questions begin with


def stiff_prose(path):
    """["line: phrase"] of a file, its comments too."""
    lines = enumerate(text_of(path).split("\n"), 1)
    return [f"{number}: {found[0]}" for number, line in lines for found in PROSE.finditer(line)]


@pytest.mark.slow
def test_docstrings_comments_and_docs_say_it_in_plain_words():
    assert len(READ) > 1000
    found = broken_in([path for path in READ if named(path) not in QUOTED], stiff_prose)
    assert not found, found


# What people read that is no page: lists, methods and help that pam ships, the demo's story, the guides.
GUIDES = {"docs/users.md", "docs/operators.md", "README.md", "SECURITY.md"}
SHIPPED = [path for path in tracked(".yaml", ".md") if path.suffix == ".yaml" or named(path) in GUIDES]


def stiff_lines(path):
    """["line: phrase and a better one"] of a file, without the comments of YAML."""
    lines = enumerate(text_of(path).split("\n"), 1)
    return [f"{number}: {words}" for number, line in lines for words in stiff(line.split(" # ")[0])]


def test_shipped_texts_the_story_and_the_guides_say_it_in_plain_words():
    assert len(SHIPPED) > 120
    found = broken_in(SHIPPED, stiff_lines)
    assert not found, found


def test_the_rule_finds_a_stiff_sentence_in_a_page_and_in_a_form(tmp_path):
    page, form = tmp_path / "page.html", tmp_path / "forms.py"
    page.write_text("{% comment %}whom{% endcomment %}<p>Actions that somebody gives you stand here.</p>")
    form.write_text('"""For whoever reads."""\nlabel = "Whom do you invite?"\n')
    assert len(stiff(page_text(page))) == 2
    assert [found.split(":")[0] for found in stiff_sentences(form)] == ["2"]
    assert [found.split(":")[0] for found in stiff_prose(form)] == ["1", "2"]


# Names that no one could guess, and better ones. What is not in this list may still be wrong.
UNGUESSABLE = {
    "told_of": "people_to_tell, signposts",
    "asks": "required_…, asks_lead_first",
    "tell": "notify_…, chronicle_…",
    "announce": "register_…",
    "owe": "enqueue",
    "lets_go": "before_disposal",
    "frame": "record_context",
    "give_terms": "attach_…",
    "middling": "has_medium_visibility",
    "keep_sight": "ensure_still_visible",
    "planned_once": "prepared_statements",
    "whose": "membership_of",
    "Way": "…Rule",
    "Gone": "NoLongerVisible",
    "Opening": "what it opens",
    "Asked": "what is asked",
    "SHADES": "DERIVED_FIELDS",
}


def unguessable(path):
    """["line: name, and better ones"] of the functions, classes and constants of a module."""
    for node in tree_of(path).body:
        targets = node.targets if isinstance(node, ast.Assign) else [node]
        for target in targets:
            name = getattr(target, "name", getattr(target, "id", ""))
            if name in UNGUESSABLE:
                yield f"{node.lineno}: {name}: say {UNGUESSABLE[name]}"


def test_what_a_module_gives_has_a_name_that_can_be_guessed():
    files = [path for path in CODE if "views" not in path.relative_to(ROOT).with_suffix("").parts]
    found = broken_in(files, unguessable)
    assert not found, found
