"""What people typed is kept apart from the sentence that it is in (pam/ui/direction.py)."""

import re

import pytest

from tests.house.sources import ROOT, text_of, tracked
from tests.house.templates import is_kept_apart, is_typed, printed

IN_PRINT = "templates/pdf/"  # WeasyPrint has no such element


def test_what_people_typed_is_kept_apart_on_every_page():
    found, kept = [], 0
    for path in tracked(".html"):
        name = str(path.relative_to(ROOT))
        if not name.startswith("templates/") or name.startswith(IN_PRINT):
            continue
        for _, _, expression, place in printed(text_of(path)):
            kept += is_typed(expression) and is_kept_apart(expression)
            if place != "tag" and is_typed(expression) and not is_kept_apart(expression):
                found.append(
                    f"{name}: {{{{ {expression} }}}} needs |{'bdi' if place == 'text' else 'isolated'}"
                )
            if place != "text" and "bdi" in expression.split("|")[1:]:
                found.append(f"{name}: {{{{ {expression} }}}} can be no element there: |isolated")
    assert not found and kept > 400, "\n".join(found)


@pytest.mark.parametrize(
    ("html", "places"),
    [
        ('<p class="{{ a }}">{{ b }}</p>{{ c }}', ["tag", "text", "text"]),
        ('<a title="x > {{ a }}">{{ b }}</a>', ["tag", "text"]),
        ("<option>{{ a }}</option>{{ b }}", ["bare", "text"]),
        ("{% block title %}{{ a }}{% endblock %}{{ b }}", ["bare", "text"]),
        ("<td>don't</td>{# {{ no }} #}{{ a }}", ["text"]),
    ],
)
def test_where_a_template_prints(html, places):
    assert [place for *_, place in printed(html)] == places


def test_longer_texts_that_people_typed_take_their_own_direction():
    typed = [
        (path.name, element)
        for path in tracked(".html")
        for element in re.findall(r'<[^>]*class="[^"]*pam-typed[^"]*"[^>]*>', text_of(path))
    ]
    assert len(typed) > 5 and not [element for element in typed if 'dir="auto"' not in element[1]]
