"""The verbs of requests to the region, for the table of verbs."""

from datetime import timedelta

from django.utils import timezone

from ocg.models import RegionRequest
from ocg.region import services
from pam.access.levels import Level
from pam.access.models import Grant
from tests.attack.verb import CODE, TEXT, TODAY, Verb
from tests.world.disruptions import term


def _again(w):
    return RegionRequest.objects.get(pk=w.parts["shared"]["region"].pk)


def _soon():
    return timezone.localdate() + timedelta(days=20)


def _contributing(w):
    """Probation contributes to the shared group."""
    grant = Grant.objects.get(
        content_object_id=w.ocg.pk, group_id=w.people.memberships["granted"].agency.principal_id
    )
    grant.level = Level.CONTRIBUTE
    grant.save()


def _at(state):
    """The same, with the request where earlier steps have brought it."""

    def before(w):
        _contributing(w)
        me, them = w.people.memberships["owner"].pk, w.people.memberships["granted"].pk
        steps = {
            "more": {"triaged_by_id": them, "triaged_at": timezone.now(), "triage_reason": "Say more"},
            "accepted": {"triaged_by_id": them, "triaged_at": timezone.now()},
            "terms": {"terms": "Who pays", "timeline": _soon(), "terms_by_id": them},
            "agreed": {"agreed_by_id": me, "agreed_at": timezone.now()},
            "delivered": {
                "product": term("ocg.region-product", "network-chart"),
                "delivered_on": timezone.localdate(),
                "delivered_by_id": them,
            },
        }
        way = ["more"] if state == "more" else ["accepted", "terms", "agreed", "delivered"]
        for step in way[: way.index(state) + 1]:
            row = _again(w)
            for name, value in {**steps[step], "state": step}.items():
                setattr(row, name, value)
            row.save()

    return before


def _row(w, **more):
    return {"row": (row := _again(w)), "version": row.version, **more}


REGION_VERBS = [
    Verb(services.ask, lambda w: {
        "record": w.ocg, "region": w.people.agencies["probation"],
        "support": term("ocg.region-support", "cyber"), "why": "Why", "wanted_by": _soon()}, {
        "why": TEXT}, before=_contributing),
    Verb(services.triage, lambda w: _row(w, outcome="refused", reason="No"), {
        "outcome": CODE, "reason": TEXT}, persona="granted", before=_contributing),
    Verb(services.answer, lambda w: _row(w, why="More", wanted_by=_soon()), {
        "why": TEXT}, before=_at("more")),
    Verb(services.write_terms, lambda w: _row(w, terms="Who", timeline=_soon()), {
        "terms": TEXT, "products": TEXT, "sio": TEXT}, persona="granted", before=_at("accepted")),
    Verb(services.agree, lambda w: _row(w), {}, before=_at("terms")),
    Verb(services.deliver, lambda w: _row(
        w, product=term("ocg.region-product", "network-chart"), delivered_on=TODAY()), {
        "product_reference": TEXT}, persona="granted", before=_at("agreed")),
    Verb(services.conclude, lambda w: _row(
        w, owner_now=w.people.agencies["police"], threat_after="Less"), {
        "threat_after": TEXT}, before=_at("delivered")),
]  # fmt: skip
