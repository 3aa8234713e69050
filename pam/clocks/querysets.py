"""Filters of clocks, chained after the gate."""

from django.utils import timezone

from pam.audit.histories import TrackedQuerySet


class ClockQuerySet(TrackedQuerySet):
    """Filters that know nothing of the person who may see what."""

    def running(self):
        """Those that are neither met nor stopped."""
        return self.filter(state="running")

    def late(self):
        """Those that run and whose due time has passed."""
        return self.running().filter(due__lt=timezone.now())

    def soonest_first(self):
        """By due time, then by number: the order that lists page in."""
        return self.order_by("due", "pk")
