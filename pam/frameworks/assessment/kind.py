"""The kind *assessment*, as it is registered."""

from collections.abc import Mapping
from typing import Any

from pam.access.roles import role_named
from pam.frameworks.assessment.checks import check
from pam.frameworks.assessment.method import Method
from pam.frameworks.assessment.schema import SCHEMA
from pam.frameworks.kinds import Body, FrameworkKind
from pam.frameworks.language.explain import explain
from pam.frameworks.language.syntax import NotUnderstood
from pam.frameworks.problems import Path


def in_words(body: Body) -> dict[str, Any]:
    """What the page of an assessment adds: each question with its conditions in words."""
    method = Method(body)

    def words(path: Path, row: Mapping[str, Any], key: str, outcome: bool = False) -> str:
        if key not in row:
            return ""
        tree = method.tree((*path, key), row[key], outcome)
        scope = method.outcome_scope if outcome else method.scope
        return row[key] if isinstance(tree, NotUnderstood) else explain(tree, scope)

    sections = []
    for place, section in enumerate(body["sections"]):
        questions = [
            {
                "row": one.row,
                "shown": words(one.path, one.row, "visible-if"),
                "needed": words(one.path, one.row, "required-if"),
                "bounds": _bounds(one.row),
                "options": one.row.get("options", ()),
                "scores": [(code.replace("_", " "), n) for code, n in one.row.get("score", {}).items()],
            }
            for one in method.questions
            if one.path[1] == place
        ]
        shown = words(("sections", place), section, "visible-if")
        sections.append({"row": section, "shown": shown, "questions": questions})
    outcome = {
        name: [(row, words((name, place), row, "when", True)) for place, row in enumerate(body.get(name, ()))]
        for name in ("criteria", "triggers")
    }
    second = body.get("second-line", {})
    return {
        "sections": sections,
        **outcome,
        "second_role": role_named(second["role"]) if "role" in second else "",
        "second": (second, words(("second-line",), second, "when", True)),
    }


def _bounds(row):
    if "from" not in row or "to" not in row:
        return ""
    return f"From {row['from']} to {row['to']} {row.get('unit', '')}".strip() + "."


def _words(body):
    for section in body.get("sections", ()):
        yield section["title"]
        yield from (row["ask"] for row in section["questions"])


ASSESSMENT = FrameworkKind(
    code="assessment",
    name="Assessment",
    plural="Assessments",
    meaning="Questions, what the answers score, the bands, and what should be done.",
    schema=SCHEMA,
    checks=(check,),
    blank={
        "score": "none",
        "sections": [
            {
                "code": "first",
                "title": "First section",
                "questions": [{"code": "question", "ask": "Question?", "type": "yesno"}],
            }
        ],
    },
    page="frameworks/kinds/assessment.html",
    context=in_words,
    words=_words,
)
