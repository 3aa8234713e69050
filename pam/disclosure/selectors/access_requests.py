"""Requests for access, on either side."""

from django.db import models
from django.db.models import F, Func

from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.disclosure.models import AccessRequest

State = AccessRequest.State


REQUESTABLE_LEVELS = (Level.VIEW, Level.CONTRIBUTE)


def waiting_request(reader, record):
    """The request for the record with this number that `reader` made and nobody has answered, or None."""
    return AccessRequest.objects.filter(
        record_id=record, asker_id=reader.membership_id, state=State.WAITING
    ).first()


def asked(reader, uuid):
    """A request by a person of the reader's agency, as they may see it, or None.

    The database asks who may.
    """
    rows = AccessRequest.objects.filter(uuid=uuid, asker_agency_id=reader.agency_id)
    return rows.select_related("asker__user", "answered_by__user", "answered_by__agency").first()


def _managed():
    """The requests about records that the current reader manages."""
    reach = Func(F("record_id"), function="pam_level", output_field=models.IntegerField())
    rows = AccessRequest.objects.annotate(reach=reach).filter(reach__gte=Level.MANAGE)
    return rows.select_related("asker__user", "asker_agency", "answered_by__user")


def to_answer(uuid):
    """A request about a record that the current reader manages, or None."""
    return _managed().filter(uuid=uuid).first()


def about(record, limit):
    """The requests about `record`, newest first, for the person who manages it; nothing for others."""
    return list(_managed().filter(record_id=record.pk)[:limit])


def asked_by(reader):
    """The requests of `reader`, newest first."""
    return AccessRequest.objects.filter(asker_id=reader.membership_id)


def receiver(request, whole_agency):
    """Who the share would name: the asker alone, or everyone at their agency. Raises Refused if they have
    left.
    """
    asker = Membership.objects.live().select_related("principal__agency", "agency__principal__agency")
    asker = asker.filter(pk=request.asker_id).first()
    if asker is None:
        raise Refused(
            "The person who asked has left or is suspended. Decline the request.", code="not_in_force"
        )
    return asker.agency.principal if whole_agency else asker.principal
