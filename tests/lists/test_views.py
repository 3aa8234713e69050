"""Views of lists: filters, order and columns under a name, one's own or a team's, and one to open with."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from pam.access import visibility
from pam.access.errors import Refused
from pam.audit.models import LogEntry
from pam.lists import services
from pam.lists.kept import all_kept, kept_list
from pam.lists.models import SavedView
from tests.records.world import group, page_text
from tests.standing import standing

LIST = "/ocg/"


def save(client, query="", code="ocg", **typed):
    """The answer to a view that is saved from the list with `query`."""
    return client.post(reverse("lists:save", args=[code]) + query, {"name": "Mine", **typed})


def menu(client, address=LIST):
    """[(words, address)] of the links in the menu of views."""
    html = client.get(address).content.decode()
    body = html.partition('class="pam-menu__body"')[2].partition("</details>")[0]
    return [
        (re.sub(r"\s+", " ", words), link)
        for link, words in re.findall(r'href="([^"]*)"[^>]*>([^<]*)<', body)
    ]


def titles(response):
    return [row.title for row in response.context["page"].rows]


@standing
def groups(people):
    """Two groups of the owner, one of them of another tier."""
    return group(people, "Harbour"), group(people, "Wharf")


def test_a_saved_view_brings_back_filters_and_order(people, sign_in, groups):
    client = sign_in("owner")
    answer = save(client, "?q=harbour&sort=-title&stage=")
    assert answer.status_code == 302
    page = client.get(answer.url)
    assert titles(page) == ["Harbour"] and "View: Mine" in page_text(page)
    assert "q=harbour" in answer.url and "sort=-title" in answer.url, "the address alone says the filters"
    assert ("Mine", answer.url.replace("&", "&amp;")) in menu(client)


def test_the_address_of_a_view_shows_the_same_filters_to_who_does_not_have_the_view(people, sign_in, groups):
    address = save(sign_in("owner"), "?q=harbour").url
    page = sign_in("colleague").get(address)
    assert page.status_code == 200 and "Mine" not in page_text(page)
    assert titles(page) == [], "and no more rows than they may see"


def test_a_person_sees_no_view_of_another(people, sign_in, groups):
    save(sign_in("owner"))
    assert not any(words == "Mine" for words, _ in menu(sign_in("colleague")))


def test_a_view_of_a_team_is_found_by_its_people_and_by_nobody_else(people, sign_in, groups):
    team = people.teams["unit"]
    save(sign_in("owner"), name="Ours", team=str(team.uuid))
    mate = people.memberships["colleague"]
    assert not any(words == "Ours" for words, _ in menu(sign_in("colleague")))
    mate.teams.add(team)
    assert any(words == "Ours" for words, _ in menu(sign_in("colleague")))
    assert not any(words == "Ours" for words, _ in menu(sign_in("granted")))
    line = LogEntry.objects.get(operation="save view for team")
    assert team.name in line.detail and "Ours" not in line.detail


def test_the_people_of_a_team_do_not_change_its_view_but_its_manager_does(people, sign_in, groups):
    team, mate = people.teams["unit"], people.memberships["colleague"]
    save(sign_in("owner"), team=str(team.uuid))
    mate.teams.add(team)
    view = SavedView.objects.get()
    rename = reverse("lists:rename", args=[view.uuid])
    assert sign_in("colleague").get(rename).status_code == 404
    with visibility.reading(people.reader("colleague")), pytest.raises(PermissionDenied):
        services.delete_view(actor=people.reader("colleague"), view=view)
    team.manager = mate
    team.save()
    assert sign_in("colleague").post(rename, {"name": "Ours"}).status_code == 302
    assert SavedView.objects.get().name == "Ours"


def test_where_the_agency_wants_it_the_manager_alone_saves_views_for_a_team(people, sign_in, groups):
    from pam.reference.models import Setting

    Setting.objects.create(key="lists.team_views", agency=people.agencies["police"], value="manager")
    actor, team = people.reader("owner"), people.teams["unit"]
    team.manager = None
    team.save()
    with visibility.reading(actor), pytest.raises(PermissionDenied):
        services.save_view(actor=actor, kept=kept_list("ocg"), name="Ours", query="", team=team)


def test_a_view_of_the_wall_is_its_readers_alone(people, groups):
    actor = people.reader("owner")
    with visibility.reading(actor):
        view = services.save_view(actor=actor, kept=kept_list("ocg"), name="Mine", query="q=harbour")
    with visibility.reading(people.reader("colleague")), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE pam_web")
        cursor.execute("SELECT count(*) FROM lists_savedview")
        assert cursor.fetchone()[0] == 0
        cursor.execute("UPDATE lists_savedview SET name = 'Taken' WHERE id = %s", [view.pk])
        assert cursor.rowcount == 0
        cursor.execute("RESET ROLE")


def test_the_list_opens_with_the_view_that_a_person_chose_and_everything_is_one_click_away(
    people, sign_in, groups
):
    client = sign_in("owner")
    address = save(client, "?q=harbour", opens="on").url
    assert client.get(LIST).url == address
    everything = dict(menu(client, address))["Everything"]
    assert len(titles(client.get(everything))) == 2
    cleared = re.search(r'href="([^"]*)">Clear all', client.get(address).content.decode())[1]
    assert len(titles(client.get(cleared))) == 2, "nor does clearing the filters lead back to the view"
    client.post(reverse("lists:open_with", args=["ocg"]), {"view": ""})
    assert client.get(LIST).status_code == 200


def test_a_list_whose_view_is_gone_opens_with_everything(people, sign_in, groups):
    client = sign_in("owner")
    save(client, "?q=harbour", opens="on")
    assert client.get(LIST).status_code == 302
    client.post(reverse("lists:delete", args=[SavedView.objects.exclude(name="").get().uuid]))
    assert client.get(LIST).status_code == 200


def test_a_view_with_other_filters_says_so_and_is_saved_again(people, sign_in, groups):
    client = sign_in("owner")
    view = SavedView.objects.get(uuid=re.search(r"view=([\w-]+)", save(client, "?q=harbour").url)[1])
    other = f"{LIST}?q=wharf&view={view.uuid}"
    assert "Mine (changed)" in page_text(client.get(other))
    link = reverse("lists:replace", args=[view.uuid])
    assert any(address.startswith(link) for _, address in menu(client, other))
    answer = client.post(f"{link}?q=wharf&view={view.uuid}")
    assert titles(client.get(answer.url)) == ["Wharf"]
    assert "(changed)" not in page_text(client.get(answer.url))


def test_a_view_needs_a_name_that_is_free_and_what_was_typed_stays(people, sign_in, groups):
    client = sign_in("owner")
    save(client)
    for name in ("", "mine", "x" * 61):
        answer = save(client, name=name)
        assert answer.status_code == 200 and "name" in answer.context["form"].errors, name
    assert SavedView.objects.count() == 1


def test_there_is_an_end_to_the_views_of_a_list(people, groups, monkeypatch):
    monkeypatch.setattr(services, "MOST", 1)
    actor = people.reader("owner")
    with visibility.reading(actor):
        services.save_view(actor=actor, kept=kept_list("ocg"), name="One", query="")
        with pytest.raises(Refused) as refused:
            services.save_view(actor=actor, kept=kept_list("ocg"), name="Two", query="")
        services.save_view(actor=actor, kept=kept_list("pvp"), name="Two", query="")
    assert refused.value.code == "too_many"


def test_columns_and_spacing_are_kept_for_a_person_and_a_list(people, sign_in, groups):
    client = sign_in("owner")
    address = reverse("lists:columns", args=["ocg"])
    shown = [code for code, _ in kept_list("ocg").columns if code not in {"stage", "lead"}]
    assert client.post(address, {"columns": shown, "density": "roomy"}).url == LIST
    assert "pam-without--3 pam-without--7 pam-roomy" in client.get(LIST).content.decode()
    assert "pam-roomy" not in client.get(reverse("pvp:list")).content.decode()
    assert "pam-roomy" not in sign_in("colleague").get(LIST).content.decode()


def test_a_view_keeps_columns_of_its_own(people, sign_in, groups):
    client = sign_in("owner")
    columns = reverse("lists:columns", args=["ocg"])
    client.post(columns, {"columns": ["tier"], "density": "compact"})
    address = save(client, "?q=harbour").url
    client.post(columns, {"columns": ["tier", "lead"], "density": "roomy"})
    assert "pam-roomy" in client.get(LIST).content.decode()
    assert "pam-roomy" not in client.get(address).content.decode()
    client.post(f"{columns}?{address.partition('?')[2]}", {"columns": [], "density": "roomy"})
    assert "pam-without--9 pam-roomy" in client.get(address).content.decode()


def test_each_list_declares_its_columns_as_its_table_has_them(whole_world, sign_in):
    client, known = sign_in("owner"), {kept.code: kept for kept in all_kept()}
    for kept in map(known.get, ("ocg", "pvp", "meetings", "actions")):
        html = client.get(kept.address).content.decode()
        head = html.partition("<thead")[2].partition("</thead>")[0]
        headings = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<th\b.*?</th>", head, re.S)]
        assert headings[1:] == [label for _, label in kept.columns], kept.code
        row = html.partition("<tbody")[2].partition("</tr>")[0]
        assert len(re.findall(r"<t[hd]\b", row)) == len(kept.columns) + 1, kept.code


def test_a_list_that_there_is_not_is_absent(people, sign_in):
    client = sign_in("owner")
    assert client.get("/lists/nothing/").status_code == 404
    assert client.get(reverse("lists:rename", args=[uuid4()])).status_code == 404
