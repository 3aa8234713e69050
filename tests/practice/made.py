"""Offers made as people make them."""

from pam.frameworks import services as frameworks
from pam.frameworks.models import FrameworkVersion
from pam.practice.services import preparing
from tests.frameworks.test_versions import as_

CARD = {
    "name": "Visits in pairs",
    "purpose": "how visits are made",
    "summary": "Two go together.",
    "how": ["Ring first.", "Go in pairs."],
}


def second_person(people):
    """Lets the colleague permit offers of the police."""
    row = people.memberships["colleague"]
    row.roles = ["officer", "supervisor"]
    row.save()


def published(people, persona="owner", body=CARD, code="pairs", kind="tactic"):
    """A published framework of the persona's agency."""
    draft = as_(people, persona, frameworks.create_draft, kind=kind, code=code, name=body["name"], body=body)
    return as_(people, persona, frameworks.publish, draft=draft, version=draft.version)


def next_version(people, version: FrameworkVersion, body):
    """The next published version of the same framework."""
    draft = as_(people, "owner", frameworks.start_draft, framework=version.framework)
    draft = as_(people, "owner", frameworks.change_draft, draft=draft, version=draft.version, body=body)
    return as_(people, "owner", frameworks.publish, draft=draft, version=draft.version, note="Newer")


def asked(people, version, audience="partners"):
    """A request for permission, with every finding kept for a reason."""
    row = as_(people, "owner", preparing.offer_framework, version=version)
    values = {"preparation": row, "version": row.version, "audience": audience, "tags": row.tags}
    row = as_(people, "owner", preparing.describe, **values)
    for one in as_(people, "owner", preparing.findings_of, preparation=row):
        if one.undecided:
            row = as_(
                people,
                "owner",
                preparing.decide,
                preparation=row,
                version=row.version,
                kind=one.kind,
                text=one.text,
                choice="keep",
                words="It names nobody",
            )
    return as_(people, "owner", preparing.ask, preparation=row, version=row.version, words="It saves time")


def offered(people, version=None, audience="partners"):
    """An offer of the police, permitted by the colleague."""
    second_person(people)
    row = asked(people, version or published(people), audience)
    return as_(people, "colleague", preparing.permit, preparation=row, version=row.version, words="Good")


def revoke(people, offer, persona="owner"):
    """Revokes it."""
    offer.refresh_from_db()
    return as_(people, persona, preparing.revoke, offer=offer, version=offer.version, words="Out of date")
