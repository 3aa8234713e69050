"""Asking the region for help: each step by its side, forward only."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from ocg.models import RegionRequest, Score
from ocg.region import selectors, services
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.notifications.models import Delivery
from pam.records.bulk import rows
from pam.records.models import Entry
from pam.records.services import add_part
from tests.records.world import group, page_text, share_with
from tests.standing import standing
from tests.world.disruptions import term

SOON = timedelta(days=20)


@standing
def ocg(people):
    """A group that probation, the region here, contributes to."""
    record = group(people)
    share_with(people, record, level=Level.CONTRIBUTE)
    return record


def ask(people, ocg, persona="owner", **values):
    """A persona asks for help."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.ask(
            actor=actor,
            record=ocg,
            **{
                "region": people.agencies["probation"],
                "support": term("ocg.region-support", "analysis"),
                "why": "Who pays whom",
                "wanted_by": timezone.localdate() + SOON,
                **values,
            },
        )


def take(people, row, verb, persona, **values):
    """A persona takes a step, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        now = selectors.request_of(actor, row.uuid)
        return verb(actor=actor, row=now, version=now.version, **values)


def delivered(people, ocg):
    """A request as far as its product."""
    row = ask(people, ocg)
    take(people, row, services.triage, "granted", outcome="accepted")
    day = timezone.localdate() + SOON
    take(people, row, services.write_terms, "granted", terms="The money", timeline=day, sio="DI North")
    take(people, row, services.agree, "owner")
    product = term("ocg.region-product", "financial-profile")
    take(
        people,
        row,
        services.deliver,
        "granted",
        product=product,
        delivered_on=timezone.localdate(),
        product_reference="R-7",
    )
    return row


def test_a_request_goes_from_the_question_to_who_owns_it_now(people, ocg):
    row = delivered(people, ocg)
    actor = people.reader("owner")
    with visibility.reading(actor):
        score = add_part(actor=actor, part=Score(threat=1, risk=2, harm=3, rationale="After"), record=ocg)
    owner = people.agencies["probation"]
    take(people, row, services.conclude, "owner", owner_now=owner, threat_after="Lower", score=score)
    now = RegionRequest.objects.get()
    assert (now.state, now.owner_now_id, now.score_id) == ("concluded", owner.pk, score.pk)
    said = Entry.objects.filter(record_id=ocg.pk, kind="region")
    assert said.count() == 6 and {tuple(line.agencies) for line in said} == {
        tuple(sorted(people.agencies[key].pk for key in ("police", "probation")))
    }
    assert Delivery.objects.filter(event="region_turn").exists()


@pytest.mark.parametrize("outcome", ["more", "refused"])
def test_the_region_says_why_it_needs_more_or_refuses(people, ocg, outcome):
    row = ask(people, ocg)
    with pytest.raises(Refused):
        take(people, row, services.triage, "granted", outcome=outcome)
    take(people, row, services.triage, "granted", outcome=outcome, reason="Which accounts?")
    if outcome == "more":
        again = timezone.localdate() + SOON
        take(people, row, services.answer, "owner", why="These", wanted_by=again)
        assert RegionRequest.objects.get().state == "asked"


def test_no_side_takes_the_others_step(people, ocg):
    row = ask(people, ocg)
    with pytest.raises(Refused) as refused:
        take(people, row, services.triage, "owner", outcome="accepted")
    assert refused.value.code == "not_yours"
    take(people, row, services.triage, "granted", outcome="accepted")
    day = timezone.localdate() + SOON
    with pytest.raises(Refused):
        take(people, row, services.write_terms, "owner", terms="Ours", timeline=day)
    take(people, row, services.write_terms, "granted", terms="Theirs", timeline=day)
    with pytest.raises(Refused):
        take(people, row, services.agree, "granted")


def test_the_database_lets_a_request_go_forward_only_and_by_its_side(people, ocg):
    row = ask(people, ocg)
    for values in ({"state": "agreed"}, {"state": "concluded"}, {"why": "Else"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows(RegionRequest).filter(pk=row.pk).update(**values)
    me = people.memberships["owner"].pk
    with visibility.reading(people.reader("owner")), pytest.raises(DatabaseError), transaction.atomic():
        rows(RegionRequest).filter(pk=row.pk).update(state="refused", triaged_by=me, triage_reason="x")
    delivered_row = RegionRequest.objects.get(pk=row.pk)
    assert delivered_row.state == "asked"


def test_only_who_manages_asks_and_only_an_agency_that_contributes(people, ocg):
    with pytest.raises(PermissionDenied):
        ask(people, ocg, "granted")
    with pytest.raises(Refused) as refused:
        ask(people, ocg, region=people.agencies["council"])
    assert refused.value.code == "no_share"


def test_it_waits_for_each_side_in_turn_and_its_pages_show_it(people, ocg, sign_in):
    row = ask(people, ocg)
    owner, region = sign_in("owner"), sign_in("granted")
    assert "Triage this request for help" in page_text(region.get(reverse("waiting")))
    step = reverse("ocg:region_step", args=[row.uuid])
    assert region.post(step, {"version": 1, "outcome": "accepted"}).status_code == 302
    day = timezone.localdate() + SOON
    terms = {
        "version": 2,
        "terms": "The money",
        "timeline_day": day.day,
        "timeline_month": day.month,
        "timeline_year": day.year,
    }
    assert region.post(step, terms).status_code == 302
    assert "Agree the terms of reference" in page_text(owner.get(reverse("waiting")))
    assert owner.post(step, {"version": 3}).status_code == 302
    for at in (
        reverse("ocg:region_requests"),
        reverse("ocg:region", args=[ocg.uuid]),
        reverse("ocg:detail", args=[ocg.uuid]),
    ):
        assert "Terms agreed" in page_text(owner.get(at))
