"""Proposed disposals and certificates, as the person who reads may see them."""

from django.db import connection, models
from django.db.models import F, Func

from pam.retention.models import Certificate, Disposal

State = Disposal.State


def _proposals():
    refusal = Func(F("pk"), function="pam_refusal_of_disposal", output_field=models.TextField())
    rows = Disposal.objects.annotate(refusal=refusal)
    return rows.select_related("record", "record__team", "proposer__user", "answered_by__user")


def waiting():
    """The proposals that nobody has decided, of records of one's agency that the current reader can open."""
    return _proposals().filter(state=State.PROPOSED)


def proposal(uuid):
    """One proposal visible to the current reader, with `refusal`: why they can't decide it, or ""; or
    None.
    """
    return _proposals().filter(uuid=uuid).first()


def proposal_of(record):
    """The newest proposal about `record` visible to the current reader, or None."""
    return _proposals().filter(record_id=record.pk).first()


def counts_of(record):
    """{what people call it: how many} of what a disposal of `record` would erase."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_erasable(%s)::text", [record.pk])
        found = cursor.fetchone()[0]
    return models.JSONField().from_db_value(found, None, connection) if found else {}


def certificates():
    """The certificates of disposal visible to the current reader."""
    return Certificate.objects.select_related("proposed_by__user", "approved_by__user", "agency")


def certificate(uuid):
    """One certificate visible to the current reader, or None."""
    return certificates().filter(uuid=uuid).first()
