"""The messages from the front page that an agency answers."""

from django.db.models import Q

from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.accounts.selectors.people import require_administrator
from pam.contact.models import ContactRequest
from pam.reference.selectors.settings import setting


def answers() -> bool:
    """Whether an agency answers what people write: without one there are no forms."""
    name = setting("contact.agency")
    return bool(name) and Agency.objects.filter(name=name, training=False).exists()


def messages_of(actor: Reader):
    """The messages to `actor`'s agency as a queryset, each with who took and answered it. Raises
    PermissionDenied if the actor is not an administrator.
    """
    require_administrator(actor)
    return ContactRequest.objects.filter(agency_id=actor.agency_id, erased_at=None).select_related(
        "taken_by__user", "answered_by__user", "invitation"
    )


def messages_from(reader: Reader, name: str) -> list[ContactRequest]:
    """What the agency of `reader` keeps of messages by a person of this name, erased ones with their consent
    too; the database shows them to its administrators and data protection officers alone.
    """
    words = [word for word in name.split() if word]
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    if not words:
        return []
    return list(
        ContactRequest.objects.filter(named, agency_id=reader.agency_id).order_by("received_at", "pk")
    )
