"""What goes with a share, the person who passes it on or breaks in over it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pam.access import visibility
from pam.access.conditions import passed_on_conditions
from pam.access.levels import Level
from pam.access.models import Grant
from pam.actions.selectors.actions import possible_owners
from pam.disclosure.models import Receipt
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services import break_glass_access, shares
from pam.records.models import Record
from pam.records.references import references_in
from pam.reference.services.settings import set_general
from tests.world.world import make_ocg


def give(people, persona, record, principal, level=Level.MANAGE, **more):
    return shares.share(
        actor=people.reader(persona),
        record=record,
        proposal=ShareProposal(
            principal=principal,
            level=level,
            basis=people.basis,
            reason="Joint plan",
            until=timezone.now() + timedelta(20),
            agreement=people.agreement,
            **(more),
        ),
    )


def test_whoever_passes_a_record_on_passes_on_its_conditions_too(people):
    """Else a partner who may not print gives it to a colleague who may."""
    owner = people.reader("owner")
    with visibility.reading(owner):
        ocg = make_ocg(people, "owner", "Harbour group", team="unit")
        give(
            people,
            "owner",
            ocg,
            people.memberships["granted"].principal,
            conditions=["no-print"],
            condition_text="By hand",
        )
        give(people, "owner", ocg, people.agencies["council"].principal, Level.VIEW, conditions=["no-onward"])
    partner = people.reader("granted")
    with visibility.reading(partner):
        record = visibility.visible_to(partner, Record).get(pk=ocg.pk)
        assert passed_on_conditions(
            partner, record, people.agencies["health"].principal_id, ["no-onward"], ""
        ) == (
            ["no-onward", "no-print"],
            "By hand",
        )
        health = give(people, "granted", record, people.agencies["health"].principal, Level.VIEW)
        council = give(people, "granted", record, people.agencies["council"].principal, Level.VIEW)
    assert (health.conditions, health.condition_text) == (["no-print"], "By hand")
    assert council.conditions == ["no-onward", "no-print"]  # what the owner put on it stays
    with visibility.reading(owner):
        assert give(people, "owner", ocg, people.agencies["council"].principal, Level.VIEW).conditions == []


def test_break_glass_over_ones_own_share_ends_the_share_and_its_receipt(people):
    set_general("disclosure.break_glass_other_agencies", True)
    mine = people.memberships["glass_before"].principal
    with visibility.reading(people.reader("other_force")):
        ocg = make_ocg(people, "other_force", "Moor group", team="other")
        give(people, "other_force", ocg, mine, Level.SIGNPOST)
    actor = people.reader("glass_before")
    with visibility.reading(actor):
        assert (
            break_glass_access.break_glass(
                actor=actor, reference=ocg.reference, reason="Child at risk tonight"
            )
            == ocg.pk
        )
        receipt = Receipt.objects.get(record_number=ocg.pk)
    assert Grant.objects.get(content_object=ocg, group_id=mine.pk).source == "break_glass"
    assert receipt.ended_at is not None and receipt.why_ended == "Replaced by break-glass"


@pytest.mark.parametrize(
    "text",
    [
        "ocg 26 k7qx",
        "OCG-26-K7QX",
        "OCG/26/K7QX",
        "see OCG–26–K7QX.",
        "PVP_26_9trb",
        "ocg26 K7QX2",
        "(MTG. 26-2222)",
    ],
)
def test_a_sanitised_text_names_no_record_however_its_reference_is_typed(text):
    assert references_in(f"Ask about {text} please")


def test_dates_and_telephone_numbers_are_no_references():
    assert references_in("By 22 11 2026, on 01632 960 2026 42, about programme 26 K7QX, OCG 26 to go") == []


def test_nobody_is_given_an_action_that_their_narrowed_share_hides_from_them(world):
    owner, narrowed = world.people.reader("owner"), world.people.memberships["narrowed"]
    with visibility.reading(owner):
        names = [person.user.name for person in possible_owners(owner, world.ocg)]
    assert "Gita Granted" in names and narrowed.user.name not in names
