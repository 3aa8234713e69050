"""What a person typed, on paper: paragraphs, lists and pasted tables stay what they are."""

import re
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

BULLET = re.compile(r"^\s*[-*•]\s+(.*)$")
NUMBERED = re.compile(r"^\s*(\d{1,3})[.)]\s+(.*)$")
PARAGRAPH, BULLETS, NUMBERS, TABLE = "paragraph", "bullets", "numbers", "table"


def printed(text):
    """`text` as HTML: "- " and "1. " as lists, lines of cells (tabs or "|") as tables, all else as paragraphs
    with their line breaks and blanks.
    """
    lines = (text or "").replace("\r\n", "\n").split("\n")
    return mark_safe(  # each part is made by format_html
        "".join(_WRITERS[kind](list(group)) for kind, group in groupby(lines, key=_kind))
    )


def numbered(text, number):
    """The same, each paragraph with its number within `number`: "3.1", "3.2"."""
    if not number:
        return printed(text)
    lines, parts, count = (text or "").replace("\r\n", "\n").split("\n"), [], 0
    for kind, group in groupby(lines, key=_kind):
        if kind != PARAGRAPH:
            parts.append(_WRITERS[kind](list(group)))
            continue
        for part in re.split(r"\n\s*\n", "\n".join(group).strip("\n")):
            if part.strip():
                count += 1
                row = '<p class="typed"><span class="para">{}.{}</span> {}</p>'
                parts.append(format_html(row, number, count, part))
    return mark_safe("".join(parts))  # each part is made by format_html


def _kind(line):
    if len(_cells(line)) > 1:
        return TABLE
    return BULLETS if BULLET.match(line) else NUMBERS if NUMBERED.match(line) else PARAGRAPH


def _cells(line):
    """The cells of a line of a pasted table; one if it is none."""
    line = line.strip()
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    if line.count("|") > 2 and line[0] == line[-1] == "|":
        return [cell.strip() for cell in line[1:-1].split("|")]
    return [line]


def _paragraphs(lines):
    parts = re.split(r"\n\s*\n", "\n".join(lines).strip("\n"))
    return format_html_join("", '<p class="typed">{}</p>', ((part,) for part in parts if part.strip()))


def _bullets(lines):
    rows = format_html_join("", "<li>{}</li>", ((BULLET.match(line)[1],) for line in lines))
    return format_html("<ul>{}</ul>", rows)


def _numbers(lines):
    found = [NUMBERED.match(line) for line in lines]
    rows = format_html_join("", '<li value="{}">{}</li>', ((match[1], match[2]) for match in found))
    return format_html("<ol>{}</ol>", rows)


def _table(lines):
    """A table of at least two lines, its first as headings; one line of cells alone is a paragraph."""
    if len(lines) < 2:
        return _paragraphs(lines)
    rows = [_cells(line) for line in lines if set(line) - set("|-: \t")]
    width = max(len(row) for row in rows)
    first, *others = [row + [""] * (width - len(row)) for row in rows]
    head = format_html_join("", '<th scope="col">{}</th>', ((cell,) for cell in first))
    body = format_html_join(
        "",
        "<tr>{}</tr>",
        ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in others),
    )
    return format_html(
        '<table class="pasted"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, body
    )


_WRITERS = {PARAGRAPH: _paragraphs, BULLETS: _bullets, NUMBERS: _numbers, TABLE: _table}
