"""What may be read of profiles, and the audiences one may be made for. Each starts at the gate."""

from uuid import UUID

from django.db.models import Q, QuerySet

from ocg.models import Ocg, Profile
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant, Principal
from pam.access.visibility import Reader
from pam.records.owning import is_owner

MOST = 50  # profiles on the page of one group


def profiles_of(reader: Reader, ocg: Ocg) -> QuerySet[Profile]:
    """The profiles of a group that the reader may read, the newest first."""
    rows = visibility.visible_to(reader, Profile).filter(record_id=ocg.pk)
    return rows.select_related("author__user").order_by("-pk")


def profile(reader: Reader, uuid: UUID) -> Profile:
    """One profile. Raises Http404 if it is hidden or absent."""
    return visibility.get(reader, Profile, uuid)


def audiences(reader: Reader, ocg: Ocg, level: Level) -> QuerySet[Principal]:
    """The agencies, teams and people that `reader` (at `level`) may have a profile made for besides
    themselves: the owner team and those who have a share, for people of the owning agency who manage it.
    """
    if level < Level.MANAGE or not is_owner(reader, ocg):
        return Principal.objects.none()
    shared = Grant.objects.live().filter(content_object_id=ocg.pk, level__gte=Level.VIEW)
    rows = Principal.objects.filter(Q(pk=ocg.team.principal_id) | Q(pk__in=shared.values("group_id")))
    return rows.select_related("agency").order_by("agency__name__folded", "kind", "pk")
