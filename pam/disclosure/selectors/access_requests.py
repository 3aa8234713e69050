"""Requests for access, on either side."""

from dataclasses import dataclass

from django.db import connection, models
from django.db.models import F, Func

from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.disclosure.models import AccessRequest
from pam.records.kinds import kind_of

State = AccessRequest.State


WANTABLE = (Level.VIEW, Level.CONTRIBUTE)


@dataclass(frozen=True)
class ToldOf:
    """A record as a signpost shows it, with the number that a request for it carries."""

    record: int
    reference: str
    kind: str
    agency: str
    team: str

    @property
    def kind_label(self):
        """What people call this kind of record."""
        return kind_of(self.kind).label


def told_of(uuid):
    """The `ToldOf` of a record that is signposted to the current reader; None for any other, hidden or
    absent.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT record, reference, kind, agency, team FROM pam_told_of(%s)", [uuid])
        row = cursor.fetchone()
    return ToldOf(*row) if row else None


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


def waiting_for_me(most):
    """The unanswered requests about records that the current reader manages, oldest first."""
    return list(_managed().filter(state=State.WAITING).order_by("asked_at", "pk")[:most])


def about(record, most):
    """The requests about `record`, newest first, for the person who manages it; nothing for others."""
    return list(_managed().filter(record_id=record.pk)[:most])


def asked_by(reader, most):
    """The latest requests of `reader`, newest first."""
    return list(AccessRequest.objects.filter(asker_id=reader.membership_id)[:most])


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
