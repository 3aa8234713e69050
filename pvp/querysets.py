"""Domain filters of case files, chained after the gate."""

from django.utils import timezone

from pam.records.querysets import RecordQuerySet


class CaseFileQuerySet(RecordQuerySet):
    """Filters that know nothing of who may see what."""

    def led_by(self, reader):
        """Those whose officer in the case is `reader`."""
        return self.filter(lead_id=reader.membership_id)

    def review_overdue(self):
        """Those whose review date has passed (Europe/London)."""
        return self.current().filter(next_review__lt=timezone.localdate())
