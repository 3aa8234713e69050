"""What *My work* shows of one's news."""

from pam.audit.services import Verb, log
from pam.notifications.news import FEW, unread, with_lines


def unread_of(request):
    """The reader's unread news."""
    return unread(request.reader)


def news_panel(request, rows):
    """The newest of them."""
    found = list(rows.order_by("-created", "-pk")[: FEW + 1])
    shown = with_lines(request.reader, found[:FEW])
    log_lines(request.reader, shown)
    return {"template": "notifications/news_panel.html", "rows": shown, "more": len(found) > FEW}


def log_lines(reader, rows):
    """Logs the records that these news name."""
    if numbers := sorted({row.line.record for row in rows if row.line.record}):
        log(reader, Verb.CONSULTATION, "list", numbers, detail="New for me")
