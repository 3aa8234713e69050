"""Copies of what other agencies offer: they are the copier's own."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.validation import require_listed
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

    Raises PermissionDenied if the actor is no author; Http404 if it is not, or no longer, offered to them;
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


@transaction.atomic
def take_over(*, actor: Reader, copy: Copy, number: int, how: str) -> FrameworkVersion | None:
    """Settles that version `number` of what was copied is offered: `draft` begins the copier's next draft
    with its text, under their own name, and returns it; `seen` notes that they looked.

    Raises PermissionDenied if the actor is no author, Http404 once it is offered no more; Refused where a
    newer one came meanwhile, or while the framework has a draft.
    """
    if not selectors.may_ask(actor):
        raise PermissionDenied
    require_listed([how], ("draft", "seen"), field="how")
    row = selectors.framework_of(actor, copy.framework.uuid)
    newer = selectors.newer_than(actor, row)
    if newer is None:
        raise Http404
    if newer.number != number:
        raise Refused("A newer version came meanwhile. Look at it first.", code="newer", field="how")
    row.text, row.number, row.looked_at = newer, newer.number, timezone.now()
    row.save(update_fields=["text", "number", "looked_at"])
    log(actor, Verb.ALTERATION, "look at newer version", detail=f"{row.name}, version {number}"[:200])
    if how == "seen":
        return None
    draft = frameworks.start_draft(actor=actor, framework=row.framework)
    body = {**newer.body, "name": row.framework.name}
    return frameworks.change_draft(actor=actor, draft=draft, version=draft.version, body=body)
