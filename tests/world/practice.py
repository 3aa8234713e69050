"""Offers in the small world: one that partners read, one that was revoked, and what the police prepare."""

from django.utils import timezone

from pam.frameworks.models import Framework, FrameworkVersion
from pam.practice.models import Copy, Offer, OfferedText, Preparation


def body_of(words):
    """A tactic card with `words` in each of its texts."""
    return {"name": words, "purpose": words, "summary": words, "how": [words], "partners": [words]}


def add_offer(people, agency, words, *, state="offered", audience="partners"):
    """An offer of an agency with one offered text. Runs as the owner of the database."""
    now = timezone.now()
    offer = Offer.objects.create(
        agency=people.agencies[agency],
        what="framework",
        kind="tactic",
        state=state,
        audience=audience,
        name=words,
        summary=words,
        words=words,
        number=1,
        offered_at=now,
        revoked_at=now if state == "revoked" else None,
        revoked_words=words if state == "revoked" else "",
    )
    text = OfferedText.objects.create(offer=offer, number=1, body=body_of(words), note=words, offered_at=now)
    return {"offer": offer, "text": text}


def add_preparation(people, words, *, state="draft", record=None):
    """What the police prepare, with `words` in each text; `asked` by the colleague, so the owner answers."""
    asked = state == "asked"
    by = people.memberships["colleague" if asked else "owner"]
    kind = {"what": "learning", "kind": "learning"} if record else {"what": "framework", "kind": "tactic"}
    offer = Offer.objects.create(agency=people.agencies["police"], **kind)
    learned = {"name": words, "purpose": words, "worked": words}
    row = Preparation.objects.create(
        offer=offer,
        agency=people.agencies["police"],
        record=record,
        body=learned if record else body_of(words),
        state=state,
        changed_by=by,
        asked_by=by if asked else None,
        asked_at=timezone.now() if asked else None,
        asked_words=words if asked else "",
    )
    return {"preparation": row}


def add_copy(people, persona, added, *, newer=True):
    """The persona's copy of an offer, published, and a newer version of what was copied."""
    offer, text = added["offer"], added["text"]
    agency = people.memberships[persona].agency
    framework = Framework.objects.create(
        agency=agency, kind="tactic", code="visits-copied", name="Visits, copied", published=True
    )
    FrameworkVersion.objects.create(
        framework=framework,
        agency=agency,
        kind="tactic",
        code="visits-copied",
        number=1,
        published_at=timezone.now(),
        body=text.body,
    )
    copy = Copy.objects.create(
        agency=agency,
        framework=framework,
        offer=offer,
        text=text,
        from_agency=offer.agency,
        name=offer.name,
        number=1,
    )
    if newer:
        body = {**text.body, "how": ["Ring first."]}
        OfferedText.objects.create(offer=offer, number=2, body=body, offered_at=timezone.now())
        offer.number = 2
        offer.save()
    return {"copy": copy, "framework": framework}
