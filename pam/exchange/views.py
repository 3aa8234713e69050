"""A person's calendar address on their account, and what their calendar program fetches from it."""

from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from pam.access import visibility
from pam.access.middleware import public
from pam.access.reader import reader_of_membership
from pam.exchange import selectors, services
from pam.forms.views import ConfirmView, press

SHOWN_ONCE = "calendar_address"


@require_http_methods(["GET", "POST"])
def calendar(request):
    """Whether one has a private address; a button makes one, which is shown once."""
    if request.method == "POST":

        def make():
            secret = services.make_feed(actor=request.reader)
            request.session[SHOWN_ONCE] = reverse("exchange:feed", args=[secret])

        press(request, make)
        return redirect("exchange:calendar")
    path = request.session.pop(SHOWN_ONCE, None)
    context = {
        "allowed": selectors.allowed(request.reader),
        "feed": selectors.feed_of(request.reader),
        "address": settings.PUBLIC_URL.rstrip("/") + path if path else "",
    }
    return render(request, "exchange/calendar.html", context)


class EndFeed(ConfirmView):
    """Ends the private address, after asking."""

    question = "End the address of your calendar?"
    consequences = ("Your calendar program gets nothing more.", "You can make a new address at any time.")
    confirm_label, danger, done = "End it", True, "The address of your calendar has ended."

    def open(self):
        """Leads back where there is no address."""
        return None if selectors.feed_of(self.reader) else redirect("exchange:calendar")

    def save(self, form):
        """Ends it."""
        services.end_feed(actor=self.reader)

    def next_page(self, saved):
        """The calendar's page."""
        return reverse("exchange:calendar")


@public
@require_safe
def feed(request, secret):
    """The calendar itself, for anyone with its private address. An ended and a made-up address get the same
    404.
    """
    number = selectors.membership_of(secret)
    reader = reader_of_membership(number) if number else None
    if reader is None or reader.unaccepted_terms or not selectors.allowed(reader):
        raise Http404
    reader = replace(reader, address=request.META.get("REMOTE_ADDR", ""))
    with visibility.reading(reader):
        body = services.read_feed(actor=reader)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{services.hash_of(body)}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)
