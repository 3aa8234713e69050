"""Filters of the spine, chained after the gate."""

from django.db import models
from django.utils import timezone


class TrackedQuerySet(models.QuerySet):
    """Rows with a history: refuses what would change them behind its back."""

    def update(self, **kwargs):
        """Raises TypeError: `update()` skips the history. Save each row in a service."""
        raise TypeError(f"{self.model.__name__} is tracked: update() would skip its history")

    def bulk_create(self, *args, **kwargs):
        """Raises TypeError: `bulk_create()` skips the history."""
        raise TypeError(f"{self.model.__name__} is tracked: bulk_create() would skip its history")

    def bulk_update(self, *args, **kwargs):
        """Raises TypeError: `bulk_update()` skips the history."""
        raise TypeError(f"{self.model.__name__} is tracked: bulk_update() would skip its history")


class RecordQuerySet(TrackedQuerySet):
    """Domain filters of records."""

    def newest_first(self):
        """By the last change, newest first."""
        return self.order_by("-updated", "-pk")

    def current(self):
        """Those that are not closed."""
        return self.filter(closed_at=None)

    def led_by(self, reader):
        """Those whose lead is `reader`."""
        return self.filter(lead_id=reader.membership_id)

    def review_overdue(self):
        """Those that are not closed and whose review date has passed (Europe/London)."""
        return self.current().filter(next_review__lt=timezone.localdate())
