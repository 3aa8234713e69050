"""Profiles: asked for by people, composed as their audience, made by a job (pam/records/making.py).

A profile is composed as its own audience, behind the gate: what they do not see does not get into it. What is
marked higher than the group itself is left out, as its readers need not be cleared for it.
"""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ocg.models import Ocg, Profile
from ocg.profile.composing import compose
from ocg.profile.document import render_profile
from ocg.profile.selectors import audiences
from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership, Principal
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.db.reading import working
from pam.disclosure.services.sharing import receiver_of, sees_all_of
from pam.records import making


@transaction.atomic
def ask_for(*, actor: Reader, ocg: Ocg, audience: Principal | None = None) -> Profile:
    """Keeps a profile of the group as `audience` sees it (None: as the actor does) and asks for its PDF.

    The actor reads it too if they see all that the audience does. Raises PermissionDenied for an audience
    that they may not make one for, Refused if the group was shared with them on condition that it is not
    printed or if the audience does not see it.
    """
    with visibility.reading(actor):
        visibility.require(actor, ocg, Level.VIEW)
        level = visibility.level(actor, ocg)
        if conditions_of(actor, ocg).no_print:
            raise Refused("This group was shared on condition that it is not printed.", code="no_print")
        own = Membership.objects.get(pk=actor.membership_id).principal_id
        if audience is None:
            reader, readers, label, copy_for = _narrowed(actor, ocg), [own], actor.name, actor.agency_name
        else:
            if not audiences(actor, ocg, level).filter(pk=audience.pk).exists():
                raise PermissionDenied
            reader = _narrowed(receiver_of(audience), ocg, audience)
            readers, label, copy_for = [audience.pk], audience.label, audience.label
            if sees_all_of(actor, reader, ocg):
                readers = [own, audience.pk]
    with visibility.reading(reader):
        seen = visibility.visible_to(reader, Ocg).filter(pk=ocg.pk).first()
        if seen is None:
            raise Refused(f"{label} does not see this group.", code="not_seen", field="audience")
        content = compose(reader, ocg, copy_for=copy_for)
    profile = Profile(
        record_id=ocg.pk,
        author_id=actor.membership_id,
        author_agency_id=actor.agency_id,
        label=label,
        for_principals=sorted(readers),
        content=content,
    )
    with working("profiles"):
        save_valid(profile)
    log(actor, Verb.CONSULTATION, "make profile", [ocg.pk], detail=f"Profile for {label}"[:200])
    transaction.on_commit(lambda: _nudge(profile.pk), robust=True)
    return profile


def _narrowed(reader, ocg, principal=None):
    """The reader, cleared no higher than the group is marked."""
    clearance = min(reader.clearance, ocg.marking)
    if principal is None or principal.kind == Principal.Kind.PERSON:
        return replace(reader, clearance=clearance)
    return replace(reader, clearance=clearance, ticket=f"principal {principal.pk} {clearance:d}")


def _nudge(number):
    from ocg.profile.tasks import make_profile

    making.nudge(make_profile, [number])


def waiting() -> list[int]:
    """The numbers of the profiles that wait to be made, oldest first."""
    return making.waiting(Profile)


def make(number: int) -> bool:
    """Makes the PDF of one profile, unless it is made or another worker is at it; returns whether it did."""
    return making.make(Profile, number, lambda row: render_profile(row.content, created=row.created))
