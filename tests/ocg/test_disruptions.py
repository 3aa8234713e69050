"""Disruptions: submitted, assessed by another person, returned and amended, typed in, counted."""

import itertools
import random
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from ocg.disruptions import figures, selectors
from ocg.models import DisruptionOutput
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.audit.models import LogEntry
from pam.notifications.models import Delivery
from pam.records.models import Entry
from pam.reference.services.settings import set_general
from tests.actions.world import add_action
from tests.ocg.made import again, amend, assess, assessor, level, output, submit, typed
from tests.records.world import add_person, group, page_text, share_with, url
from tests.standing import standing


@standing
def ocg(people):
    """A group of the owner's, who leads it."""
    return group(people)


def lines(record):
    """What the chronology says of disruptions, the first one first."""
    rows = Entry.objects.filter(record_id=record.pk, kind="disruption").order_by("pk")
    return list(rows.values_list("title", flat=True))


def test_a_disruption_is_submitted_agreed_and_typed_in(people, ocg):
    assessor(people)
    row = submit(people, ocg, outputs=[output("arrests", 7), output("drugs", "1.250", "heroin")])
    assert row.state == "submitted" and row.lead_agency_id == people.agencies["police"].pk
    assess(people, row)
    now = again(people, row)
    assert (now.state, now.level.code) == ("agreed", "moderate")
    assert typed(people, row).typed_by_id == people.memberships["owner"].pk
    assert lines(ocg) == ["Disruption submitted, moderate claimed", "Disruption agreed as moderate"]
    told = Delivery.objects.get(event="disruption_assessed")
    assert told.recipient_id == people.memberships["owner"].pk and told.about == row.uuid
    logged = set(LogEntry.objects.filter(records=[ocg.pk]).values_list("operation", flat=True))
    assert {"submit disruption", "assess disruption", "type in disruption"} <= logged


def test_a_changed_level_counts_and_needs_a_reason_and_another_level(people, ocg):
    assessor(people)
    row = submit(people, ocg)
    for to, reason, code in (
        ("minor", "", "missing"),
        ("moderate", "x", "same_level"),
        (None, "x", "missing"),
    ):
        with pytest.raises(Refused) as refused:
            assess(people, row, "changed", to=to, reason=reason)
        assert refused.value.code == code
    assess(people, row, "changed", to="minor", reason="Set back for a week")
    now = again(people, row)
    assert (now.state, now.level.code, now.claimed.code) == ("changed", "minor", "moderate")


def test_a_returned_one_is_amended_and_submitted_again_and_keeps_what_was_said(people, ocg):
    assessor(people)
    row = submit(people, ocg, outputs=[output("arrests", 7), output("cash", "10.50")])
    with pytest.raises(Refused):
        assess(people, row, "returned")
    assess(people, row, "returned", reason="How do we know?")
    amend(people, row, what="Seen and filmed", outputs=[output("arrests", 6)])
    now = again(people, row)
    assert (now.state, now.round, now.level) == ("submitted", 2, None)
    kept = {one.kind.code: one.amount for one in DisruptionOutput.objects.select_related("kind")}
    assert kept == {"arrests": 6, "cash": 0}
    assess(people, row)
    assert DisruptionOutput.objects.count() == 2 and again(people, row).state == "agreed"
    said = list(now.assessments.order_by("pk").values_list("round", "outcome"))
    assert said == [(1, "returned"), (2, "agreed")]


def test_what_was_assessed_is_neither_amended_nor_assessed_again(people, ocg):
    assessor(people)
    row = submit(people, ocg)
    with pytest.raises(Refused):
        typed(people, row)  # not assessed yet
    assess(people, row)
    with pytest.raises(Refused):
        amend(people, row, what="Other")
    with pytest.raises(Refused):
        assess(people, row, "returned", reason="After all")


@pytest.mark.parametrize(
    "who", ["the submitter", "the lead", "no assessor", "another agency", "another person"]
)
def test_somebody_else_in_the_role_assesses(people, ocg, who):
    """The lead of the group and the submitter never do; of other agencies only where the owner says so."""
    share_with(people, ocg, level=Level.VIEW)
    assessor(people)
    submitter = "colleague" if who == "the submitter" else "owner"
    if who == "the lead":
        assessor(people, "owner")
        submitter = "colleague"
    if who == "no assessor":
        Membership.objects.filter(pk=people.memberships["colleague"].pk).update(roles=["officer"])
    if who == "another agency":
        assessor(people, "granted", team="")
    row = submit(people, ocg, submitter)
    persona = {"the lead": "owner", "another agency": "granted"}.get(who, "colleague")
    if who == "another person":
        assess(people, row, persona=persona)
        assert again(people, row).state == "agreed"
        return
    with pytest.raises(Refused):
        assess(people, row, persona=persona)
    if who == "another agency":
        set_general("ocg.assessors_elsewhere", True)
        assess(people, row, persona=persona)
        assert again(people, row).state == "agreed", "with the level view alone"


def test_one_person_in_two_agencies_does_not_assess_what_they_submitted(people, ocg):
    """Whoever submits as one agency is the same person as another."""
    row = submit(people, ocg)
    other = Membership.objects.exclude(user=people.users["owner"]).get(pk=people.memberships["colleague"].pk)
    Membership.objects.filter(pk=other.pk).update(user=people.users["granted"], roles=["assessor"])
    other.teams.add(people.teams["unit"])
    share_with(people, ocg, level=Level.CONTRIBUTE)
    by_partner = submit(people, ocg, "granted")
    actor = people.reader("colleague")
    with visibility.reading(actor):
        assert not selectors.may_assess(actor, selectors.disruption(actor, by_partner.uuid))
        assert selectors.may_assess(actor, selectors.disruption(actor, row.uuid))


def test_a_partner_submits_under_their_agency_and_only_they_amend_it(people, ocg):
    share_with(people, ocg, level=Level.VIEW)
    with pytest.raises(PermissionDenied):
        submit(people, ocg, "granted")
    share_with(people, ocg, level=Level.CONTRIBUTE)
    row = submit(people, ocg, "granted")
    assert row.author_agency_id == row.lead_agency_id == people.agencies["probation"].pk
    with pytest.raises(Refused) as refused:
        amend(people, row, "owner", what="Other")
    assert refused.value.code == "not_yours"
    assessor(people)
    assess(people, row)
    with pytest.raises(Refused):
        typed(people, row, "granted")
    assert typed(people, row, "owner").typed_reference == "NRD-1"


def test_agencies_people_and_actions_are_those_that_the_submitter_may_name(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    share_with(people, ocg, agency="council", level=Level.VIEW)
    ocg.refresh_from_db()
    council, health = people.agencies["council"].pk, people.agencies["health"].pk
    elsewhere = group(people, "Elsewhere")
    for persona, values in (
        ("granted", {"contributors": [council]}),  # who else has a share is for those who manage to know
        ("owner", {"contributors": [health]}),
        ("owner", {"lead_agency": people.agencies["health"]}),
        ("owner", {"subject": add_person(people, elsewhere)}),
        ("owner", {"action": add_action(people, elsewhere)}),
        ("owner", {"on": timezone.localdate() + timedelta(1)}),
    ):
        with pytest.raises(Refused):
            submit(people, ocg, persona, **values)
    row = submit(people, ocg, contributors=[council], subject=add_person(people, ocg), target="member")
    own = people.reader("owner"), people.reader("granted")
    with visibility.reading(own[0]):
        assert selectors.contributors_shown(own[0], row, ocg, Level.MANAGE) == ["Harbourne City Council"]
    with visibility.reading(own[1]):
        assert selectors.contributors_shown(own[1], row, ocg, Level.CONTRIBUTE) == []


@pytest.mark.parametrize(
    "outputs",
    [
        [("arrests", "1.5")],
        [("arrests", "-1")],
        [("cash", "1000000001")],
        [("drugs", "1")],
        [("cash", "1", "heroin")],
        [("arrests", "1"), ("arrests", "2")],
    ],
    ids=str,
)
def test_an_output_that_is_no_such_number_is_refused(people, ocg, outputs):
    with pytest.raises(Refused):
        submit(people, ocg, outputs=[output(*one) for one in outputs])
    assert not DisruptionOutput.objects.exists()


def test_what_is_for_some_agencies_alone_is_hidden_from_the_others_with_its_outputs(people, ocg):
    share_with(people, ocg, level=Level.VIEW)
    police = [people.agencies["police"].pk]
    row = submit(people, ocg, outputs=[output("arrests", 7)], agencies=police, what="Quiet one")
    with pytest.raises(Http404):
        again(people, row, "granted")
    reader = people.reader("granted")
    with visibility.reading(reader):
        assert not visibility.visible_to(reader, DisruptionOutput).exists()
        assert not visibility.visible_to(reader, Entry).filter(kind="disruption").exists()


CASES = list(itertools.product(("agreed", "changed", "returned", "waits"), ("pursue", "protect")))


@pytest.mark.slow
def test_the_sums_are_those_of_a_slow_count(people, ocg):
    """Twenty disruptions of every state, strand and output, summed row by row and by the database."""
    assessor(people)
    rng, slow, levels = random.Random(11), defaultdict(Decimal), defaultdict(int)
    kinds = [("arrests", ""), ("cash", ""), ("drugs", "heroin"), ("drugs", "cocaine")]
    for number in range(20):
        fate, strand = CASES[number % len(CASES)]
        drawn = rng.sample(kinds, rng.randint(0, len(kinds)))
        outputs = [output(kind, rng.randint(0, 400), drug) for kind, drug in drawn]
        row = submit(people, ocg, outputs=outputs, strand=strand, on=timezone.localdate())
        if fate != "waits":
            assess(people, row, fate, to="minor" if fate == "changed" else None, reason="Seen")
        if fate in ("agreed", "changed"):
            levels[strand, "minor" if fate == "changed" else "moderate"] += 1
            for one in outputs:
                slow[strand, one.kind.code, one.drug.code if one.drug else ""] += one.amount
    reader = people.reader("owner")
    with visibility.reading(reader):
        found = selectors.output_sums(reader, Q(record_id=ocg.pk), F("disruption__strand"))
        sums, quarters = selectors.sums_of(reader, ocg), figures.quarters(reader)
        drift = figures.drift(reader)
    code = {value.pk: value.code for value in _values()}
    quick = {(row["by"], code[row["kind_id"]], code.get(row["drug_id"], "")): row["total"] for row in found}
    assert quick == {key: amount for key, amount in slow.items() if amount}
    counted = {label: [n for _, n in numbers] for label, numbers, _, _ in sums.strands}
    order = ("major", "moderate", "minor")
    assert counted["Pursue"] == [levels["pursue", one] for one in order]
    assert counted["Protect"] == [levels["protect", one] for one in order]
    assert sums.counted + sums.waiting == 20
    current = {label: (claimed, assessed) for label, claimed, assessed in quarters[0].levels}
    wanted = (20, sum(n for (_, one), n in levels.items() if one == "moderate"))
    assert current["Moderate"] == wanted and quarters[0].open == sums.waiting
    assert [(one.agreed, one.changed, one.returned) for one in drift] == [(6, 6, 4)]


def _values():
    from pam.reference.models import ReferenceValue

    return ReferenceValue.objects.all()


def sent(**changes):
    """What a person types into the form."""
    return {
        "what": "Van with engines stopped",
        "claimed": level("minor").pk,
        "claim_reason": "One load lost",
        "strand": "pursue",
        "target": "group",
        **{f"on_{part}": getattr(timezone.localdate(), part) for part in ("day", "month", "year")},
        "audience": "all",
        **changes,
    }


def kind(code, drug=""):
    """The key of an output in the form."""
    one = output(code, 1, drug)
    return f"{one.kind.pk}.{one.drug.pk}" if drug else str(one.kind.pk)


def test_the_form_takes_amounts_as_people_write_them_and_says_what_is_wrong(people, ocg, sign_in):
    client, address = sign_in("owner"), url("ocg:disruption_add", ocg)
    wrong = client.post(address, sent(output_1=kind("arrests"), amount_1="1.5", amount_2="3"))
    said = page_text(wrong)
    assert "Enter a whole number" in said and "Select what the number is of" in said
    assert "Van with engines stopped" in said
    good = sent(output_1=kind("cash"), amount_1="£41,260", output_4=kind("drugs", "heroin"), amount_4="0.214")
    page = client.post(address, good, follow=True)
    assert "Cash, £: 41,260" in page_text(page).replace(" :", ":")
    kept = {one.kind.code: one.amount for one in DisruptionOutput.objects.select_related("kind")}
    assert kept == {"cash": Decimal("41260"), "drugs": Decimal("0.214")}


@pytest.mark.slow
def test_the_pages_lead_from_the_queue_to_the_typed_reference(people, ocg, sign_in):
    assessor(people)
    row = submit(people, ocg, outputs=[output("arrests", 7)], what="Warrants on the quay")
    client = sign_in("colleague")
    assert "Warrants on the quay" in page_text(client.get(reverse("ocg:to_assess")))
    assert "Assess this disruption" in page_text(client.get("/"))
    page = client.get(url("ocg:disruption_assess", row))
    assert "Agree: moderate" in page_text(page)
    typed_in = {"version": row.version, "outcome": "returned", "reason": "Say how you know"}
    assert client.post(url("ocg:disruption_assess", row), typed_in).status_code == 302
    owner = sign_in("owner")
    assert "Your disruption was returned" in page_text(owner.get("/"))
    amended = owner.get(url("ocg:disruption_amend", row))
    assert "Say how you know" in page_text(amended) and "Submit again" in page_text(amended)
    version = again(people, row).version
    assert owner.post(url("ocg:disruption_amend", row), sent(version=version)).status_code == 302
    client = sign_in("colleague")
    agreed = {"version": again(people, row).version, "outcome": "agreed"}
    assert client.post(url("ocg:disruption_assess", row), agreed).status_code == 302
    assert "Nothing to assess" in page_text(client.get(reverse("ocg:to_assess")))
    owner = sign_in("owner")
    assert "Record that it was typed in" in page_text(owner.get(url("ocg:disruption", row)))
    day = timezone.localdate()
    done = {"reference": "NRD-7", **{f"typed_on_{p}": getattr(day, p) for p in ("day", "month", "year")}}
    done["version"] = again(people, row).version
    assert owner.post(url("ocg:disruption_typed", row), done).status_code == 302
    assert "NRD-7" in page_text(owner.get(url("ocg:disruption", row)))
    assert "Totals" in page_text(owner.get(url("ocg:disruptions", ocg)))
    told = page_text(owner.get(reverse("ocg:disruption_figures")))
    assert "1 claimed, 1 assessed" in told and "By assessor" in told


def test_the_figures_are_downloaded_as_a_disclosure(people, ocg, sign_in):
    submit(people, ocg, outputs=[output("arrests", 7)])
    client, address = sign_in("owner"), reverse("ocg:disruption_figures_download")
    asked = {"kind": "csv", "recipient": "Chief officer group", "reason": "Quarterly return"}
    file = b"".join(client.post(address, asked).streaming_content).decode()
    assert "Arrests: 7" in file and "Seen at the wharf" in file
    logged = LogEntry.objects.filter(operation="download list").latest("pk")
    assert logged.records == [ocg.pk] and logged.recipient == "Chief officer group"


def test_assessors_are_compared_by_assessors_and_supervisors_alone(people, ocg):
    assessor(people)
    assess(people, submit(people, ocg))
    for persona, seen in (("owner", 1), ("colleague", 1), ("granted", 0)):
        reader = people.reader(persona)
        with visibility.reading(reader):
            assert len(figures.drift(reader)) == seen
    Membership.objects.filter(pk=people.memberships["owner"].pk).update(roles=["officer"])
    with visibility.reading(people.reader("owner")):
        assert figures.drift(people.reader("owner")) == []


@pytest.mark.slow
def test_only_groups_are_offered_a_disruption_on_the_page_that_adds(world, sign_in):
    client = sign_in("owner")
    for record in (world.ocg, world.pvp):
        client.get(record.get_absolute_url())
    page = client.get(reverse("add")).content.decode()
    assert url("ocg:disruption_add", world.ocg) in page
    assert reverse("ocg:disruption_add", args=[world.pvp.uuid]) not in page
