"""Assessments of the small world, made as people make them."""

from django.utils import timezone

from pam.access import visibility
from pam.assessments import selectors, services

# Answers to the shipped assessment of groups that are enough to complete it.
GROUP_ANSWERS = {
    "physical": "serious",
    "children": "yes",
    "adults_at_risk": "no",
    "money": "some",
    "places": 2,
    "active": "month",
    "growing": "no",
    "firearms": {"unknown": "not_asked"},
    "feud": "no",
    "professionals": "no",
    "corruption": "no",
    "confidence": "low",
}


def version_for(actor, record, code):
    """The framework in force with this code."""
    return selectors.may_be_started(actor, record).get(code=code)


def begin(world, persona="owner", record=None, code="group-harm-assessment", agencies=None):
    """A draft of `persona` on the shared group (or `record`)."""
    actor, record = world.people.reader(persona), record or world.ocg
    with visibility.reading(actor):
        return services.start(
            actor=actor,
            record=record,
            framework_version=version_for(actor, record, code),
            on=timezone.localdate(),
            place="At the office",
            agencies=agencies,
        )


def fill(world, draft, persona="owner", comment="Seen at the wharf", **answers):
    """Answers a draft of a group; each line of evidence is `comment`."""
    actor = world.people.reader(persona)
    evidence = {code: comment for code in ("physical", "firearms", "corruption", "children")}
    with visibility.reading(actor):
        return services.answer(
            actor=actor,
            assessment=draft,
            version=draft.version,
            answers=GROUP_ANSWERS | answers,
            comments=evidence,
        )


def complete(world, draft, persona="owner", grade="", reason=""):
    """Completes a draft."""
    actor = world.people.reader(persona)
    with visibility.reading(actor):
        return services.complete(
            actor=actor, assessment=draft, version=draft.version, grade=grade, reason=reason
        )
