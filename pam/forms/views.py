"""Pages with a form that a service saves: open → form → service → message → redirect, in one place.

`make_form` is where a form meets what was sent, `submit` is where a service is called. What was typed before
a session ended or a fault of ours, and what is sent twice, is seen to for all pages in `middleware.py`.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from pam.access.errors import Refused
from pam.db.files import NotStored
from pam.forms.base import ServiceForm

NOT_STORED = (
    "The file could not be stored, so nothing was saved. Choose it again and try in a few minutes. "
    "If it happens again, tell the people who run pam"
)


def call_service(form, service):
    """(whether `service()` took it, what it returned).

    What it refused, or could not store, is shown on `form`.
    """
    try:
        return True, service()
    except Refused as refusal:
        form.show_refusal(refusal)
    except NotStored:
        form.add_error(next((name for name in form.files if name in form.fields), None), NOT_STORED)
    return False, None


def press(request, service, done=""):
    """Calls `service()` for a button without a form; returns whether it took it.

    Says `done`, or what was refused, on the next page.
    """
    try:
        service()
    except Refused as refusal:
        messages.error(request, refusal.message)
        request.not_saved = True  # the same press may be made again (pam/forms/middleware.py)
        return False
    if done:
        messages.success(request, done)
    return True


class ServiceFormView(View):
    """A page with one form, whose values a service saves.

    A subclass sets `form_class` and `template_name`, and `done`, the message after it is saved. It says in
    `open` what the page is about, in `save` which service is called, and in `next_page` where it goes then.
    `roles` are those of which the reader needs one; 403 for others. `request.reader` is `self.reader`, the
    form that was sent or is shown is `self.form`.
    """

    http_method_names = ["get", "head", "post"]
    roles: tuple[str, ...] = ()
    form_class: type[BaseForm] = ServiceForm
    template_name = ""
    done = ""

    def dispatch(self, request, *args, **address):
        """Asks for the role, opens what the page is about, then shows or saves the form."""
        if request.method.lower() not in self.http_method_names:
            return self.http_method_not_allowed(request, *args, **address)
        self.reader = request.reader
        if self.roles and not self.reader.has_role(*self.roles):
            raise PermissionDenied
        request.opened_view = self
        if answer := self.open(**address):
            return answer
        if getattr(request, "only_open", False):  # whether the page could be opened (pam/drafts/opening.py)
            return HttpResponse(status=204)
        return super().dispatch(request, *args, **address)

    def open(self):
        """Finds what the page is about, through visibility, and logs the look. Takes the address's parts.

        May answer by itself (a redirect): then no form is made. Raises Http404 and PermissionDenied.
        """

    def form_arguments(self):
        """The arguments of the form besides what was sent."""
        return {}

    def make_form(self, data=None, files=None):
        """The form: as it begins, or with what was sent."""
        return self.form_class(data, files, **self.form_arguments())

    def get(self, request, **address):
        """Shows the form as it begins."""
        self.form = self.make_form()
        return self.show()

    def post(self, request, **address):
        """Saves what was sent, or shows the form again with all that was typed and what is wrong with it."""
        self.form = self.make_form(request.POST, request.FILES)
        return (self.valid() and self.submit()) or self.show()

    def valid(self):
        """Whether what was sent can go to the service."""
        return self.form.is_valid()

    def submit(self):
        """The answer once the service took the form; None if it refused, which the form then shows."""
        taken, saved = call_service(self.form, lambda: self.save(self.form))
        return self.answer(saved) if taken else None

    def save(self, form):
        """Calls the service with the valid `form`. What it returns goes to `done_words` and `next_page`."""
        raise NotImplementedError

    def answer(self, saved):
        """Says that it is done, and leads on."""
        if words := self.done_words(saved):
            messages.success(self.request, words)
        return redirect(self.next_page(saved))

    def done_words(self, saved):
        """What the next page says; "" for nothing."""
        return self.done

    def next_page(self, saved):
        """Where it goes then: an address, or a row with a page."""
        raise NotImplementedError

    def context(self):
        """What the template needs besides `form`."""
        return {}

    def show(self):
        """The page with the form as it is."""
        return render(self.request, self.template_name, {"form": self.form, **self.context()})


class ConfirmView(ServiceFormView):
    """One question, its consequences, one button that does it and a way back (`ui/confirm.html`)."""

    template_name = "ui/confirm.html"
    question = confirm_label = explanation = ""
    consequences: tuple[str, ...] = ()
    danger = False

    def ask(self):
        """The question."""
        return self.question

    def cancel_page(self):
        """The address of the way back."""
        return self.next_page(None)

    def context(self):
        """What `ui/confirm.html` shows."""
        return {
            "question": self.ask(),
            "explanation": self.explanation,
            "consequences": self.consequences,
            "confirm_label": self.confirm_label,
            "cancel_url": self.cancel_page(),
            "danger": self.danger,
        }


class CheckedFormView(ServiceFormView):
    """A form, then a page that shows what it will do, then it is done.

    The check's page sends all that was typed again (`form.typed`), with `confirm` or `change` as its button.
    `check_template_name` is its template; `checked_fields` are the fields that it asks itself: what is wrong
    with them is shown there, and not on the form.
    """

    check_template_name = ""
    checked_fields = ()

    def post(self, request, **address):
        """The next of the three steps, or the same one again with what is wrong."""
        self.form = self.make_form(request.POST, request.FILES)
        if "change" in request.POST or not self.valid():
            return self.show()
        if "confirm" in request.POST and (done := self.submit()):
            return done
        if self.form.errors and not self._wrong_in_check():
            return self.show()
        taken, shown = call_service(self.form, self.check)
        if not taken:
            return self.show()
        return self.show_check(shown)

    def show_check(self, shown):
        """The page that shows what the form will do; `shown` is what `check` gave."""
        context = {"form": self.form, **self.context(), **shown}
        return render(self.request, self.check_template_name, context)

    def _wrong_in_check(self):
        return set(self.form.errors) <= set(self.checked_fields)

    def check(self):
        """What the page that shows what the form will do needs besides `context`. Raises Refused."""
        raise NotImplementedError
