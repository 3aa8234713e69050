"""A partner to which person a record was shared to manage: what that does not give them."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant
from pam.disclosure.models import BreakGlassAccess
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services import break_glass_access, shares
from pam.disclosure.services.sharing import preview
from pam.records import services as records
from pam.records.models import Entry
from tests.refusals import refused
from tests.standing import standing
from tests.world.world import make_ocg


@standing
def ocg(people):
    """An OCG that probation may manage, with a note for the police alone."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        record = make_ocg(people, "owner", "Harbour group", team="unit")
        records.add_note(actor=actor, record=record, title="For all", text="Seen")
        records.add_note(
            actor=actor, record=record, title="Police source", text="Source", agencies=[actor.agency_id]
        )
        share(people, "owner", record, people.agencies["probation"].principal)
    return record


def share(people, persona, record, principal, days=30):
    return shares.share(
        actor=people.reader(persona),
        record=record,
        proposal=ShareProposal(
            principal=principal,
            level=Level.MANAGE,
            basis=people.basis,
            reason="Joint plan",
            until=timezone.now() + timedelta(days),
            agreement=people.agreement,
        ),
    )


def edit_form(client, ocg, **changes):
    """What the edit page would send, with `changes`."""
    form = client.get(reverse("ocg:edit", args=[ocg.uuid])).context["form"]
    values = {name: form[name].value() for name in form.fields}
    review = values.pop("next_review")
    values |= {f"next_review_{part}": getattr(review, part) for part in ("day", "month", "year")}
    return {name: value for name, value in (values | changes).items() if value is not None}


def test_a_partner_who_manages_a_record_can_not_take_it_over(sign_in, people, ocg):
    client = sign_in("granted")
    sent = edit_form(client, ocg, team=people.teams["probation"].pk)
    client.post(reverse("ocg:edit", args=[ocg.uuid]), sent)
    assert Ocg.objects.get(pk=ocg.pk).team_id == people.teams["unit"].pk
    assert "Police source" not in client.get(reverse("records:chronology", args=[ocg.uuid])).content.decode()


def test_the_service_refuses_another_agencys_team_to_whoever_asks(people, ocg):
    for persona, code in (("granted", "not_owner_agency"), ("owner", "not_own_team")):
        actor = people.reader(persona)
        with visibility.reading(actor):
            record = visibility.visible_to(actor, Ocg).get(pk=ocg.pk)
            record.team = people.teams["probation"]
            with refused(code):
                records.save_record(actor=actor, record=record, version=record.version)


def test_the_owner_can_still_hand_a_record_to_another_team_of_their_own(people, ocg):
    actor = people.reader("owner")
    with visibility.reading(actor):
        record = visibility.visible_to(actor, Ocg).get(pk=ocg.pk)
        record.team = people.teams["pvp"]
        records.save_record(actor=actor, record=record, version=record.version)
    assert Ocg.objects.get(pk=ocg.pk).team_id == people.teams["pvp"].pk


def test_a_preview_shows_nothing_that_the_one_who_shares_can_not_see(people, ocg):
    actor = people.reader("granted")
    with visibility.reading(actor):
        shown = preview(
            actor=actor,
            record=visibility.visible_to(actor, Ocg).get(pk=ocg.pk),
            proposal=ShareProposal(
                principal=people.teams["pvp"].principal,
                level=Level.VIEW,
                basis=None,
                reason="Look",
                until=timezone.now() + timedelta(1),
            ),
        )
    parts = {row.name: row for row in shown.parts}
    chronology = parts["Chronology"]
    assert "Police source" not in chronology.titles
    with visibility.reading(actor):
        assert chronology.count <= visibility.visible_to(actor, Entry).filter(record_id=ocg.pk).count()


def test_a_partner_can_not_share_a_record_for_longer_than_they_have_it(people, ocg):
    actor = people.reader("granted")
    with visibility.reading(actor):
        record = visibility.visible_to(actor, Ocg).get(pk=ocg.pk)
        with refused("longer_than_own", field="until"):
            share(people, "granted", record, people.agencies["council"].principal, days=60)
        share(people, "granted", record, people.agencies["council"].principal, days=20)
    assert Grant.objects.filter(group=people.agencies["council"].principal).exists()


def test_a_partner_is_not_told_by_the_log_of_what_was_added_for_the_police_alone(sign_in, people, ocg):
    looks = sign_in("granted").get(reverse("oversight:access_log", args=[ocg.uuid])).content.decode()
    assert "Gita Granted" in looks
    assert not re.search(r"Olive Owner", looks.split("<table")[1])
    assert (
        "Olive Owner"
        in sign_in("owner").get(reverse("oversight:access_log", args=[ocg.uuid])).content.decode()
    )


def test_whoever_is_not_named_any_more_loses_what_the_name_gave(people, ocg):
    """The lead of a group who hands it over, and is in no team of it, can't open it for ever."""
    actor, colleague = people.reader("owner"), people.memberships["colleague"]
    for lead, sees in ((colleague, True), (people.memberships["owner"], False)):
        with visibility.reading(actor):
            record = visibility.visible_to(actor, Ocg).get(pk=ocg.pk)
            record.lead = lead
            records.save_record(actor=actor, record=record, version=record.version)
        reader = people.reader("colleague")
        with visibility.reading(reader):
            assert visibility.visible_to(reader, Ocg).filter(pk=ocg.pk).exists() == sees


def test_why_somebody_of_the_owning_agency_broke_the_glass_is_not_for_a_partner_who_manages(
    people, ocg, sign_in
):
    actor = people.reader("glass_before")
    with visibility.reading(actor):
        break_glass_access.break_glass(actor=actor, reference=ocg.reference, reason="Child at risk tonight")
    opening = reverse(
        "disclosure:break_glass_use",
        args=[BreakGlassAccess.objects.get(membership_id=actor.membership_id).uuid],
    )
    assert sign_in("owner").get(opening).status_code == 200
    assert sign_in("granted").get(opening).status_code == 404
    told = [
        b"Child at risk" in sign_in(persona).get(reverse("disclosure:shares", args=[ocg.uuid])).content
        for persona in ("owner", "granted")
    ]
    assert told == [True, False]
