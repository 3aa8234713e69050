"""The lead of a group is asked, and accepts or declines; who has no training is listed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ocg.models import LeadOffer, LeadTraining, Ocg
from ocg.responsible import selectors, services
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Grant, Membership
from pam.records.many import hand_over
from pam.records.models import Entry
from pam.records.services import save_record
from tests.ocg.test_ocg import data
from tests.records.world import group, page_text, share_with, url
from tests.standing import standing
from tests.world.world import term


@standing
def ocg(people):
    """A group of the owner's, who leads it."""
    return group(people)


def ask(people, ocg, to="colleague", persona="owner", note=""):
    """A persona asks another to lead, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.offer(actor=actor, record=ocg, to=people.memberships[to], note=note)


def answer(people, row, persona="colleague", verb=services.accept, words=""):
    """The answer of a persona."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        now = selectors.offer_row(actor, row.uuid)
        return verb(actor=actor, lead_offer=now, version=now.version, answer=words)


def again(ocg):
    return Ocg.objects.get(pk=ocg.pk)


def test_the_lead_stays_until_the_person_asked_accepts(people, ocg, sign_in):
    client = sign_in("owner")
    asked = {"to": people.memberships["colleague"].pk, "note": "Review on Friday"}
    text = page_text(client.post(url("ocg:lead_offer", ocg), asked, follow=True))
    assert "Colin Colleague" in text and "Waiting for an answer" in text
    assert again(ocg).lead_id == people.memberships["owner"].pk
    row = LeadOffer.objects.get()
    other = sign_in("colleague")
    assert "You are asked to lead" in page_text(other.get("/"))
    page = reverse("ocg:lead_answer", args=[row.uuid])
    assert "Review on Friday" in page_text(other.get(page))
    other.post(page, {"version": row.version, "decision": "accept", "answer": "Not in May"})
    now = again(ocg)
    assert (
        now.lead_id == people.memberships["colleague"].pk and now.lead_accepted_at and not now.lead_asked_id
    )
    titles = set(Entry.objects.filter(record_id=ocg.pk).values_list("title", flat=True))
    assert "Lead Responsible Officer: Colin Colleague, after Olive Owner" in titles
    # What they answered is for the agencies of the offer, not for all who can open the group.
    assert "Not in May" in page_text(client.get(url("ocg:lead", ocg)))
    assert not Entry.objects.filter(record_id=ocg.pk, agencies=None, text__contains="May").exists()


def test_who_declines_says_why_and_can_no_longer_open_it(people, ocg, sign_in):
    row = ask(people, ocg)
    client, page = sign_in("colleague"), reverse("ocg:lead_answer", args=[row.uuid])
    assert client.get(ocg.get_absolute_url()).status_code == 200
    refused = client.post(page, {"version": row.version, "decision": "decline"})
    assert "Say why not" in page_text(refused)
    client.post(page, {"version": row.version, "decision": "decline", "answer": "On leave"})
    assert client.get(ocg.get_absolute_url()).status_code == 404
    assert not Grant.objects.filter(content_object_id=ocg.pk, source="role").exists()
    assert again(ocg).lead_id == people.memberships["owner"].pk
    assert "On leave" in page_text(sign_in("owner").get(url("ocg:lead", ocg)))


def test_a_partner_leads_by_a_whole_share_at_contribute_and_no_further(people, ocg):
    share_with(people, ocg)
    with pytest.raises(Refused):
        ask(people, ocg, "granted")
    share_with(people, ocg, level=Level.CONTRIBUTE)
    answer(people, ask(people, ocg, "granted"), "granted")
    partner = people.reader("granted")
    with visibility.reading(partner):
        assert selectors.lead_is_live(partner, ocg) and visibility.level(partner, ocg) == Level.CONTRIBUTE
    Grant.objects.filter(content_object_id=ocg.pk).delete()
    owner = people.reader("owner")
    with visibility.reading(owner):
        assert not selectors.lead_is_live(owner, ocg)
        assert [row.pk for row in selectors.without_lead(owner)] == [ocg.pk]


def test_a_group_with_a_lead_of_a_partner_can_still_be_changed(people, ocg, sign_in):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    answer(people, ask(people, ocg, "granted"), "granted")
    response = sign_in("owner").post(url("ocg:edit", ocg), data(people, version=again(ocg).version))
    assert response.status_code == 302 and again(ocg).lead_id == people.memberships["granted"].pk


def test_only_who_manages_asks_and_one_at_a_time_and_who_is_not_asked_answers_nothing(people, ocg, sign_in):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    assert sign_in("granted").get(url("ocg:lead_offer", ocg)).status_code == 403
    row = ask(people, ocg)
    with pytest.raises(Refused):
        ask(people, ocg, "granted")
    with pytest.raises(Refused):
        answer(people, row, "owner")
    assert sign_in("granted").get(reverse("ocg:lead_answer", args=[row.uuid])).status_code == 404


def test_a_withdrawn_offer_is_answered_no_more(people, ocg, sign_in):
    row = ask(people, ocg)
    sign_in("owner").post(reverse("ocg:lead_withdraw", args=[row.uuid]), {"version": row.version})
    assert LeadOffer.objects.get().state == "withdrawn" and again(ocg).lead_asked_id is None
    assert sign_in("colleague").get(reverse("ocg:lead_answer", args=[row.uuid])).status_code == 404


def test_who_records_a_group_for_another_lead_asks_them(people, sign_in):
    sign_in("owner").post(reverse("ocg:new"), data(people, lead=people.memberships["colleague"].pk))
    row, owner = Ocg.objects.get(), people.reader("owner")
    assert row.lead_accepted_at is None and LeadOffer.objects.get().offered_to_id == row.lead_id
    with visibility.reading(owner):
        assert not selectors.lead_is_live(owner, row)
    assert "Has not accepted yet" in page_text(sign_in("owner").get(reverse("ocg:without_lead")))
    answer(people, LeadOffer.objects.get())
    with visibility.reading(owner):
        assert selectors.lead_is_live(owner, row) and not selectors.without_lead(owner).exists()


def test_who_is_handed_a_group_with_many_others_is_asked_and_the_lead_before_stays_until_then(people, ocg):
    actor, to = people.reader("owner"), people.memberships["colleague"]
    with visibility.reading(actor):
        hand_over(actor=actor, records=[again(ocg)], reason="Leave", lead=to)
        row = LeadOffer.objects.get()
        assert row.offered_to_id == to.pk and row.author_id == actor.membership_id and row.note == "Leave"
        assert again(ocg).lead_id == ocg.lead_id and selectors.lead_is_live(actor, ocg)
    answer(people, row)
    with visibility.reading(actor):
        assert again(ocg).lead_id == to.pk and selectors.lead_is_live(actor, ocg)


def test_who_takes_a_group_over_themselves_has_accepted_by_that(people, ocg):
    answer(people, ask(people, ocg))
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = again(ocg)
        row.lead_id = actor.membership_id
        save_record(actor=actor, record=row, version=row.version)
    assert again(ocg).lead_accepted_at and not again(ocg).lead_asked_id


def test_leads_without_training_are_listed_until_it_is_recorded_and_again_once_it_is_old(
    people, ocg, sign_in
):
    client = sign_in("owner")  # a supervisor
    listed = reverse("ocg:untrained")
    assert "Olive Owner" in page_text(client.get(listed)) and ocg.title in page_text(client.get(listed))
    day = timezone.localdate()
    typed = {
        "person": people.memberships["owner"].pk,
        "kind": term("ocg.lro-training", "lro-course").pk,
        "on_day": day.day,
        "on_month": day.month,
        "on_year": day.year,
    }
    assert client.post(reverse("ocg:training_add"), typed).status_code == 302
    assert "Each lead has training" in page_text(client.get(listed))
    LeadTraining.objects.update(on=day - timedelta(days=4 * 366))
    assert "Lead Responsible Officer course" in page_text(client.get(listed))


def test_training_is_recorded_by_supervisors_and_administrators_of_the_persons_own_agency(people, sign_in):
    kind, day = term("ocg.lro-training", "refresher"), timezone.localdate()
    for persona, person in (("granted", "granted"), ("owner", "granted")):
        actor = people.reader(persona)
        with visibility.reading(actor), pytest.raises(Refused):
            services.record_training(actor=actor, person=people.memberships[person], kind=kind, on=day)
    assert sign_in("granted").get(reverse("ocg:training")).status_code == 403


def test_a_lead_who_left_is_no_live_lead(people, ocg):
    Membership.objects.filter(pk=people.memberships["owner"].pk).update(
        ends_at=timezone.now() - timedelta(days=1)
    )
    assert not Ocg.objects.filter(pk=ocg.pk).filter(selectors.MayLead()).exists()


def test_groups_are_linked_by_their_relations_and_cases_are_not(people, ocg, sign_in):
    other = group(people, "Other harbour group")
    client = sign_in("owner")
    page = url("search:link", ocg)
    form = client.get(page, {"q": "harbour"}).context["form"]
    labels = [label for _, label in form.fields["kind"].choices]
    assert {"Feuds with", "Is supplied by", "Split from"} <= set(labels)
    client.post(page, {"q": "harbour", "other": str(other.uuid), "kind": "supplies"})
    assert "Supplies" in page_text(client.get(ocg.get_absolute_url()))
    assert "Is supplied by" in page_text(client.get(other.get_absolute_url()))
