"""Methods in the small world: a draft of the police, a plan and a kind of meeting of the other force."""

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


def agenda_body(words, **more):
    """A kind of meeting with two standing items, `words` in each of its texts."""
    return {
        "purpose": words,
        "for": ["meeting"],
        "weight": "formal",
        "title": words,
        "minutes": 30,
        "items": [
            {"code": "open", "title": words, "minutes": 5, "built-from": "conflicts", "help": words},
            {"code": "cases", "title": words, "minutes": 20, "outcomes": ["agreed", "no-change"]},
        ],
        "outcomes": [
            {"code": "agreed", "label": words, "colour": "green", "meaning": words},
            {"code": "no-change", "label": words},
            {"code": "later", "label": words},
        ],
        "roles": [{"code": "chair", "label": words, "who": words}],
        "quorum": {"says": words},
        "update-request": {"asks": words},
        "decision-headings": [words],
        "terms-of-reference": words,
        **more,
    }


def published_agenda(people, persona, words, code="wharf", **more):
    """A kind of meeting that `persona` published."""
    actor, body = people.reader(persona), agenda_body(words, **more)
    with visibility.reading(actor):
        draft = services.create_draft(actor=actor, kind="agenda", code=code, name=words, body=body)
        return services.publish(actor=actor, draft=draft, version=draft.version, note=words)
