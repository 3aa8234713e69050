"""The verbs of systems, tokens and the API."""

from datetime import timedelta

from ocg.api import Group
from pam.api import schemas
from pam.api.models import ApiToken, Webhook
from pam.api.services import hooks, writing
from pam.api.services import tokens as api_tokens
from tests.attack.verb import CODE, NUMBER, TEXT, TODAY, Verb
from tests.matrix import targets


def _token(w):
    return ApiToken.objects.get(uuid=targets.api_token(w)["uuid"])


def _hook(w):
    return Webhook.objects.get(uuid=targets.webhook(w)["uuid"])


def _action(w):
    return w.parts["shared"]["action"]


API_VERBS = [
    Verb(api_tokens.add_system, lambda w: {"name": "Court system"}, {"name": TEXT}, persona="administrator"),
    Verb(api_tokens.ask_for_token, lambda w: {
        "system": _token(w).membership, "label": "Nightly", "scopes": ["records:read"], "days": 9}, {
        "label": TEXT, "scopes": (CODE,), "days": NUMBER, "networks": TEXT}, persona="administrator",
        before=_token),
    Verb(api_tokens.refuse_token, lambda w: {"token": _token(w), "reason": "Why"}, {
        "reason": TEXT}, before=_token),
    Verb(hooks.ask_for_webhook, lambda w: {
        "system": _token(w).membership, "label": "Case system", "url": "https://receiver.example/pam"}, {
        "label": TEXT, "url": CODE}, persona="administrator", before=_token),
    Verb(hooks.refuse_webhook, lambda w: {"webhook": _hook(w), "reason": "Why"}, {
        "reason": TEXT}, before=_hook),
    Verb(writing.add_record, lambda w: {"kind": "ocg", "data": Group(
        title="Quay", team=w.people.teams["unit"].uuid, stage="active", tier="2")}, {
        "data.title": TEXT, "data.summary": TEXT, "data.handling": TEXT, "data.marking": CODE,
        "data.stage": CODE, "data.tier": CODE, "data.crime_types": TEXT, "data.area": TEXT,
        "data.group_kind": CODE, "data.main_crime": CODE, "data.own_reference": TEXT}),
    Verb(writing.add_entry, lambda w: {"record": w.ocg, "data": schemas.NewEntry(title="Seen")}, {
        "data.title": TEXT, "data.text": TEXT}),
    Verb(writing.add_person, lambda w: {"record": w.ocg, "data": schemas.NewSubject(name="Robin Vale")}, {
        "data.kind": CODE, "data.name": TEXT, "data.born": CODE, "data.category": CODE, "data.role": TEXT,
        "data.details": TEXT}),
    Verb(writing.add_action, lambda w: {"record": w.ocg, "data": schemas.NewAction(
        title="Visit", due=TODAY(), strand="pursue",
        owner=schemas.NewOwner(team=w.people.teams["unit"].uuid))}, {
        "data.title": TEXT, "data.details": TEXT, "data.strand": CODE}),
    Verb(writing.end_action, lambda w: {"action": _action(w), "data": schemas.ActionEnd(
        version=_action(w).version, outcome="Done")}, {
        "data.outcome": TEXT, "data.status": CODE, "data.evidence": TEXT}),
    Verb(writing.move_action, lambda w: {"action": _action(w), "data": schemas.ActionMove(
        version=_action(w).version, due=TODAY() + timedelta(days=400), reason="Why")}, {
        "data.reason": TEXT}),
]  # fmt: skip
