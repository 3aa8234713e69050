"""Each form with a box for text says what its draft is called; what was begun and not sent is offered again.

It works on the finished page, so it is one way for every form of the program: the page was made as for any
look at it, by the gate's rules of this moment. So a draft of what a person may no longer see is never shown.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from pam.drafts.keys import DraftKey, signed
from pam.drafts.selectors import draft_with, drafts_of
from pam.drafts.services import carry_over, forget_sent
from pam.forms.middleware import says_no
from pam.forms.numbers import NUMBER
from pam.forms.refill import refill

CARRIED_ON = "pam_carried_on"  # in the session: the form that is shown next with its draft in it
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
BOX = re.compile(r"<(textarea|input)\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
BUTTON = re.compile(r'<button\b[^>]*type="submit"[^>]*>([^<]+)')
ONE_TIME = re.compile(rf'name="{NUMBER}" value="([^"]*)"')
TEXT = {"text", "email", "tel", "url", "number"}
NOT_OURS = ("account_", "mfa_")  # codes and passwords: allauth's own forms


@dataclass(frozen=True)
class FormOnPage:
    """A form with a box for text: its place among all forms of the page, where its tag ends, its key, its
    one-time number, and what its button says.
    """

    place: int
    end: int
    key: DraftKey
    number: str
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
            found.append(FormOnPage(place, form.end(1), key, _number(form[2]), _button(form[2])))
    return found


def _number(form):
    found = ONE_TIME.search(form)
    return unescape(found[1]) if found else ""


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
            forget_sent(
                actor=reader,
                action=request.get_full_path(),
                number=request.POST[NUMBER],
                sent=dict(request.POST.lists()),
            )
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
    _hand_on(request, reader, page, forms)
    if not forms:
        return
    offered = {}
    if request.method == "GET" and not getattr(request, "comes_back_filled", False):
        offered = drafts_of(reader, [form.key for form in forms])
    carried = request.session.pop(CARRIED_ON, None) if offered else None
    filled, draft = _carried_on(forms, offered, carried)
    script, place = render_to_string("drafts/script.html"), reverse("drafts:draft")
    for form in reversed(forms):
        marks = f' data-pam-draft="{escape(signed(reader, form.key))}" data-pam-draft-to="{place}"'
        marks += f' data-pam-draft-most="{settings.DATA_UPLOAD_MAX_MEMORY_SIZE}"'
        page = page[: form.end] + marks + page[form.end :]
    notices = [
        render_to_string("drafts/offer.html", _offer(reader, form, one, offered[form.key]), request)
        for form in forms
        for one in offered.get(form.key, [])
        if one is not draft
    ]
    page = page.replace("</body>", f"{script}</body>", 1)
    if filled:
        carry_over(actor=reader, draft=draft, number=filled.number)

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


def _carried_on(forms, offered, carried):
    """(form, its draft) that the reader wants to go on with; (None, None) without one."""
    for form in forms:
        for draft in offered.get(form.key, []):
            if carried == [draft.action, draft.form, draft.number]:
                return form, draft
    return None, None


def _hand_on(request, reader, page, forms):
    """A form that was sent and comes back, or asks once more, goes on with its draft: it has a new number."""
    number = getattr(request, "refilled_number", "")
    if getattr(request, "claimed_form", "") and not transaction.get_rollback():
        number = request.POST.get(NUMBER, "")
    address = request.get_full_path()
    draft = number and draft_with(reader, action=address, number=number)
    if not draft:
        return
    same = [form.number for form in forms if (form.key.action, form.key.form) == (draft.action, draft.form)]
    if numbers := same or numbers_of(page, address):
        carry_over(actor=reader, draft=draft, number=numbers[0])


def numbers_of(page, address):
    """The one-time numbers of the forms of a page that are sent to its own address."""
    forms = [(_attributes(form[1]).get("action") or address, form[2]) for form in FORM.finditer(page)]
    return [_number(form) for action, form in forms if urljoin(address, action) == address and _number(form)]


def _offer(reader, form, draft, drafts):
    """What the offer of a draft shows: when it was begun, its first words, its form's button, its name."""
    texts = [text for name in draft.names for text in draft.values.get(name, ()) if " " in text.strip()]
    words = " ".join(max(texts, key=len, default="").split())
    words = words[:80] + ("…" if len(words) > 80 else "")
    return {
        "draft": draft,
        "words": words,
        "button": form.button,
        "key": signed(reader, form.key),
        "several": len(drafts) > 1,
    }
