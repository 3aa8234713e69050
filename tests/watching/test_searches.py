"""Saved searches: kept, opened, and their new results told once to who may see them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from pam.access.models import Grant
from pam.notifications.models import Delivery
from pam.watching.models import SavedSearch, Watch
from pam.watching.selectors import searches
from pam.watching.services import rounds
from tests.actions.world import make_ocg, share_with_probation
from tests.records.world import add_note, add_person, page_text
from tests.standing import standing

SAVE, LIST, NEWS = reverse("watching:save"), reverse("watching:searches"), reverse("notifications:news")


def save(client, words="harbour", **typed):
    """The answer to a search that is saved from its results."""
    query = {"q": words} | typed.pop("query", {})
    return client.post(
        f"{SAVE}?{'&'.join(f'{k}={v}' for k, v in query.items())}", {"name": "Mine", **typed}, follow=True
    )


def look(hours=2):
    return rounds.look(timezone.now() + timedelta(hours=hours))


@standing
def ocg(people):
    row = make_ocg(people, title="Harbour group")
    share_with_probation(people, row)
    Delivery.objects.all().delete()
    return row


def test_a_search_is_saved_with_its_narrowing_and_opened_with_one_click(people, ocg, sign_in):
    client = sign_in("owner")
    page = client.get(reverse("search:results") + "?q=harbour&kind=ocg&narrow=1")
    assert f"{SAVE}?q=harbour&amp;kind=ocg" in page.content.decode()
    assert "Search saved: Mine" in page_text(save(client, query={"kind": "ocg", "since": "30"}))
    row = SavedSearch.objects.get()
    address = searches.address_of(row)
    for beside in (client.get(LIST), client.get(reverse("search:results"))):
        assert address.replace("&", "&amp;") in beside.content.decode()
    assert "Harbour group" in page_text(client.get(address))
    assert not Watch.objects.exists()


def test_new_results_are_told_once_and_shown_alone(people, ocg, sign_in):
    client = sign_in("granted")
    save(client, tell="on")
    assert look() == 0
    other = make_ocg(people, title="Harbour wall")
    share_with_probation(people, other)
    Delivery.objects.all().delete()
    assert (look(4), look(6)) == (1, 0)
    assert "New results of a saved search" in page_text(client.get(NEWS))
    opened = client.get(reverse("notifications:open_news", args=[Delivery.objects.get().uuid]), follow=True)
    page = page_text(opened)
    assert "Harbour wall" in page and "Harbour group" not in page
    assert "Nothing new" in page_text(client.get(NEWS))


def test_a_result_that_the_reader_may_not_see_is_neither_told_nor_remembered(people, ocg, sign_in):
    client = sign_in("granted")
    save(client, tell="on")
    hidden = make_ocg(people, title="Harbour secret")
    assert look() == 0 and hidden.pk not in Watch.objects.get().known["ocg"]
    share_with_probation(people, hidden)
    Delivery.objects.all().delete()
    assert look(4) == 1, "once they may see it, it is new to them"
    Grant.objects.filter(content_object=hidden).filter(
        group_id=people.agencies["probation"].principal_id
    ).delete()
    fresh = reverse("watching:fresh", args=[SavedSearch.objects.get().uuid])
    assert "Harbour secret" not in page_text(client.get(fresh))


def test_what_one_wrote_oneself_is_no_news(people, ocg, sign_in):
    client = sign_in("owner")
    save(client, tell="on")
    make_ocg(people, title="Harbour wall")
    add_person(people, ocg, "Harbour Lane")
    assert look() == 0 and look(4) == 0


def test_narrowing_counts_for_what_is_told(people, ocg, sign_in):
    client = sign_in("granted")
    save(client, tell="on", query={"kind": "subjects"})
    share_with_probation(people, make_ocg(people, title="Harbour wall"))
    Delivery.objects.all().delete()
    assert look() == 0
    add_person(people, ocg, "Harbour Lane")
    assert look(4) == 1


def test_a_search_that_finds_too_much_is_kept_and_not_told(people, ocg, sign_in, monkeypatch):
    monkeypatch.setattr(searches, "MOST_TOLD", 1)
    client = sign_in("owner")
    save(client, tell="on")
    make_ocg(people, title="Harbour wall")
    assert look() == 0 and Watch.objects.get().too_many
    assert "finds too much" in page_text(client.get(reverse("watching:list")))
    answer = save(client, name="Other", tell="on")
    assert "finds too much to tell you" in page_text(answer) and SavedSearch.objects.count() == 1


def test_a_search_of_a_team_is_found_by_its_people_who_choose_each_to_be_told(people, ocg, sign_in):
    team, mate = people.teams["unit"], people.memberships["colleague"]
    save(sign_in("owner"), name="Ours", team=str(team.uuid))
    assert "Ours" not in page_text(sign_in("colleague").get(LIST))
    mate.teams.add(team)
    client, row = sign_in("colleague"), SavedSearch.objects.get()
    assert "Ours" in page_text(client.get(LIST))
    assert client.get(reverse("watching:rename", args=[row.uuid])).status_code == 404
    client.post(reverse("watching:tell", args=[row.uuid]))
    assert Watch.objects.get().membership_id == mate.pk
    mate.teams.remove(team)
    assert client.get(reverse("watching:fresh", args=[row.uuid])).status_code == 404
    look()
    assert not Watch.objects.exists(), "who left the team is told no more"


def test_a_search_is_renamed_and_deleted_and_its_name_is_free(people, ocg, sign_in):
    client = sign_in("owner")
    save(client, tell="on")
    assert "already" in page_text(save(client, name="mine"))
    row = SavedSearch.objects.get()
    client.post(reverse("watching:rename", args=[row.uuid]), {"name": "Quay"})
    assert "Quay" in page_text(client.get(LIST))
    client.post(reverse("watching:delete", args=[row.uuid]))
    assert not SavedSearch.objects.exists() and not Watch.objects.exists()


def test_a_job_that_runs_twice_at_once_or_for_who_has_left_tells_nothing_twice(people, ocg, sign_in):
    client = sign_in("granted")
    save(client, tell="on")
    add_note(people, ocg)
    membership = people.memberships["granted"]
    membership.suspended = True
    membership.save()
    look()
    assert not Watch.objects.exists() and not Delivery.objects.filter(event="search_results").exists()
