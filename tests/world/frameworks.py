"""Methods in the small world: a draft of the police, and a plan that the other force published."""

from pam.access import visibility
from pam.frameworks import services


def draft_plan(people, persona, words, code="wharf"):
    """A draft of a plan, written by `persona` with `words` in each of its texts."""
    actor = people.reader(persona)
    step = {"code": "call", "step": words, "details": words, "strand": "pursue", "days": 3, "owner": words}
    body = {"purpose": words, "plan": words, "steps": [step]}
    with visibility.reading(actor):
        return services.create_draft(actor=actor, kind="plan", code=code, name=words, body=body)


def published_plan(people, persona, words, code="wharf"):
    """The same, published."""
    actor, draft = people.reader(persona), draft_plan(people, persona, words, code)
    with visibility.reading(actor):
        return services.publish(actor=actor, draft=draft, version=draft.version, note=words)
