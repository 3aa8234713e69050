"""Filters of the spine, chained after the gate."""

from django.utils import timezone

from pam.audit.histories import TrackedQuerySet


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
