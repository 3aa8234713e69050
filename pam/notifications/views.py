"""The demo's mailbox: what would have been mailed."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render

from pam.access.paging import page
from pam.notifications.forms import MailboxFilters
from pam.notifications.models import SentMail


def mailbox(request):
    """The mails of the demo, newest first, to everybody in it: they hold links, never case text. 404
    elsewhere.
    """
    if not settings.DEMO_SIGN_IN:
        raise Http404
    filters = MailboxFilters(request.GET or None)
    shown = page(filters.narrow(SentMail.objects.all()), ["-at", "-pk"], request)
    return render(request, "notifications/mailbox.html", {"filters": filters, "page": shown})
