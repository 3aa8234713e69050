"""`pam/` is the platform: what it knows of groups, cases and meetings, those rooms register with it."""

import ast
import io
import re
import tokenize

import pytest

from tests.house.sources import ROOT, broken_in, named, text_of, tracked, tree_of

# Words of one kind of work. "OCG-26-K7QX" shows what a reference looks like, and is none.
CASE_WORD = re.compile(
    r"\b(ocgs?|pvps?|four_?ps?|4ps?|crime groups?|safety plans?|safeguarding|chairs?|agendas?|meetings?"
    r"|minutes copys?|minutescopy|minutes of|threat, risk|disruptions?|pursue)\b(?!-\d\d)",
    re.IGNORECASE,
)
# Each with its reason.
ALLOWED = {
    "pam/schedule.py": "Which jobs the rooms have: where they are put together.",
    "pam/settings.py": "Which rooms are installed and in the menu: where they are put together.",
    "pam/urls.py": "The addresses of the rooms: where they are put together.",
    "pam/access/models.py": "`meeting` is the code of an invitation's grant in rows that exist.",
    "pam/oversight/models.py": "“A policing or safeguarding purpose” is the law's (DPA 2018, Schedule 8).",
    "pam/retention/shipped/reference_values.yaml": "“A policing or safeguarding purpose” is the law's.",
    "pam/access/shipped/lawful_bases.yaml": "The law's own heading (DPA 2018, Schedule 8).",
    "pam/disclosure/shipped/reference_values.yaml": "Safeguarding is a purpose of sharing in the law.",
    "pam/disagreements/shipped/reference_values.yaml": "A safeguarding partnership is a body in the law.",
    "pam/help/texts/news.yaml": "What is new in the product, which its rooms are.",
    "templates/retention/review.html": "“A policing or safeguarding purpose” is the law's (DPA 2018).",
    "pam/ui/samples.py": "Words on the page of sample components.",
    "pam/ui/views.py": "Words on the page of sample components.",
    "templates/ui/components.html": "Words on the page of sample components.",
    "templates/ui/wall_sample.html": "Words on the page of sample components.",
}
ROOMS = sorted(path.name for path in (ROOT / "pam").iterdir() if path.is_dir())
FILES = [
    path
    for path in tracked(".py", ".sql", ".html", ".yaml")
    if (path.is_relative_to(ROOT / "pam") and "migrations" not in path.parts)
    or (path.is_relative_to(ROOT / "templates") and path.relative_to(ROOT / "templates").parts[0] in ROOMS)
]


def code_of(path):
    """The text of a file without comments and docstrings, which may name a kind of record as an example."""
    text = text_of(path)
    if path.suffix in (".sql", ".yaml"):
        return re.sub(r"--[^\n]*|(?m:^#.*)", "", text)
    if path.suffix == ".html":
        return re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", text, flags=re.S)
    lines = text.split("\n")
    for node in ast.walk(tree_of(path)):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            said = node.body[0]
            lines[said.lineno - 1 : said.end_lineno] = [""] * (said.end_lineno - said.lineno + 1)
    if not CASE_WORD.search("\n".join(lines)):
        return ""  # nothing to find, with its comments or without
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and lines[token.start[0] - 1]:
            lines[token.start[0] - 1] = lines[token.start[0] - 1][: token.start[1]]
    return "\n".join(lines)


def case_words(path):
    """["line: word"] of the case words in what `path` does and says."""
    return [
        f"{number}: {found[0]}"
        for number, line in enumerate(code_of(path).split("\n"), 1)
        for found in CASE_WORD.finditer(line)
    ]


@pytest.mark.slow
def test_the_platform_knows_no_case_word():
    assert len(FILES) > 1000
    found = broken_in([path for path in FILES if named(path) not in ALLOWED], case_words)
    assert not found, found


@pytest.mark.parametrize("name", ALLOWED)
def test_each_exception_is_still_one(name):
    assert case_words(ROOT / name), f"{name} knows no case word any more: take it off the list"


def test_the_rule_finds_a_case_word_in_code_and_lets_an_example_in_prose_stand(tmp_path):
    module = tmp_path / "module.py"
    module.write_text('"""For example an OCG."""\n\nKINDS = {"pvp": "Chair of a meeting"}  # an agenda\n')
    assert case_words(module) == ["3: pvp", "3: Chair", "3: meeting"]
