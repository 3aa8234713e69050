"""Each form with a box for text says what its draft is called; what was begun and not sent is offered again.

It works on the finished page, so it is one way for every form of the program: the page was made as for any
look at it, by the gate's rules of this moment. So a draft of what a person may no longer see is never shown.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urljoin

from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from pam.drafts.keys import DraftKey, signed
from pam.drafts.selectors import drafts_of
from pam.drafts.services import forget_sent
from pam.forms.middleware import says_no
from pam.forms.refill import refill

CARRIED_ON = "pam_carried_on"  # in the session: the form that is shown next with its draft in it
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
BOX = re.compile(r"<(textarea|input)\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
BUTTON = re.compile(r'<button\b[^>]*type="submit"[^>]*>([^<]+)')
TEXT = {"text", "email", "tel", "url", "number"}
NOT_OURS = ("account_", "mfa_")  # codes and passwords: allauth's own forms


@dataclass(frozen=True)
class FormOnPage:
    """A form with a box for text: its place among all forms of the page, where its tag ends, its key, and
    what its button says.
    """

    place: int
    end: int
    key: DraftKey
    button: str


def forms_on(page, address):
    """[FormOnPage] of the forms of `page` (HTML, made by our templates) that are sent to be saved and have a
    box for text.

    Not those that ask for a password or a code, and not those that say `data-pam-draft="no"`: they save
    themselves.
    """
    found = []
    for place, form in enumerate(FORM.finditer(page)):
        tag = _attributes(form[1])
        if tag.get("method", "").lower() != "post" or "data-pam-draft" in tag:
            continue
        names, secret = [], False
        for box in BOX.finditer(form[2]):
            asked = _attributes(box[2])
            kind = "text" if box[1] == "textarea" else asked.get("type", "text")
            secret = secret or kind == "password" or asked.get("autocomplete") == "one-time-code"
            if kind in TEXT and asked.get("name"):
                names.append(asked["name"])
        if names and not secret:
            action = urljoin(address, tag.get("action") or address).partition("#")[0]
            key = DraftKey(address, action, tuple(dict.fromkeys(names)))
            found.append(FormOnPage(place, form.end(1), key, _button(form[2])))
    return found


def _button(form):
    said = BUTTON.search(form)
    return " ".join(unescape(said[1]).split()) if said else ""


def _attributes(text):
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(text)}


class Drafts:
    """The middleware around `SentOnce`: marks the forms of a page, offers their drafts, and lets go the draft
    of a form that was sent and saved.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        reader, match = getattr(request, "reader", None), request.resolver_match
        if reader is None or match is None or match.view_name.startswith(NOT_OURS):
            return response
        if request.method == "POST" and _saved(request, response):
            forget_sent(actor=reader, action=request.get_full_path(), names=list(request.POST))
        html = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if html and response.status_code == 200 and b'name="form_number"' in response.content:
            _dress(request, reader, response)
        return response


def _saved(request, response):
    """Whether a form with its one-time number was sent, saved, and led on."""
    return (
        getattr(request, "claimed_form", "")
        and isinstance(response, HttpResponseRedirect)
        and not (getattr(request, "not_saved", False) or says_no(request) or transaction.get_rollback())
    )


def _dress(request, reader, response):
    """Marks each form with a box for text; shows or offers what was begun."""
    page, address = response.content.decode(), request.get_full_path()
    forms = forms_on(page, address)
    if not forms:
        return
    offered = {}
    if request.method == "GET" and not getattr(request, "comes_back_filled", False):
        offered = drafts_of(reader, [form.key for form in forms])
    carried = request.session.pop(CARRIED_ON, None) if offered else None
    filled = next((form for form in forms if form.key in offered and _is(form.key, carried)), None)
    script, place = render_to_string("drafts/script.html"), reverse("drafts:draft")
    for form in reversed(forms):
        marks = f' data-pam-draft="{escape(signed(reader, form.key))}" data-pam-draft-to="{place}"'
        if form.key in offered and form is not filled:
            marks += " data-pam-draft-offered"
        page = page[: form.end] + marks + page[form.end :]
    notices = [
        render_to_string("drafts/offer.html", _offer(reader, form, offered[form.key]), request)
        for form in forms
        if form.key in offered and form is not filled
    ]
    page = page.replace("</body>", f"{script}</body>", 1)
    if filled:
        draft = offered[filled.key]

        def notice(left):
            return render_to_string("drafts/carried_on.html", {"draft": draft, "left": left})

        page = _unfolded(refill(page, draft.values, notice, chosen=filled.place), signed(reader, filled.key))
    if notices:
        page = re.sub(r"(<main\b[^>]*>)", lambda main: main[1] + "".join(notices), page, count=1)
    response.content = page


def _unfolded(page, key):
    """The page with the form of this `key` in sight, if it is folded away in a `details`."""
    place = page.find(f'data-pam-draft="{escape(key)}"')
    start = page.rfind("<details", 0, place)
    if place < 0 or start < 0 or "</details>" in page[start:place]:
        return page
    return page[:start] + "<details open" + page[start + len("<details") :]


def _is(key, carried):
    return carried == [key.action, key.form]


def _offer(reader, form, draft):
    """What the offer of a draft shows: when it was begun, its first words, its form's button, its name."""
    texts = [text for name in draft.names for text in draft.values.get(name, ()) if " " in text.strip()]
    words = " ".join(max(texts, key=len, default="").split())
    words = words[:80] + ("…" if len(words) > 80 else "")
    return {"draft": draft, "words": words, "button": form.button, "key": signed(reader, form.key)}
