"""Putting an earlier value back from the history."""

import re
from copy import copy

from django.urls import reverse

from ocg import services as groups
from ocg.models import Ocg
from pam.access import visibility
from pam.access.models import Membership
from pam.actions.services import tracker as actions
from pam.audit.models import LogEntry
from pam.records.models import Subject
from pam.records.services import add_subject, save_part
from pam.reference.models import ReferenceValue
from tests.actions.world import add_action, make_ocg
from tests.ocg.scored import set_tier
from tests.records.world import group
from tests.stages.made import archive
from tests.standing import standing

LINK = re.compile(r'href="([^"]*restore/\?what=[^"]*)"')


@standing
def ocg(people):
    return make_ocg(people)


def change(people, ocg, **values):
    """The owner changes the group."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = Ocg.objects.get(pk=ocg.pk)
        for name, value in values.items():
            setattr(row, name, value)
        groups.edit(actor=actor, ocg=row, version=row.version, changed=list(values))


def links(client, ocg):
    """The "put back" links of the history page, newest change first."""
    page = client.get(reverse("records:changes", args=[ocg.uuid])).content.decode()
    return [link.replace("&amp;", "&") for link in LINK.findall(page)]


def press(client, link, **data):
    """The confirmation page's button, as the page gives it; returns the page after it."""
    page = client.get(link).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    return page, client.post(link, {"version": version} | data, follow=True).content.decode()


def test_a_value_is_shown_now_and_then_and_put_back_as_a_new_change(people, ocg, sign_in):
    change(people, ocg, title="Wharf group", summary="All new")
    client = sign_in("owner")
    back = [
        link
        for link in links(client, ocg)
        if "Harbour group" in client.get(link).content.decode().split("<dl")[1]
    ][0]
    page, after = press(client, back)
    assert page.index("Wharf group</dd>") < page.index("Harbour group</dd>")
    assert "restored" in after
    row = Ocg.objects.get()
    assert (row.title, row.summary) == ("Harbour group", "All new")
    assert "restored" in LogEntry.objects.filter(verb="alteration").latest("pk").detail
    newest = Ocg.history.latest("history_id")
    assert (
        newest.history_user == people.users["owner"]
        and newest.history_change_reason == "Earlier value restored"
    )
    assert "already has that value" in press(client, back)[1]


def test_somebody_elses_save_in_between_is_shown_before_anything_is_put_back(people, ocg, sign_in):
    change(people, ocg, title="Wharf group")
    client = sign_in("owner")
    back = links(client, ocg)[0]
    old = Ocg.objects.get().version
    change(people, ocg, title="Quay group")
    page = client.post(back, {"version": old}).content.decode()
    assert "Another person saved this" in page and "Quay group</dd>" in page
    assert Ocg.objects.get().title == "Quay group"
    assert f'value="{Ocg.objects.get().version}"' in page


def test_who_left_and_what_is_retired_can_not_be_put_back(people, sign_in):
    old, other = ReferenceValue.objects.filter(listing="frameworks.crime-type").order_by("pk")[:2]
    now = {"sro": people.memberships["owner"], "main_crime": other, "crimes": [other.pk]}
    ocg = group(people, **now)
    change(people, ocg, sro=people.memberships["low_clearance"], main_crime=old, crimes=[old.pk])
    change(people, ocg, **now)
    Membership.objects.filter(pk=people.memberships["low_clearance"].pk).update(suspended=True)
    old.retired = True
    old.save()
    client = sign_in("owner")
    told = " ".join(press(client, link)[1] for link in links(client, ocg))
    assert "Lena Low has left or is suspended" in told and "is no longer in use" in told
    row = Ocg.objects.get()
    assert (row.sro, row.main_crime) == (people.memberships["owner"], other)


def test_a_tier_is_no_value_to_put_back(people, ocg, sign_in):
    set_tier(people, ocg, "4", "Agreed")
    assert not links(sign_in("owner"), ocg)
    assert Ocg.objects.get().tier.code == "4"


def test_subjects_and_actions_go_back_too(people, ocg, sign_in):
    actor = people.reader("owner")
    with visibility.reading(actor):
        subject = add_subject(actor=actor, record=ocg, subject=Subject(name="Rowan Tealby"))
        row = Subject.objects.get(pk=subject.pk)
        row.name = "Rowan Teal"
        save_part(actor=actor, part=row, version=row.version)
    action = add_action(people, ocg)
    with visibility.reading(actor):
        row = copy(action)
        row.title = "Ring the address"
        actions.edit(actor=actor, action=row, version=action.version)
    client = sign_in("owner")
    for link in links(client, ocg):
        press(client, link)
    assert Subject.objects.get().name == "Rowan Tealby"
    action.refresh_from_db()
    assert action.title == "Visit the address"


def test_a_stage_is_no_value_to_put_back(people, ocg, sign_in):
    archive(people, ocg)
    assert not links(sign_in("owner"), ocg)
    assert Ocg.objects.get().closed_at


def test_a_token_of_another_record_or_none_puts_nothing_back(people, ocg, sign_in):
    change(people, ocg, title="Wharf group")
    other = make_ocg(people, "Second group")
    client = sign_in("owner")
    token = links(client, ocg)[0].split("what=")[1]
    for what in (token, "", "x"):
        response = client.get(reverse("records:restore_value", args=[other.uuid]), {"what": what})
        assert response.status_code == 302 and response.url == reverse("records:changes", args=[other.uuid])
