"""Copies of what other agencies offer: they are the copier's own."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.frameworks import services as frameworks
from pam.frameworks.editor.places import free_code
from pam.frameworks.models import Framework, FrameworkVersion
from pam.practice.models import Copy, Offer
from pam.practice.selectors import offers as selectors


@transaction.atomic
def copy_offer(*, actor: Reader, offer: Offer, name: str = "", code: str = "") -> FrameworkVersion:
    """A draft of the actor's agency that is the same as what is offered, and keeps where it came from.

    Raises PermissionDenied if the actor is no author; Http404 if it is not offered to them (any more);
    Refused for learning, which is read, or a code that is taken.
    """
    if not selectors.may_ask(actor):
        raise PermissionDenied
    row = selectors.offer(actor, offer.uuid)
    text = selectors.text_of(actor, row)
    if text is None or row.state != Offer.State.OFFERED or row.agency_id == actor.agency_id:
        raise Http404
    if row.is_learning:
        raise Refused("Learning is read and printed, not copied.", code="learning")
    name = name.strip() or text.body["name"]
    taken = Framework.objects.filter(agency_id=actor.agency_id, kind=row.kind).values_list("code", flat=True)
    code = code or free_code(name, set(taken))
    draft = frameworks.create_draft(actor=actor, kind=row.kind, code=code, name=name, body=text.body)
    Copy(
        agency_id=actor.agency_id,
        framework_id=draft.framework_id,
        offer=row,
        text=text,
        from_agency_id=row.agency_id,
        name=text.body["name"],
        number=text.number,
    ).save()
    log(actor, Verb.COLLECTION, "copy offer", detail=f"{row.agency.name}: {text.body['name']}"[:200])
    return draft
