"""Offers in the small world: one that partners read, one that was revoked, and what the police prepare."""

from django.utils import timezone

from pam.practice.models import Offer, OfferedText, Preparation


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
    offer = Offer.objects.create(agency=people.agencies["police"], what="framework", kind="tactic")
    row = Preparation.objects.create(
        offer=offer,
        agency=people.agencies["police"],
        record=record,
        body=body_of(words),
        state=state,
        changed_by=by,
        asked_by=by if asked else None,
        asked_at=timezone.now() if asked else None,
        asked_words=words if asked else "",
    )
    return {"preparation": row}
