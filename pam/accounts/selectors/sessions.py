"""The browsers that a person is signed in with."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from pam.access.visibility import Reader
from pam.accounts.models import BrowserSession
from pam.accounts.sessions import NOTED_EVERY


def live_sessions(reader: Reader) -> QuerySet[BrowserSession]:
    """The reader's own sessions that have not ended, also by the clock; last seen first."""
    now = timezone.now()
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES, seconds=NOTED_EVERY)
    began = now - timedelta(hours=settings.SESSION_HOURS)
    rows = BrowserSession.objects.filter(user_id=reader.user_id, ended_at=None)
    return rows.filter(seen_at__gt=now - idle, began_at__gt=began)
