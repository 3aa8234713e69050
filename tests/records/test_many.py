"""Records that were ticked in a list get another lead or team, or are shared, after a look at it."""

import pytest
from django.urls import reverse

from ocg.models import LeadOffer, Ocg
from ocg.responsible.services import offer
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant
from pam.disclosure.models import Receipt
from pam.records.models import Batch, Entry
from tests.actions.world import make_ocg, share_with_probation
from tests.records.world import page_text
from tests.standing import standing


def ticked(name, *records):
    return reverse(name, args=["ocg"]) + "?q=&" + "&".join(f"pick={record.uuid}" for record in records)


def carry_out(client, address, **typed):
    """(the check, the answer of its confirmation)."""
    check = client.post(address, typed)
    assert check.status_code == 200 and "change" in check.context, page_text(check)[-900:]
    return check, client.post(
        address, typed | {"shown": check.context["mark"], "confirm": "yes"}, follow=True
    )


@standing
def mate(people):
    """A colleague in the owner's agency."""
    return people.memberships["colleague"]


def test_the_list_has_ticks_and_ways_to_go_on_with_them(people, sign_in):
    record = make_ocg(people)
    page = sign_in("owner").get(reverse("ocg:list")).content.decode()
    assert f'form="many" name="pick" value="{record.uuid}"' in page
    for name in ("records:many", "disclosure:share_many"):
        assert reverse(name, args=["ocg"]) in page
        answer = sign_in("owner").get(reverse(name, args=["ocg"]), follow=True)
        assert "Tick at least one record first" in page_text(answer)
        assert (
            sign_in("owner").get(reverse(name, args=["nothing"]) + f"?pick={record.uuid}").status_code == 404
        )


def test_ticked_groups_get_a_new_team_after_a_check_and_it_is_undone(people, sign_in):
    first, second, third = (make_ocg(people, title) for title in ("Alpha", "Beta", "Gamma"))
    client, address, team = sign_in("owner"), ticked("records:many", first, second), people.teams["pvp"]
    check, answer = carry_out(client, address, team=str(team.pk), reason="Moves to another post")
    assert [record.title for record in check.context["change"]] == ["Alpha", "Beta"]
    assert "2 records handed over. Undo" in page_text(answer)
    teams = dict(Ocg.objects.values_list("title", "team_id"))
    assert teams == {"Alpha": team.pk, "Beta": team.pk, "Gamma": third.team_id}
    assert Entry.objects.filter(title="Handed over", text__contains="another post").count() == 2
    undo = reverse("records:undo_many", args=[Batch.objects.get().uuid])
    assert sign_in("granted").get(undo).status_code == 404, "another person's"
    assert "2 records get" in page_text(sign_in("owner").get(undo))
    assert "2 records changed back" in page_text(sign_in("owner").post(undo, follow=True))
    assert set(Ocg.objects.values_list("team_id", flat=True)) == {first.team_id}
    assert sign_in("owner").get(undo).status_code == 404, "once"


def test_who_is_to_lead_ticked_groups_is_asked_and_the_lead_before_stays(people, sign_in, mate):
    first, second = make_ocg(people, "Alpha"), make_ocg(people, "Beta")
    with visibility.reading(people.reader("owner")):
        offer(actor=people.reader("owner"), record=second, to=mate)
    check, answer = carry_out(
        sign_in("owner"), ticked("records:many", first, second), lead=str(mate.pk), reason="Another post"
    )
    assert "is asked to lead each of them" in page_text(check)
    said = page_text(answer)
    assert f"{mate.user.name} is asked to lead 1 record." in said and "Another person is asked" in said
    assert "handed over" not in said and not Batch.objects.exists()
    assert set(Ocg.objects.values_list("lead_id", "lead_asked_id")) == {(first.lead_id, mate.pk)}
    assert LeadOffer.objects.get(record_id=first.pk).note == "Another post"


def test_what_a_person_may_not_change_stays_and_what_is_hidden_is_not_spoken_of(people, sign_in, mate):
    own, hidden = make_ocg(people, "Alpha"), make_ocg(people, "Hidden")
    share_with_probation(people, own, level=Level.MANAGE)
    address = ticked("records:many", own, hidden)
    page = sign_in("granted").post(address, {"team": "", "lead": "", "reason": "Why"})
    assert "Hand over 1 record" in page_text(page) and "Hidden" not in page_text(page)
    answer = sign_in("granted").post(
        address, {"lead": str(people.memberships["granted"].pk), "reason": "Ours now"}
    )
    assert "None of them would change" in page_text(answer) and "owns it" in page_text(answer)
    assert Ocg.objects.get(pk=own.pk).lead_id == own.lead_id


def test_a_change_since_the_check_is_not_overwritten(people, sign_in, mate):
    record = make_ocg(people, "Alpha")
    client, address = sign_in("owner"), ticked("records:many", record)
    typed = {"lead": str(mate.pk), "reason": "Why"}
    mark = client.post(address, typed).context["mark"]
    carry_out(client, address, team=str(people.teams["pvp"].pk), reason="First")
    again = client.post(address, typed | {"shown": mark, "confirm": "yes"})
    assert "changed since you checked" in page_text(again)
    assert Ocg.objects.get(pk=record.pk).lead_id == record.lead_id


def test_ticked_groups_leave_as_a_file_alone(people, sign_in):
    first, second = make_ocg(people, "Alpha"), make_ocg(people, "Beta")
    address = reverse("ocg:list_download") + f"?pick={first.uuid}"
    answer = sign_in("owner").post(address, {"kind": "csv", "recipient": "Olive", "reason": "Meeting"})
    told = b"".join(answer.streaming_content).decode()
    assert "Alpha" in told and "Beta" not in told and second.reference not in told


@pytest.mark.slow
def test_ticked_groups_are_shared_each_with_what_will_be_seen_and_all_of_it_is_ended_by_undo(people, sign_in):
    first, second, known = (make_ocg(people, title) for title in ("Alpha", "Beta", "Known"))
    share_with_probation(people, known)
    probation = people.agencies["probation"].principal
    client, address = sign_in("owner"), ticked("disclosure:share_many", first, second, known)
    typed = {
        "principal": str(probation.pk),
        "reason": "Joint plan",
        "level": str(Level.VIEW.value),
        "reach": "all",
        "basis": str(people.basis.pk),
    }
    check, answer = carry_out(client, address, **typed)
    said = page_text(check)
    assert "Share 2 records with" in said and "have or had a share" in said
    assert "2 records shared. Undo" in page_text(answer)
    shared = Grant.objects.filter(group_id=probation.pk, source="share")
    assert {grant.content_object_id for grant in shared} == {first.pk, second.pk, known.pk}
    assert Receipt.objects.filter(principal=probation, ended_at=None).count() == 3
    undo = reverse("disclosure:undo_shares", args=[Batch.objects.get().uuid])
    assert sign_in("granted").post(undo).status_code == 404
    assert "2 shares have ended" in page_text(sign_in("owner").post(undo, follow=True))
    assert [grant.content_object_id for grant in shared.all()] == [known.pk]


def test_a_record_that_one_only_views_is_not_shared_with_the_others(people, sign_in):
    theirs = make_ocg(people, "Alpha")
    share_with_probation(people, theirs)
    address = ticked("disclosure:share_many", theirs)
    assert sign_in("granted").get(address).status_code == 403
