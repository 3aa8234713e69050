"""Every form of the program: nothing typed is lost, nothing is done twice.

`{% csrf_token %}` gives each form its one-time number. A form without one (allauth's own) passes untouched.
"""

from html import unescape
from urllib.parse import urljoin

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.storage import default_storage
from django.db import transaction
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from pam.db.typed import typed
from pam.forms.numbers import NUMBER, made_for, owner_in, owner_of
from pam.forms.refill import refill
from pam.forms.services import claim, digest_of, keep_claim, release_claim

KEPT = "pam_kept_form"  # in the session of the browser that sent it
SIGNED_OUT = (
    "You were signed out before you sent this, so it was not saved. What you typed is below. "
    "Check it and send it again."
)
OLD_PAGE = (
    "You opened this page before you last signed in, so it was not saved. What you typed is below. "
    "Check it and send it again."
)
FAULT = (
    "Sorry, there is a problem with pam, so this was not saved. What you typed is below. "
    "Try again in a few minutes."
)
REFUSED = "What you typed was not saved. It is below."
CHOOSE_FILES = "Files are not kept: choose them again."


class NothingTypedIsLost:
    """Middleware before the gate's: a form that could not be saved comes back with all that was typed.

    Sent without a session: it is kept in the browser's new session, and comes back once the same person has
    signed in and acts for the same agency. Sent with an old token, or into a fault of ours: it comes back at
    once. Answered by another page with an error: that page shows it. It goes to nobody but the person that it
    was made for (numbers.py). Files are not kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST":
            if KEPT not in request.session:
                return self.get_response(request)
            request.comes_back_filled = request.session[KEPT]["address"] == request.get_full_path()
            if request.comes_back_filled:
                request.refilled_number = request.session[KEPT]["sent"].get(NUMBER, [""])[0]
            return self._came_back(request, self.get_response(request))
        response = self.get_response(request)
        reader, failed = getattr(request, "reader", None), getattr(request, "csrf_failed", False)
        if not failed and response.status_code < 500 and (reader or request.user.is_authenticated):
            if reader and made_for(reader, _sent(request)):
                return self._answered(request, response, _without_passwords(_sent(request)))
            return response
        sent = _sent(request)
        if not owner_in(sent):
            return response
        sent = _without_passwords(sent)
        if reader is None:
            stays_on_its_page = request.headers.get("Accept") == "application/json"  # with what was typed
            return response if request.user.is_authenticated or stays_on_its_page else _keep(request, sent)
        if not made_for(reader, sent):
            return response
        return self._again(request, response, sent, OLD_PAGE if failed else FAULT)

    def _answered(self, request, response, sent):
        """An answer of the form's own view. What was typed is on it, or on the page that it leads to."""
        if response.status_code == 200 or response.status_code >= 400:
            return _typed_below(request, response, sent)
        if says_no(request) and _texts(sent):
            kept = {"address": _without_anchor(request, response.url), "sent": dict(sent.lists())}
            kept |= {"owner": owner_in(sent), "files": bool(request.FILES), "refused": request.path}
            request.session[KEPT] = kept
        return response

    def _again(self, request, response, sent, why):
        """The page of the form as a look at it shows it now, with what was typed; `response` if there is
        none.
        """
        files, before = bool(request.FILES), (request.POST, request.FILES)
        request.method, request.POST, request._files = "GET", QueryDict(), MultiValueDict()
        request.comes_back_filled, request.refilled_number = True, sent.get(NUMBER, "")
        request.claimed_form, request._messages = "", default_storage(request)  # what it had said is not true
        shown = self.get_response(request)
        request.method, request.POST, request._files = "POST", *before
        if shown.status_code != 200 or not _fill(request, shown, dict(sent.lists()), why, files):
            return _typed_below(request, response, sent)
        shown.status_code = response.status_code
        return shown

    def _came_back(self, request, response):
        """A page that a person asks for: with what they typed into it before they were signed out."""
        kept, reader = request.session[KEPT], getattr(request, "reader", None)
        if reader is None:
            return response
        if kept["owner"] != owner_of(reader) or request.get_full_path() != kept["address"]:
            return response
        refused = kept.get("refused", "")
        if refused and isinstance(response, HttpResponseRedirect):
            request.session[KEPT] = kept | {"address": _without_anchor(request, response.url)}
            return response
        if response.status_code == 405:  # a button alone: there is no page to come back to
            messages.warning(request, "You were signed out before you did this, so nothing was saved.")
            response = redirect("home")
        elif response.status_code != 200 or not _fill(
            request,
            response,
            kept["sent"],
            REFUSED if refused else SIGNED_OUT,
            kept["files"],
            listed=refused not in {"", request.path},
        ):
            return response
        del request.session[KEPT]
        return response


def _sent(request):
    """What was sent, or nothing if it can't be read."""
    try:
        return request.POST
    except Exception:  # a broken upload raises whatever its parser does; the answer was made already
        return QueryDict()


def _without_passwords(sent):
    """The same values but for passwords: of three words, one looks like any text."""
    rest = sent.copy()
    for name in [name for name in rest if "password" in name]:
        del rest[name]
    return rest


def _keep(request, sent):
    """Keeps what was sent until the person has signed in again, and leads there."""
    request.session[KEPT] = {
        "owner": owner_in(sent),
        "address": request.get_full_path(),
        "sent": dict(sent.lists()),
        "files": bool(request.FILES),
    }
    return redirect_to_login(request.get_full_path())


def says_no(request):
    """Whether the view of this request has said, for the page that it leads to, that something is wrong."""
    queued = getattr(getattr(request, "_messages", None), "_queued_messages", ())
    return any(message.level >= messages.ERROR for message in queued)


def _without_anchor(request, address):
    """The whole path of a page that an answer leads to."""
    return urljoin(request.path, address).partition("#")[0]


def _texts(sent):
    """What was typed, of all that was sent: what has a space in it."""
    return [text for _, values in sent.lists() for text in values if " " in text.strip()]


def _fill(request, response, sent, why, files, *, listed=False):
    """Whether `response` is a page, whose form then holds what was sent.

    `listed` leaves its forms as they are and lists what was typed: it is another form's page.
    """
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return False

    def notice(left):
        left = (
            [text for values in sent.values() for text in values if " " in text.strip()] if listed else left
        )
        context = {"why": f"{why} {CHOOSE_FILES}" if files else why, "left": left}
        return render_to_string("forms/notice.html", context)

    response.content = refill(response.content.decode(), {} if listed else sent, notice)
    return True


def _typed_below(request, response, sent):
    """The page that answers a form, with those texts below it that a person sent and that it does not show.

    A page that no longer has the form says so alone: another person answered meanwhile, a search finds
    nothing now.
    """
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return response
    page = response.content.decode()
    shown = " ".join(unescape(page).split())
    texts = [text.replace("\x00", "") for text in _texts(sent)]  # nothing shows a NUL
    texts = [text for text in texts if " ".join(typed(text).split()) not in shown]
    if texts:
        below = render_to_string("forms/typed.html", {"left": texts})
        response.content = page.replace("</main>", f"{below}</main>", 1)
    return response


class SentOnce:
    """The innermost middleware: the second press of the same form does nothing, and is led where the first
    one led.

    A form is claimed in the transaction of the request before its view runs, and let go again if the view
    did not lead on (it shows what is wrong, or asks once more) or refused a button (`press` in views.py).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        digest = getattr(request, "claimed_form", "")
        if digest and not transaction.get_rollback():  # a view that raised takes its claim back with all else
            not_saved = getattr(request, "not_saved", False) or says_no(request)
            if isinstance(response, HttpResponseRedirect) and not not_saved:
                keep_claim(actor=request.reader, digest=digest, led_to=response.url)
            else:
                release_claim(actor=request.reader, digest=digest)
        return response

    def process_view(self, request, view, args, kwargs):
        """Claims the form; leads on if it was sent before."""
        reader = getattr(request, "reader", None)
        if request.method != "POST" or reader is None or not made_for(reader, request.POST):
            return None
        digest = digest_of(request.get_full_path(), request.POST, request.FILES)
        led_to = claim(actor=reader, digest=digest, number=request.POST.get(NUMBER, ""))
        if led_to is None:
            request.claimed_form = digest
            return None
        messages.info(request, "You sent this twice. It was saved once.")
        return HttpResponseRedirect(led_to or request.get_full_path())
