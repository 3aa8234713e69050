"""Departures whose moment has come."""

from django.utils import timezone

from pam.accounts.models import Departure


def due(now=None):
    """The numbers of the departures whose moment has come."""
    rows = Departure.objects.filter(ends_at__lte=now or timezone.now(), done_at=None, cancelled_at=None)
    return list(rows.order_by("ends_at", "pk").values_list("pk", flat=True))
