"""The verbs of disruptions, for the table of verbs."""

from ocg.disruptions import selectors, services
from ocg.disruptions.lists import ELSEWHERE
from ocg.models import Disruption
from pam.access import visibility
from pam.access.models import Membership
from pam.reference.services.settings import set_general
from tests.attack.verb import CODE, TEXT, TODAY, Verb
from tests.world.disruptions import claim, output, term


def _again(w, part="disruption"):
    return Disruption.objects.get(pk=w.parts["shared"][part].pk)


def _by_a_partner(w):
    """Probation, who may view the shared group, has an assessor, and the owner lets them assess."""
    Membership.objects.filter(pk=w.people.memberships["granted"].pk).update(roles=["assessor"])
    set_general(ELSEWHERE, True)


def _by_an_assessor(w):
    """The colleague is an assessor who sees the shared group."""
    w.people.memberships["colleague"].teams.add(w.people.teams["unit"])
    Membership.objects.filter(pk=w.people.memberships["colleague"].pk).update(roles=["assessor"])


def _assessed(w):
    _by_an_assessor(w)
    actor = w.people.reader("colleague")
    with visibility.reading(actor):
        row = selectors.disruption(actor, _again(w).uuid)
        services.assess(actor=actor, disruption=row, version=row.version, outcome="agreed")


DISRUPTION_VERBS = [
    Verb(services.submit, lambda w: {
        "record": w.ocg, "disruption": claim(), "outputs": [output("arrests", 1)]}, {
        "disruption.what": TEXT, "disruption.claim_reason": TEXT, "disruption.evidence": TEXT,
        "disruption.strand": CODE, "disruption.target": CODE}),
    Verb(services.amend, lambda w: {
        "disruption": (row := _again(w, "disruption returned")), "version": row.version, "outputs": []}, {
        "disruption.what": TEXT, "disruption.claim_reason": TEXT, "disruption.evidence": TEXT}),
    Verb(services.assess, lambda w: {
        "disruption": (row := _again(w)), "version": row.version, "outcome": "changed",
        "level": term("ocg.disruption-level", "minor"), "reason": "Less"}, {
        "outcome": CODE, "reason": TEXT}, persona="granted", before=_by_a_partner),
    Verb(services.note_typed, lambda w: {
        "disruption": (row := _again(w)), "version": row.version, "reference": "N-1", "typed_on": TODAY()}, {
        "reference": TEXT}, before=_assessed),
]  # fmt: skip
