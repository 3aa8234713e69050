"""Retention reviews and legal holds, as the person who reads may see them."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, OuterRef

from pam.access import visibility
from pam.access.levels import Level
from pam.records.models import Record, RetentionGroup
from pam.retention.models import Hold, Review


def keeps(actor, record):
    """Whether `actor` decides how long `record` is kept: they manage it, for the agency that owns it."""
    return record.agency_id == actor.agency_id and visibility.level(actor, record) >= Level.MANAGE


def require_keeper(actor, record):
    """Raises PermissionDenied unless `actor` decides how long `record` is kept. The database asks again."""
    if not keeps(actor, record):
        raise PermissionDenied


def held():
    """A condition on records: there is a legal hold."""
    return Exists(Hold.objects.filter(record_id=OuterRef("pk"), lifted_at=None))


def holds_of(record):
    """The legal holds of `record`, newest first, as far as visible to the current reader."""
    return list(Hold.objects.filter(record_id=record.pk).select_related("put_by__user", "lifted_by__user"))


def group_and_hold(record):
    """(the name of its retention group, since when there is a legal hold or None), in one query."""
    since = Hold.objects.filter(record_id=record.pk, lifted_at=None).order_by("put_at").values("put_at")[:1]
    rows = RetentionGroup.objects.filter(pk=record.retention_group_id).annotate(since=models.Subquery(since))
    return rows.values_list("label", "since").get()


def hold(uuid):
    """One legal hold visible to the current reader, or None."""
    return Hold.objects.filter(uuid=uuid).first()


def reviews_of(record):
    """The retention reviews of `record`, newest first, as far as visible to the current reader."""
    return list(Review.objects.filter(record_id=record.pk).select_related("reviewer__user"))


def kept_by(reader):
    """The records whose keeping the reader's teams decide, with `is_held`."""
    rows = visibility.visible_to(reader, Record).filter(
        team_id__in=reader.team_ids, retention_due__isnull=False
    )
    return rows.annotate(is_held=models.ExpressionWrapper(held(), output_field=models.BooleanField()))
