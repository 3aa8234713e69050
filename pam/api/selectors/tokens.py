"""The systems and tokens of an agency; and which system a secret belongs to."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, F, Func

from pam.access.models import Membership
from pam.access.reader import reader_named
from pam.access.selectors import with_deciders
from pam.api.models import ApiToken
from pam.reference.selectors.settings import setting

ADMINISTRATOR = Membership.Role.ADMINISTRATOR
SEEN_BY = (ADMINISTRATOR, Membership.Role.AUDITOR, Membership.Role.SUPERVISOR)
LIMIT = 200


class _Deciders(Func):
    """The numbers of the memberships that may decide a token, as PostgreSQL works them out."""

    output_field = ArrayField(BigIntegerField())
    template = "ARRAY(SELECT * FROM pam_setting_deciders(%(expressions)s))"


@dataclass(frozen=True)
class Known:
    """Whose a secret is: the number of a system's membership, the token's uuid and label, and its scopes."""

    token: UUID
    membership: int
    label: str
    scopes: frozenset[str]


def known_by(secret, address):
    """(the `Known` of a secret that works at this moment from `address`, its system as a `Reader`), or None.
    One query.
    """
    if not secret or "\x00" in secret:
        return None
    columns = ("t.token", "t.membership", "t.label", "t.scopes")
    found = reader_named(columns, "pam_api_token(%s, %s::inet)", [secret, address or None])
    if found is None:
        return None
    (*token, scopes), reader = found
    return Known(*token, frozenset(scopes)), replace(reader, address=address)


def allowed(agency_id):
    """Whether the systems of the agency may use the API."""
    return setting("api.allowed", agency_id)


def systems_of(reader):
    """The systems of the reader's agency, by name, each with `user` and its teams. Raises
    PermissionDenied.
    """
    _require(reader)
    rows = Membership.objects.filter(agency_id=reader.agency_id, user__service=True)
    return rows.select_related("user").prefetch_related("teams").order_by("user__name__folded", "pk")


def tokens_of(reader):
    """The tokens of the reader's agency, newest first, each with `mine` (the reader's to decide) and, while
    it waits, `deciders`. Raises PermissionDenied.
    """
    _require(reader)
    rows = ApiToken.objects.filter(agency_id=reader.agency_id).select_related(
        "membership__user", "asked_by__user", "decided_by__user"
    )
    rows = with_deciders(rows.annotate(decider_ids=_Deciders(F("agency_id"), F("asked_by_id")))[:LIMIT])
    for row in rows:
        row.mine = row.waiting and reader.membership_id in row.decider_ids
    return rows


def token_of(reader, uuid):
    """One token of the reader's agency, as in `tokens_of`, or None. Raises PermissionDenied."""
    return next((row for row in tokens_of(reader) if row.uuid == uuid), None)


def _require(reader):
    if not reader.has_role(*SEEN_BY):
        raise PermissionDenied
