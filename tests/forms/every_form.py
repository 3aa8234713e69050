"""Every form of the program that is sent to be saved: found on the pages of the matrix, not listed by hand.

Each page of the table is opened as the first persona who may, over the rows of the small world. So are, once
for each page, the links on it that lead to itself with a question, its own question with its answers, and the
page that a form leads to before it is done ("check what will happen").
"""

import re
from collections import defaultdict
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from types import SimpleNamespace
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib import messages
from django.urls import Resolver404, resolve, reverse
from django.utils.html import escape

from pam.db.typed import typed
from pam.forms.numbers import NUMBER, TOKEN
from tests.matrix.opened import opened
from tests.matrix.requests import address_of, body, undone
from tests.matrix.table import ACCOUNT_PAGES, PAGES
from tests.matrix.view_alone import Views
from tests.world.people import PERSONAS

LIKELY = ("owner", "administrator", "auditor", "data_protection", "other_force", "signposted", "granted")
ORDER = (*LIKELY, *(persona for persona in PERSONAS if persona not in LIKELY))
NOT_SENT = {"submit", "button", "image", "reset"}
TEXT = {"text", "textarea", "email", "tel", "url", "number"}
OF_A_ROW = {"account_reset_password_from_key", "mfa_edit_webauthn", "mfa_remove_webauthn"}  # a secret, a key
DATE_PARTS = ("_day", "_month", "_year")
WORDS = "Seen at the quay by box {} & “gone” <b>"


@dataclass
class Box:
    """One thing that a form asks: the values that a browser would send of it, and those it could."""

    name: str
    kind: str
    values: list = field(default_factory=list)
    choices: list = field(default_factory=list)
    attributes: dict = field(default_factory=dict)

    @property
    def takes_words(self):
        """Whether a person may type a sentence into it."""
        return self.kind in {"text", "textarea"} and not self.name.endswith(DATE_PARTS)


@dataclass
class Form:
    """A form as a page shows it to `persona`: `page` is where it stands, `action` where it is sent."""

    persona: str
    page: str
    action: str
    attributes: dict
    boxes: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)  # (name, value) of those that say something
    answered: tuple | None = None  # what `send` said of it as it is, if it was sent to see what it leads to

    @property
    def key(self):
        """What tells two forms apart: where they are sent, and what they ask."""
        asked = tuple(sorted(plain(name) for name in self.boxes if name not in {NUMBER, TOKEN}))
        return (name_of(self.page) if asked else "", name_of(self.action), asked)

    @property
    def number(self):
        """Its one-time number, or ""."""
        return (self.boxes[NUMBER].values or [""])[0] if NUMBER in self.boxes else ""

    def sent(self, number=0):
        """{name: values} as a browser sends it, with words in each empty box for words, a choice in each
        choice.
        """
        values = {}
        for place, box in enumerate(self.boxes.values()):
            values[box.name] = list(box.values)
            if box.takes_words:
                values[box.name] = [WORDS.format(f"{number}-{place}")]
            elif not box.values and box.choices:
                values[box.name] = [next((one for one in box.choices if one), "")]
        if self.buttons:
            values.setdefault(self.buttons[0][0], [self.buttons[0][1]])
        return values


def name_of(address):
    """The name of the page at `address`; the address itself if there is none."""
    return _name_of(urlsplit(address).path) or address


@cache
def _name_of(path):
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def plain(name):
    """A name without the number or code that a row has: boxes of many rows are one."""
    return "".join("#" if sign.isdigit() else sign for sign in name)[:40]


# What a page asks and leads to, and what is no part of it. Our own pages: each tag is closed, nothing nests.
_TAG = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1>"
    r"|<(/?)(a|form|input|select|option|textarea|button|fieldset|output|object)(?=[\s/>])"
    r"""((?:[^>"']+|"[^"]*"|'[^']*')*)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


class _Forms:
    """The forms of a page, and its links."""

    def __init__(self, persona, page):
        self.persona, self.page = persona, page
        self.sent, self.asked, self.links = [], [], []
        self.form = self.select = None

    def feed(self, text):
        """Reads a whole page."""
        for found in _TAG.finditer(text):
            tag = found[3]
            if tag and found[2]:
                self._end(tag)
            elif tag:
                attrs = {
                    name.lower(): unescape(one or two or bare)
                    for name, one, two, bare in _ATTRIBUTE.findall(found[4])
                }
                self._start(tag, attrs, text, found.end())

    def _start(self, tag, attrs, text, after):
        if tag == "a":
            if "href" in attrs:
                self.links.append(urljoin(self.page, attrs["href"].partition("#")[0]))
        elif tag == "form":
            action = urljoin(self.page, attrs.get("action") or self.page).partition("#")[0]
            self.form = Form(self.persona, self.page, action, attrs)
            how = attrs.get("method", "get").lower()
            if how != "dialog":
                (self.sent if how == "post" else self.asked).append(self.form)
        elif self.form is None or "disabled" in attrs:
            return
        elif tag == "option" and self.select:
            value = attrs.get("value", "")
            self.select.choices.append(value)
            if "selected" in attrs:
                self.select.values.append(value)
        elif attrs.get("name"):
            self._asks(tag, attrs)
            if tag == "textarea":
                words = unescape(text[after : text.index("</textarea>", after)])
                self.form.boxes[attrs["name"]].values.append(words.removeprefix("\n"))

    def _asks(self, tag, attrs):
        kind = attrs.get("type") or {"input": "text", "button": "submit"}.get(tag, tag)
        if kind in NOT_SENT:
            self.form.buttons.append((attrs["name"], attrs.get("value", "")))
            return
        box = self.form.boxes.setdefault(attrs["name"], Box(attrs["name"], kind, attributes=attrs))
        if kind in {"checkbox", "radio"}:
            value = attrs.get("value", "on")
            box.choices.append(value)
            if "checked" in attrs:
                box.values.append(value)
        elif tag == "select":
            self.select = box
        elif kind not in {"file", "textarea"}:
            box.values.append(attrs.get("value", ""))

    def _end(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select:
            if not self.select.values and self.select.choices and "multiple" not in self.select.attributes:
                self.select.values.append(self.select.choices[0])
            self.select = None


def read(persona, page, response):
    """The forms, questions and links of an answered page."""
    return _read(persona, page, response.get("Content-Type", ""), body(response))


def _read(persona, page, kind, raw):
    parser = _Forms(persona, page)
    if kind.startswith("text/html"):
        parser.feed(raw.decode())
    return parser


class Finder:
    """Opens pages and gathers their forms, each kind of form once. `quick` follows no link, sends nothing."""

    def __init__(self, client_of, *, quick=False):
        self.client_of, self.quick = client_of, quick
        self.found, self.opened, self.sent = {}, set(), set()

    def all(self, world, *, after=False):
        """Every form of the pages of the table: [Form], in the order of the table."""
        for entry in PAGES:
            if entry.after is after:
                self._page(entry, world)
        if not after:
            for name in sorted(ACCOUNT_PAGES - OF_A_ROW):
                for persona in ("anonymous", "owner"):
                    self.open(persona, reverse(name))
        return list(self.found.values())

    def _page(self, entry, world):
        seen = set()
        for target, kwargs in entry.addresses(world):
            persona = next((one for one in ORDER if entry.expected(one, target, "GET") == 200), None)
            kind = entry.name if entry.level else target
            if persona is None or (kind in seen and (self.quick or target not in {"hidden", "meeting"})):
                continue
            self.open(persona, address_of(entry, kwargs), further=kind not in seen, world=world)
            seen.add(kind)

    def open(self, persona, address, *, further=True, world=None):
        """Gathers what the page at `address` has, as it was `opened` in that world if one is given."""
        if (persona, address) in self.opened:
            return
        self.opened.add((persona, address))
        client = self.client_of(persona)
        if world is None:
            page = read(persona, address, get_alone(client, address))
            if any(form.key not in self.found for form in page.sent):  # the middleware marks it
                with undone():
                    page = read(persona, address, client.get(address))
        else:
            answer = opened(world, client, persona, address)
            page = _read(persona, address, answer.kind, answer.raw)
        self.take(page)
        if further and not self.quick:
            for asked in [*own_questions(page), *answers_of(page)]:
                self.open(persona, asked, further=False)

    def take(self, page):
        """Keeps those forms of a page that are new, and sends each once to see what it leads to: once for all
        pages that have it.
        """
        for form in page.sent:
            if form.key in self.found:
                continue
            self.found[form.key] = form
            if not self.quick and form.key[1:] not in self.sent:
                self.sent.add(form.key[1:])
                answer, missing = send(self.client_of(form.persona), form, form.sent())
                fault = getattr(answer, "exc_info", None) if answer.status_code >= 500 else None
                form.answered = SimpleNamespace(status_code=answer.status_code, exc_info=fault), missing
                if answer.status_code == 200:
                    self.take(read(form.persona, form.action, answer))


# Questions of which rows a page shows, and in which order: they lead to no other form.
OF_ROWS = {"after", "before", "page", "sort", "tag", "zoom"}


def own_questions(page, most=2):
    """Links of a page to itself with another question."""
    here, found = urlsplit(page.page).path, []
    for link in dict.fromkeys(page.links):
        parts = urlsplit(link)
        if parts.path == here and parts.query and not OF_ROWS & parse_qs(parts.query).keys():
            found.append(link)
    return found[:most]


FEW = 3  # boxes of a question that leads to a form; those that narrow a list have more


def answers_of(page):
    """The addresses that the questions of a page lead to: a common letter in its boxes, and a choice of each.
    Of a question of many boxes all choices at once.
    """
    for form in page.asked:
        values = {name: "a" if box.takes_words else "" for name, box in form.boxes.items()}
        values |= {name: "wharf" for name, box in form.boxes.items() if box.kind == "search"}
        chosen = {
            box.name: choice
            for box in form.boxes.values()
            for choice in [one for one in box.choices if one][:1]
        }
        for name in chosen if len(form.boxes) <= FEW else ():
            yield f"{form.action}?{urlencode({**values, name: chosen[name]})}"
        if form.boxes and any(values.values()) or len(form.boxes) > FEW:  # else it is the page as it was
            yield f"{form.action}?{urlencode(values if len(form.boxes) <= FEW else values | chosen)}"


def post(client, address, sent, **extra):
    """The answer to `sent`, its stream read, with the browser's cookies as they were before."""
    cookies = deepcopy(client.cookies)
    client.raise_request_exception = False
    try:
        if isinstance(sent, bytes):
            answer = client.generic("POST", address, sent, **extra)
        else:
            answer = client.post(address, sent, **extra)
        body(answer)
    finally:
        client.cookies = cookies
    return answer


def lost(answer, texts):
    """Those of the `texts` that were typed (sentences) which a page that answers them does not show."""
    if not answer.get("Content-Type", "").startswith("text/html"):
        return []
    page = " ".join(body(answer).decode().split())
    missing = []
    for text in texts:
        shown = " ".join(typed(text).replace("\x00", "").split())  # nothing shows a NUL
        if " " in shown and escape(shown) not in page and shown not in page:
            missing.append(text)
    return missing


def texts_of(form, sent):
    """What a person typed into `form`: the values of its boxes for words."""
    return [
        text
        for box in form.boxes.values()
        if box.takes_words and NUMBER in form.boxes
        for text in sent.get(box.name, ())
        if isinstance(text, str)
    ]


def not_saved(answer):
    """Whether an answer that leads on says that something was not done: its page must hold what was typed."""
    queued = getattr(getattr(answer.wsgi_request, "_messages", None), "_queued_messages", ())
    return answer.status_code in {301, 302, 303} and any(one.level >= messages.WARNING for one in queued)


def send(client, form, sent, **extra):
    """(answer, the texts that are lost) of one post of a form; what it wrote is taken back.

    An answer that leads on and says that nothing was saved is followed: the texts must be on that page.
    """
    cookies = deepcopy(client.cookies)
    with undone():
        answer = post(client, form.action, sent, **extra)
        texts = texts_of(form, sent) if form.number else []
        if not_saved(answer):
            shown = post_cookies(client, answer)
            missing = lost(shown, texts)
        elif answer.status_code in {301, 302, 303}:
            missing = []
        else:
            missing = lost(answer, texts)
    client.cookies = cookies
    return answer, missing


def views_of(client, address):
    """The views as the person of `client` asks them past the middleware; None where it is part of the answer:
    of people without a session, public pages, and signing in.
    """
    view = resolve(urlsplit(address).path).func
    if getattr(view, "pam_public", False) or view.__module__.startswith("allauth."):
        return None
    client.views = getattr(client, "views", None) or Views(client)
    return client.views if client.views.reader else None


def get_alone(client, address):
    """The answer to a GET of the page's view by itself, what it wrote taken back. What that refuses or leads
    away from is asked whole.
    """
    with suppress(Exception):
        if views := views_of(client, address):
            with views.asked() as ask:
                answer = ask(address)
            if answer.status_code == 200:
                return answer
    with undone():
        return client.get(address)


def send_alone(client, form, sent):
    """As `send`, of the form's view by itself: for a form that was sent whole before. What that refuses,
    fails at or does not show again is sent whole: it is for the middleware to answer.
    """
    with suppress(Exception):
        if views := views_of(client, form.action):
            with views.asked() as ask:
                answer = ask(form.action, "POST", sent)
                texts = texts_of(form, sent) if form.number and answer.status_code == 200 else []
                if answer.status_code < 400 and not not_saved(answer) and not lost(answer, texts):
                    return answer, []
    return send(client, form, sent)


def post_cookies(client, answer):
    """The page that an answer leads to, as the browser that got the answer sees it."""
    client.cookies.update(answer.cookies)
    return client.get(urljoin(answer.wsgi_request.path, answer.url).partition("#")[0])


def clients(sign_in):
    """A function from persona to that persona's one client."""
    kept = defaultdict(dict)

    def client_of(persona):
        if persona not in kept:
            kept[persona] = sign_in(persona)
        return kept[persona]

    return client_of


def is_text(box):
    """Whether a person types into it at all: words, dates, figures."""
    return box.kind in TEXT and box.name not in {NUMBER, TOKEN}


def login_page():
    """The address that a person without a session is led to."""
    return reverse(settings.LOGIN_URL)


def the_widest(forms):
    """The numbers, in `forms`, of those that ask something that no other form asks which is sent to the same
    place.
    """
    kept = defaultdict(list)
    for number, form in sorted(enumerate(forms), key=lambda one: len(one[1].key[2]), reverse=True):
        asked = set(form.key[2])
        wider = kept[form.key[1]]
        if not any(asked <= set(forms[other].key[2]) for other in wider):
            wider.append(number)
    return {number for numbers in kept.values() for number in numbers}


_known = {}


def every_form(world, sign_in, *, quick=False):
    """Each form of the program once, over the rows of `world`: [Form]. Found once for one and the same world.

    `quick` opens each page of the table once, and follows nothing.
    """
    key = world.ocg.uuid
    if (key, False) in _known:
        return _known[key, False]
    if (key, quick) not in _known:
        _known.clear()
        found = Finder(clients(sign_in), quick=quick).all(world)
        # Of forms that differ by their page alone the first, which was sent.
        _known[key, quick] = list({form.key[1:]: form for form in reversed(found)}.values())[::-1]
    return _known[key, quick]
