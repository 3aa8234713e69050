"""What one was told and how one wants to be told; mail that did not go out; the demo's mailbox."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pam.access.paging import page
from pam.audit.services import Verb, log
from pam.forms.views import press
from pam.notifications import hours, mailbox, news, selectors, services
from pam.notifications.events import event_of
from pam.notifications.forms import ChoicesForm, MailboxFilters
from pam.notifications.panels import log_lines


@require_GET
def told(request):
    """What one was told recently, newest first, each with a link as long as one may follow it."""
    shown = page(selectors.told(request.reader), ["-created", "-pk"], request)
    for row in shown.rows:
        row.words = event_of(row.event)
        row.about_now = services.still_true(row, request.reader)
    shown.rows = [row for row in shown.rows if row.about_now or row.sent_at]
    return render(request, "notifications/told.html", {"page": shown})


@require_GET
def new(request):
    """What is new for the reader and not read yet, newest first."""
    shown = page(news.unread(request.reader), ["-created", "-pk"], request)
    shown.rows = news.with_lines(request.reader, shown.rows)
    log_lines(request.reader, shown.rows)
    until = shown.rows[0].created.isoformat() if shown.rows else ""
    return render(request, "notifications/new.html", {"page": shown, "until": until})


@require_GET
def open_news(request, uuid):
    """Leads to what the news are about; they are read by that."""
    row = news.news_or_404(request.reader, uuid)
    line = event_of(row.event).news.lines(request.reader, [row]).get(row.pk)
    services.mark_read(actor=request.reader, news=row)
    return redirect(line.url if line else "notifications:news")


@require_POST
def read(request, uuid):
    """Marks a line as read, and goes back to the list or to My work."""
    row = news.news_or_404(request.reader, uuid)
    press(request, lambda: services.mark_read(actor=request.reader, news=row), "Marked as read.")
    return redirect("home" if request.POST.get("back") == "work" else "notifications:news")


@require_POST
def read_all(request):
    """Marks all as read that came until the page was made."""
    try:
        until = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        until = None
    if until is None or until.tzinfo is None:
        return redirect("notifications:news")
    press(request, lambda: services.mark_all_read(actor=request.reader, until=until), "All marked as read.")
    return redirect("notifications:news")


@require_http_methods(["GET", "POST"])
def choices(request):
    """How one wants to be told about each kind of event."""
    chosen = selectors.choices_of(request.reader)
    form = ChoicesForm(request.POST if request.method == "POST" else None, choices=chosen)
    if form.is_bound and form.is_valid():
        services.save_choices(actor=request.reader, channels=form.cleaned_data)
        messages.success(request, "Your choices are saved.")
        return redirect("notifications:choices")
    fixed = [kind for kind, _ in chosen if not kind.may_choose]
    context = {"form": form, "fixed": fixed, "hours": hours.sending_hours()}
    return render(request, "notifications/choices.html", context)


# --- An administrator's page ---


@require_GET
def not_sent(request):
    """The mails to people of one's agency that did not go out, and why."""
    rows = selectors.mail_not_sent(request.reader)
    log(request.reader, Verb.CONSULTATION, "list mail not sent")
    return render(
        request,
        "notifications/not_sent.html",
        {"rows": rows, "minutes": selectors.stuck_minutes(request.reader)},
    )


@require_POST
def send_again(request, mail):
    """Lets one of them be sent again."""
    return _settle(request, services.send_again, mail, "The mail is sent again within a minute.")


@require_http_methods(["GET", "POST"])
def drop(request, mail):
    """Gives one of them up, after asking."""
    if request.method == "POST":
        return _settle(request, services.drop, mail, "The mail will not be sent.")
    row = next((row for row in selectors.mail_not_sent(request.reader) if row.mail == mail), None)
    if row is None:
        raise Http404
    context = {
        "question": "Drop this mail?",
        "facts": [("To", f"{row.recipient} {row.address}"), ("Code", row.code), ("Reason", row.why)],
        "consequences": ["It will not be sent.", "What it was about stays in pam."],
        "confirm_label": "Drop it",
        "cancel_url": reverse("notifications:not_sent"),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _settle(request, service, mail, done):
    press(request, lambda: service(actor=request.reader, mail=mail), done)
    return redirect("notifications:not_sent")


# --- The demo's mailbox ---


def _require_demo():
    if not settings.DEMO_SIGN_IN:
        raise Http404


def mailbox_page(request):
    """The mails of the demo, newest first, to everyone in it: they hold links, never case text. 404
    elsewhere.
    """
    _require_demo()
    filters = MailboxFilters(request.GET or None)
    shown = page(filters.narrow(selectors.sent_in_the_demo()), ["-at", "-pk"], request)
    for row in shown.rows:
        row.headers, row.attachments = mailbox.parts_of(row)
    return render(request, "notifications/mailbox.html", {"filters": filters, "page": shown})


@require_GET
def mailbox_attachment(request, number, place):
    """One attachment of a mail of the demo, to download. 404 elsewhere."""
    _require_demo()
    mail = selectors.sent_in_the_demo().filter(pk=number).first()
    found = mailbox.attachment_of(mail, place) if mail else None
    if found is None:
        raise Http404
    name, content = found
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
