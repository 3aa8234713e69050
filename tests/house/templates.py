"""What templates print, and where: between elements, in a tag, or in an element that holds bare text."""

import re

PIECE = re.compile(
    r"(?P<comment>\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->)"
    r"|(?P<block>\{%.*?%\})|\{\{\s*(?P<printed>.*?)\s*\}\}|(?P<quote>[\"'])"
    r"|<(?P<opens>/?[a-zA-Z][\w-]*)|(?P<closes>>)",
    re.S,
)
BARE = {"title", "option", "textarea", "script", "style"}  # elements whose content is text alone
# The last names of variables that people type and that are shown within a line.
TYPED = {
    "actor_name", "after", "agency", "agency_name", "agreement", "approved_by", "area", "asker",
    "audience_words", "author", "before", "by", "contact", "decided_by", "details", "ended_by",
    "file_name", "followed_up_by", "giver", "given_by", "handling", "heading", "history_change_reason",
    "label", "lead", "name", "note", "outcome", "owner", "place", "plan", "post", "proposed_by",
    "purpose", "rationale", "reason", "receiver", "recipient", "role", "series", "short_name", "summary",
    "team", "text", "theirs", "title", "value", "what", "who", "why", "why_ended", "words", "yours",
}  # fmt: skip
KEPT_APART = ("bdi", "isolated", "linebreaks", "linebreaksbr", "marked")


def printed(text):
    """(start, end, expression, place) of each `{{ … }}`; `place` is "text", "tag" or "bare"."""
    tag, quote, bare, titles = "", "", "", []
    for piece in PIECE.finditer(text):
        if piece["block"]:
            words = piece["block"][2:-2].split()
            if words[:1] == ["block"]:
                titles.append(words[1:2] in (["title"], ["page_title"]))
            elif words[:1] == ["endblock"] and titles:
                titles.pop()
        elif piece["printed"] is not None:
            place = "tag" if tag else "bare" if bare or any(titles) else "text"
            yield piece.start(), piece.end(), piece["printed"], place
        elif piece["quote"] and tag:
            quote = "" if quote == piece["quote"] else quote or piece["quote"]
        elif piece["opens"] and not tag:
            tag = piece["opens"].lower()
        elif piece["closes"] and tag and not quote:
            bare = tag if tag in BARE else "" if tag.removeprefix("/") == bare else bare
            tag = ""


def is_typed(expression):
    """Whether a printed expression is something that people typed."""
    return re.match(r"[\w.]+", expression)[0].split(".")[-1] in TYPED if expression[:1].isalpha() else False


def is_kept_apart(expression):
    """Whether one of its filters keeps it apart from the text around."""
    return any(part.strip().split(":")[0] in KEPT_APART for part in expression.split("|")[1:])
