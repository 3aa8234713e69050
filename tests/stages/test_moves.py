"""A record goes from stage to stage by moves of its map: who may, who approves, what must be there."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from ocg.models import Ocg
from ocg.services import create, edit
from pam.access import visibility
from pam.access.errors import Stale
from pam.access.levels import Level
from pam.access.models import Membership
from pam.audit.models import LogEntry
from pam.dashboard.selectors.waiting import waiting_rows
from pam.notifications.models import Delivery
from pam.records.models import Entry
from pam.stages import events, selectors, services
from pam.stages.models import Move
from pam.stages.notices import about_decided
from tests.actions.world import add_action
from tests.records.world import add_person, group, page_text, share_with, url
from tests.refusals import refused
from tests.stages.made import again, archive, decide, move, second_supervisor
from tests.standing import standing
from tests.world.world import term


@standing
def ocg(people):
    """A group of the owner's, at the stage *Active*."""
    return group(people)


@standing
def trigger(people):
    """A group of the owner's that was recorded just now."""
    actor = people.reader("owner")
    row = Ocg(
        title="Quay group",
        team=people.teams["unit"],
        lead=people.memberships["owner"],
        tier=term("ocg.tier", "4"),
    )
    with visibility.reading(actor):
        return create(actor=actor, ocg=row)


def choices(people, record, persona="owner"):
    """{code: Choice} of a persona on a record."""
    reader = people.reader(persona)
    with visibility.reading(reader):
        row = again(people, record, persona)
        return {one.code: one for one in selectors.choices(reader, row, visibility.level(reader, row))}


def test_a_new_group_is_at_the_first_stage_of_the_map_in_force(people, trigger):
    row = again(people, trigger)
    assert row.stage == "trigger" and row.stage_version.code == "ocg-stages"
    assert row.stage_version == selectors.map_in_force(people.reader("owner"), "ocg")


def test_a_move_changes_the_stage_and_stands_in_the_chronology_and_in_the_log(people, ocg):
    made = move(people, ocg, "monitor", reason="Quiet since spring")
    row = again(people, ocg)
    assert row.stage == "monitored" and row.closed_at is None and row.version == ocg.version + 1
    assert (made.from_label, made.to_label, made.state) == ("Active", "Monitored", "made")
    line = Entry.objects.get(record_id=ocg.pk, title="Stage changed from Active to Monitored")
    assert line.text == "Quiet since spring" and line.author_id == people.memberships["owner"].pk
    assert LogEntry.objects.filter(operation="move", records=[ocg.pk], verb="alteration").count() == 1
    assert Move.history.filter(id=made.pk).count() == 1


def test_a_move_that_lacks_something_says_what(people, trigger):
    before = choices(people, trigger)["assess"]
    assert before.missing == ("At least one person, place or object",) and not before.open
    with refused("missing_first") as caught:
        move(people, trigger, "assess")
    assert "At least one person, place or object" in caught.value.message
    add_person(people, trigger)
    assert choices(people, trigger)["assess"].open
    move(people, trigger, "assess")
    assert again(people, trigger).stage == "under-assessment"


def test_each_thing_that_a_group_needs_to_be_active_is_asked_for_and_nothing_else(people, ocg):
    move(people, ocg, "monitor", reason="Quiet")
    move(people, ocg, "reopen", reason="Seen again")
    missing = choices(people, ocg)["activate"].missing
    assert missing == (
        "A Senior Responsible Officer",
        "A score or assessment that is not too old",
        "An objective in the 4P plan",
        "At least one action in the plan",
        "A 4P plan signed by the lead and the Senior Responsible Officer",
    )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"code": "activate"}, "not_from_here"),
        ({"code": "made-up"}, "not_from_here"),
        ({"code": "monitor"}, "missing"),
        ({"code": "monitor", "reason": "Quiet", "on": timezone.localdate() + timedelta(9)}, "too_late"),
    ],
)
def test_a_move_from_elsewhere_without_a_reason_or_in_the_future_is_refused(people, ocg, values, code):
    with refused(code):
        move(people, ocg, **values)
    assert again(people, ocg).stage == "active" and not Move.objects.exists()


def test_a_move_from_an_older_page_is_stale(people, ocg):
    with pytest.raises(Stale):
        move(people, ocg, "monitor", reason="Quiet", version=ocg.version + 5)
    assert again(people, ocg).stage == "active"


def test_the_archive_is_asked_for_and_a_second_person_approves_it(people, ocg):
    second_supervisor(people)
    asked = move(people, ocg, "archive", reason="No activity for two years")
    assert asked.waits and again(people, ocg).stage == "active"
    with refused("not_yours"):
        decide(people, asked, "owner")
    with visibility.reading(people.reader("owner")):
        assert not [row for row in waiting_rows(people.reader("owner")) if "archive" in row.title.lower()]
    with visibility.reading(people.reader("colleague")):
        waiting = [row for row in waiting_rows(people.reader("colleague")) if row.button == "Decide"]
    assert [row.title for row in waiting] == [f"{ocg.reference} {ocg.title}: Archive"]
    assert waiting[0].origin == "Olive Owner, Northshire Police"
    decide(people, asked)
    row = again(people, ocg)
    assert row.stage == "archived" and row.closed_at and row.retention_due
    assert Entry.objects.filter(title="Stage changed from Active to Archived, approved").exists()
    with refused("decided"):
        decide(people, asked)


def test_out_of_the_archive_it_is_open_again(people, ocg):
    row = archive(people, ocg)
    decide(people, move(people, row, "take-out", reason="Seen again"))
    row = again(people, ocg)
    assert row.stage == "reopened" and row.closed_at is None


def test_the_senior_responsible_officer_approves_by_being_named_so(people, ocg):
    member = people.memberships["colleague"]
    with visibility.reading(people.reader("owner")):
        row = again(people, ocg)
        row.sro = member
        edit(actor=people.reader("owner"), ocg=row, version=row.version)
    asked = move(people, ocg, "archive", reason="Over")
    assert not people.reader("colleague").has_role("supervisor")
    with visibility.reading(people.reader("colleague")):
        assert [row.button for row in waiting_rows(people.reader("colleague"))] == ["Decide"]
    decide(people, asked)
    assert again(people, ocg).stage == "archived"


def test_who_has_no_role_for_it_approves_nothing(people, ocg):
    asked = move(people, ocg, "archive", reason="Over")
    people.memberships["colleague"].teams.add(people.teams["unit"])
    with refused("not_yours"):
        decide(people, asked)
    with visibility.reading(people.reader("colleague")):
        assert "Decide" not in [row.button for row in waiting_rows(people.reader("colleague"))]


@pytest.mark.parametrize("approve", [True, False])
def test_who_asked_is_told_that_it_was_decided_and_the_mail_names_no_stage(people, ocg, approve):
    second_supervisor(people)
    asked = move(people, ocg, "archive", reason="Over")
    assert not Delivery.objects.filter(event="move_decided").exists()
    decide(people, asked, approve=approve)
    owed = Delivery.objects.get(event="move_decided", about=asked.uuid)
    assert owed.recipient_id == people.memberships["owner"].pk
    found = about_decided(owed, people.reader("owner"))
    assert found.path == url("stages:of_record", ocg)
    assert about_decided(owed, people.reader("granted")) is None


def test_a_refusal_says_why_and_the_record_stays(people, ocg):
    second_supervisor(people)
    asked = move(people, ocg, "archive", reason="Over")
    with refused("missing", field="decision"):
        decide(people, asked, approve=False, decision=" ")
    decide(people, asked, approve=False, decision="Two members are released in May")
    assert again(people, ocg).stage == "active"
    line = Entry.objects.get(record_id=ocg.pk, title="Archive: refused")
    assert line.text == "Two members are released in May"


def test_while_a_move_waits_no_other_is_made_until_it_is_withdrawn(people, ocg):
    asked = move(people, ocg, "archive", reason="Over")
    with refused("asked_already"):
        move(people, ocg, "monitor", reason="Quiet")
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = selectors.move(actor, asked.uuid)
        services.withdraw_move(actor=actor, move=row, version=row.version)
    move(people, ocg, "monitor", reason="Quiet")
    assert again(people, ocg).stage == "monitored"


def test_what_is_gone_by_the_approval_keeps_the_move_from_being_made(people, ocg):
    second_supervisor(people)
    asked = move(people, ocg, "archive", reason="Over")
    add_action(people, ocg)
    with refused("missing_first") as caught:
        decide(people, asked)
    assert "No open actions" in caught.value.message and again(people, ocg).stage == "active"


def test_a_partner_who_manages_makes_a_move_and_archives_nothing(people, ocg):
    share_with(people, ocg, level=Level.MANAGE)
    assert choices(people, ocg, "granted")["archive"].why
    with refused("not_yours"):
        move(people, ocg, "archive", "granted", reason="Over")
    move(people, ocg, "monitor", "granted", reason="Quiet")
    assert again(people, ocg).stage == "monitored"


def test_who_only_contributes_moves_nothing(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    with pytest.raises(PermissionDenied):
        move(people, ocg, "monitor", "granted", reason="Quiet")
    assert all(one.why for one in choices(people, ocg, "granted").values())


def test_who_listens_hears_of_each_stage_that_is_reached(people, trigger, monkeypatch):
    heard = []

    def hear(actor, record, stage):
        heard.append((record.pk, record.stage, stage["label"]))

    def hear_new(actor, records, stage):
        for record in records:
            hear(actor, record, stage)

    monkeypatch.setattr(events, "_listeners", [(hear, hear_new)])
    add_person(people, trigger)
    move(people, trigger, "assess")
    other = group(people, "Pier group")
    assert heard == [(trigger.pk, "under-assessment", "Under assessment"), (other.pk, "active", "Active")]


def test_the_page_shows_the_stage_its_text_its_moves_and_what_is_missing(people, trigger, sign_in):
    text = page_text(sign_in("owner").get(trigger.get_absolute_url()))
    assert "Stage Trigger" in text and "Record the suspected group" in text
    assert "Assess Missing: At least one person, place or object." in text
    assert "Set aside as not an OCG" in text and "Under assessment (not yet)" in text


def test_a_move_is_made_on_its_page_and_stands_in_the_table(people, ocg, sign_in):
    client = sign_in("owner")
    address = reverse("stages:move", args=[ocg.uuid, "monitor"])
    today = timezone.localdate()
    sent = {"version": ocg.version, "on_day": today.day, "on_month": today.month, "on_year": today.year}
    wrong = client.post(address, sent | {"reason": ""})
    assert "There is a problem" in page_text(wrong)
    done = client.post(address, sent | {"reason": "Quiet since spring"}, follow=True)
    text = page_text(done)
    assert "The stage is Monitored now." in text and "Quiet since spring" in text and "Olive Owner" in text


@pytest.mark.slow
def test_the_second_person_decides_on_the_page(people, ocg, sign_in):
    second_supervisor(people)
    asked = move(people, ocg, "archive", reason="Over")
    address = reverse("stages:decide", args=[asked.uuid])
    assert "A second person decides this move" in page_text(sign_in("owner").get(address, follow=True))
    client = sign_in("colleague")
    assert "Approve or refuse it" in page_text(client.get(ocg.get_absolute_url()))
    assert "Approve or refuse it" not in page_text(sign_in("owner").get(ocg.get_absolute_url()))
    assert "Asked by Olive Owner" in page_text(client.get(address))
    sent = {"version": asked.version, "answer": "refuse", "decision": ""}
    assert "Say why it is refused" in page_text(client.post(address, sent))
    text = page_text(client.post(address, sent | {"answer": "approve"}, follow=True))
    assert "Archive: made." in text and again(people, ocg).closed_at


def test_the_list_is_narrowed_by_stage_and_shows_it(people, ocg, trigger, sign_in):
    client = sign_in("owner")
    text = page_text(client.get(reverse("ocg:list"), {"stage": "trigger"}))
    assert trigger.title in text and ocg.title not in text
    archive(people, ocg)
    assert ocg.title not in page_text(client.get(reverse("ocg:list")))
    assert ocg.title in page_text(client.get(reverse("ocg:list"), {"stage": "archived"}))


def test_a_lead_who_left_is_no_lead_in_post(people, ocg):
    Membership.objects.filter(pk=people.memberships["owner"].pk).update(ends_at=timezone.now())
    second_supervisor(people)
    assert choices(people, ocg, "colleague")["monitor"].missing == ("A lead who is in post",)


def test_the_page_of_a_move_is_closed_to_who_may_not_make_it(people, ocg, sign_in):
    share_with(people, ocg, level=Level.MANAGE)
    address = reverse("stages:move", args=[ocg.uuid, "archive"])
    assert sign_in("granted").get(address).status_code == 403
    assert sign_in("colleague").get(address).status_code == 404
    assert sign_in("granted").get(url("stages:of_record", ocg)).status_code == 200
