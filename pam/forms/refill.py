"""Puts what a person typed back into the form of a page that is ready to go out.

It works on the finished HTML, so it is one way for every form of the program, and saves nothing: the page was
made as for any look at it, by the gate's rules of this moment.
"""

from html import escape
from html.parser import HTMLParser

from pam.forms.numbers import NUMBER, TOKEN

NEVER = {NUMBER, TOKEN}
UNTOUCHED = {"file", "password", "submit", "button", "image", "reset"}


def refill(page, sent, notice, *, chosen=None):
    """`page` (HTML) with the values `sent` ({name: [values]}) in its form, and `notice` above it.

    `notice(left)` makes the HTML; `left` are the texts that the page has no box for. Of several forms it is
    number `chosen`, or else the one that asks most of what was sent.
    """
    survey = _Survey()
    survey.feed(page)
    survey.close()
    sent = {name: list(values) for name, values in sent.items() if name not in NEVER}
    if chosen is None:
        scores = [len(names & sent.keys()) for names in survey.forms]
        chosen = scores.index(max(scores)) if scores and max(scores) else None
    filled = _Refill(chosen, sent)
    filled.feed(page)
    filled.close()
    asked = survey.forms[chosen] if chosen is not None else set()
    left = [text for name in sent if name not in asked for text in sent[name] if " " in text.strip()]
    return filled.page(notice(left))


class _Survey(HTMLParser):
    """The names that each form of a page asks (none for a form that is not sent to be saved)."""

    def __init__(self):
        super().__init__()
        self.forms, self.posts = [], False

    def handle_starttag(self, tag, attrs):
        """Notes a form, and the names in it."""
        attrs = dict(attrs)
        if tag == "form":
            self.posts = (attrs.get("method") or "").lower() == "post"
            self.forms.append(set())
        elif tag in {"input", "select", "textarea"} and self.forms and self.posts:
            if attrs.get("type") not in UNTOUCHED and attrs.get("name") not in NEVER:
                self.forms[-1].add(attrs.get("name"))

    def handle_endtag(self, tag):
        """A form ends."""
        if tag == "form":
            self.posts = False


class _Refill(HTMLParser):
    """Writes a page out as it is, but for the values of its form number `chosen`."""

    def __init__(self, chosen, sent):
        super().__init__(convert_charrefs=False)
        self.chosen, self.sent = chosen, sent
        self.number, self.inside, self.select, self.skipping = -1, False, None, False
        self.out, self.place = [], None

    def page(self, notice):
        """All of it, with `notice` where the main part begins."""
        place = len(self.out) if self.place is None else self.place
        return "".join([*self.out[:place], notice, *self.out[place:]])

    def handle_starttag(self, tag, attrs):
        """A tag as it was, or with what was typed."""
        if self.skipping:
            return
        text, attrs = self.get_starttag_text(), dict(attrs)
        if tag == "form":
            self.number += 1
            self.inside = self.number == self.chosen
        elif self.inside and tag == "input":
            text = self._input(attrs, text)
        elif self.inside and tag == "select":
            self.select = attrs.get("name")
        elif self.inside and tag == "option" and self.select in self.sent:
            value = attrs.get("value") or ""
            text = _written(tag, attrs, "selected", value in self.sent[self.select])
        self.out.append(text)
        if self.inside and tag == "textarea" and self.sent.get(attrs.get("name")):
            self.out.append("\n" + escape(self.sent[attrs["name"]].pop(0)))
            self.skipping = True
        if tag == "main":
            self.place = len(self.out)

    def handle_startendtag(self, tag, attrs):
        """A tag that ends itself."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        """The end of a tag."""
        if self.skipping and tag != "textarea":
            return
        self.skipping = False
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        self._write(f"</{tag}>")

    def _input(self, attrs, text):
        name, kind = attrs.get("name"), attrs.get("type") or "text"
        if name in NEVER or kind in UNTOUCHED:
            return text
        if kind in {"checkbox", "radio"}:
            value = attrs.get("value") or "on"
            return _written("input", attrs, "checked", value in self.sent.get(name, ()))
        if self.sent.get(name):
            attrs["value"] = self.sent[name].pop(0)
            return _written("input", attrs)
        return text

    def _write(self, text):
        if not self.skipping:
            self.out.append(text)

    def handle_data(self, data):
        """Text."""
        self._write(data)

    def handle_entityref(self, name):
        """&name;"""
        self._write(f"&{name};")

    def handle_charref(self, name):
        """&#number;"""
        self._write(f"&#{name};")

    def handle_comment(self, data):
        """A comment."""
        self._write(f"<!--{data}-->")

    def handle_decl(self, decl):
        """<!DOCTYPE …>"""
        self._write(f"<!{decl}>")


def _written(tag, attrs, switch="", on=False):
    """A tag with these attributes; `switch` (checked, selected) is among them if `on`."""
    attrs = {name: value for name, value in attrs.items() if name != switch}
    if on:
        attrs[switch] = None
    words = [name if value is None else f'{name}="{escape(value)}"' for name, value in attrs.items()]
    return f"<{' '.join([tag, *words])}>"
