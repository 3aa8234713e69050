"""Asking for access to a record that one was told about, and answering it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant, Membership
from pam.audit.models import LogEntry
from pam.disclosure.models import AccessRequest
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.selectors import access_requests as access_request_selectors
from pam.disclosure.selectors import signposts as signpost_selectors
from pam.disclosure.services import access_requests
from pam.notifications.models import Delivery
from pam.records.models import Record
from tests.mail import send_due_mail
from tests.refusals import refused
from tests.standing import standing
from tests.world.people import share_with_personas
from tests.world.world import make_ocg

TITLE = "Canarytitle group"


@standing
def ocg(people):
    with visibility.reading(people.reader("owner")):
        record = make_ocg(people, "owner", TITLE, team="unit")
        share_with_personas(people, record)
    return record


@standing
def asked(people, ocg):
    """The council's request for the group that it was told about."""
    actor = people.reader("signposted")
    with visibility.reading(actor):
        return access_requests.ask(
            actor=actor,
            signpost=signpost_selectors.signpost_of(ocg.uuid),
            wanted=Level.CONTRIBUTE,
            reason="Joint visit",
        )


def accept(people, row, **changes):
    """The owner lets the asker in to read."""
    actor = people.reader("owner")
    values = {
        "principal": people.memberships["signposted"].principal,
        "level": Level.VIEW,
        "basis": people.basis,
        "reason": "Joint visit agreed",
        "until": timezone.now() + timedelta(9),
    }
    with visibility.reading(actor):
        proposal = ShareProposal(**values | changes)
        return access_requests.accept(actor=actor, request=row, proposal=proposal)


def level_of(people, persona, record):
    with visibility.reading(people.reader(persona)):
        return visibility.level(people.reader(persona), record)


@pytest.mark.parametrize("persona", ["owner", "granted", "colleague", "other_force", "low_clearance"])
def test_only_who_was_told_of_a_record_and_cannot_open_it_may_ask(people, ocg, persona):
    with visibility.reading(people.reader(persona)):
        assert signpost_selectors.signpost_of(ocg.uuid) is None


def test_one_who_was_told_asks_once_and_it_is_logged_with_the_reason(people, ocg, asked):
    actor = people.reader("signposted")
    with visibility.reading(actor):
        with refused("already_asked"):
            access_requests.ask(
                actor=actor,
                signpost=signpost_selectors.signpost_of(ocg.uuid),
                wanted=Level.VIEW,
                reason="Again",
            )
    row = LogEntry.objects.get(operation="ask for access")
    assert (row.records, row.reason, row.actor_id) == ([ocg.pk], "Joint visit", actor.user_id)


def test_the_owner_lets_the_asker_in_in_part_and_both_sides_see_it(people, ocg, asked):
    assert level_of(people, "signposted", ocg) == Level.SIGNPOST
    accept(people, asked)
    assert level_of(people, "signposted", ocg) == Level.VIEW, "less than was wanted"
    grant = Grant.objects.get(group_id=people.memberships["signposted"].principal_id)
    assert (grant.agreement, grant.lawful_basis) == (people.agreement, people.basis)
    with visibility.reading(people.reader("signposted")):
        row = access_request_selectors.asked(people.reader("signposted"), asked.uuid)
        assert (row.state, row.level, row.answer) == ("accepted", Level.VIEW, "Joint visit agreed")


def test_an_answer_needs_an_agreement_like_any_share(people, ocg, asked):
    with refused("basis_missing"):
        accept(people, asked, basis=None)
    people.agreement.parties.remove(people.agencies["council"])
    people.ended_agreement.parties.remove(people.agencies["council"])
    with refused("no_agreement"):
        accept(people, asked)
    assert AccessRequest.objects.get().waiting and level_of(people, "signposted", ocg) == Level.SIGNPOST


def test_a_request_is_answered_once(people, ocg, asked):
    actor = people.reader("owner")
    with visibility.reading(actor):
        access_requests.decline(actor=actor, request=asked, reason="Ask the lead by phone")
    with refused("no_longer_waiting"):
        accept(people, asked)
    with (
        visibility.reading(people.reader("signposted")),
        refused("no_longer_waiting"),
    ):
        access_requests.withdraw(actor=people.reader("signposted"), request=asked)


def test_an_asker_who_left_meanwhile_is_let_in_no_more(people, ocg, asked):
    Membership.objects.filter(pk=asked.asker_id).update(suspended=True)
    with refused("not_in_force"):
        accept(people, asked)


def test_both_sides_are_mailed_a_link_and_no_case_text(people, ocg, asked):
    assert [send_due_mail(), send_due_mail()] == [1, 0]
    assert mail.outbox[0].to == ["owner@pam.example"]
    assert reverse("disclosure:access_request_answer", args=[asked.uuid]) in mail.outbox[0].body
    accept(people, asked)
    assert [send_due_mail(), send_due_mail()] == [1, 0]
    assert mail.outbox[1].to == ["signposted@pam.example"]
    assert not any("Canary" in m.body + m.subject or "visit" in m.body for m in mail.outbox)


def test_an_unanswered_request_escalates_to_the_supervisors_after_some_days_once(people, ocg, asked):
    send_due_mail()
    AccessRequest.objects.update(asked_at=timezone.now() - timedelta(days=4))
    assert [send_due_mail(), send_due_mail()] == [1, 0]
    assert Delivery.objects.filter(event="access_unanswered").get().recipient == people.memberships["owner"]
    assert AccessRequest.objects.get().escalated_at


def wall_refuses(sql, params=()):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount == 0
    except ProgrammingError:
        return True


INSERT = (
    "INSERT INTO disclosure_accessrequest (uuid, record_id, reference, kind, asker_id, "
    "asker_agency_id, wanted, reason, asked_at,"
    " state, answer) VALUES (gen_random_uuid(), %s, 'X', 'ocg', %s, %s, 2, 'x', now(), %s, '')"
)


@pytest.mark.parametrize("persona", ["granted", "colleague", "other_force"])
def test_the_wall_takes_no_request_about_what_one_was_not_told_of(people, ocg, persona):
    who = people.memberships[persona]
    with visibility.reading(people.reader(persona)):
        assert wall_refuses(INSERT, [ocg.pk, who.pk, who.agency_id, "waiting"])


def test_the_wall_takes_no_request_in_anothers_name_nor_one_already_accepted(people, ocg):
    me, other = people.memberships["signposted"], people.memberships["granted"]
    with visibility.reading(people.reader("signposted")):
        assert wall_refuses(INSERT, [ocg.pk, other.pk, other.agency_id, "waiting"])
        assert wall_refuses(INSERT, [ocg.pk, me.pk, me.agency_id, "accepted"])
        assert not wall_refuses(INSERT, [ocg.pk, me.pk, me.agency_id, "waiting"])


def test_the_wall_lets_nobody_but_the_manager_answer_and_nobody_rewrite_a_reason(people, ocg, asked):
    me = people.memberships["signposted"].pk
    accepted = "UPDATE disclosure_accessrequest SET state = 'accepted', answered_by_id = %s"
    with visibility.reading(people.reader("signposted")):
        assert wall_refuses(accepted, [me])
    with visibility.reading(people.reader("owner")):
        assert wall_refuses("UPDATE disclosure_accessrequest SET reason = 'other'")
        assert wall_refuses(accepted, [me]), "in another's name"
        assert wall_refuses("DELETE FROM disclosure_accessrequest")


@pytest.mark.parametrize(
    ("persona", "rows"),
    [
        ("owner", 1),
        ("signposted", 1),
        ("granted", 0),
        ("colleague", 0),
        ("other_force", 0),
        ("low_clearance", 0),
        ("superuser", 0),
    ],
)
def test_a_request_is_seen_from_its_two_sides_alone(people, ocg, asked, persona, rows):
    with visibility.reading(people.reader(persona)):
        assert AccessRequest.objects.count() == rows
        assert Delivery.objects.exclude(recipient_id=people.memberships[persona].pk).count() == 0


@pytest.mark.slow
def test_the_whole_way_by_pages(people, ocg, sign_in):
    asker, owner = sign_in("signposted"), sign_in("owner")
    ask = reverse("disclosure:request_access", args=[ocg.uuid])
    page = asker.get(reverse("disclosure:signposts"))
    assert ask in page.content.decode()
    assert "Say why you need access" in asker.post(ask, {"wanted": 2, "reason": ""}).content.decode()
    sent = asker.post(ask, {"wanted": 2, "reason": "Joint visit canaryasked"}, follow=True).content.decode()
    assert "Waiting" in sent and TITLE not in sent
    row = AccessRequest.objects.get()
    answer = reverse("disclosure:access_request_answer", args=[row.uuid])
    assert answer in owner.get("/").content.decode()
    assert answer in owner.get(reverse("disclosure:shares", args=[ocg.uuid])).content.decode()
    day = timezone.localdate() + timedelta(days=20)
    typed = {
        "whole_agency": "person",
        "level": 2,
        "basis": people.basis.pk,
        "reason": "Agreed",
        "reach": "chosen",
        "kinds": ["note"],
        "conditions": ["no-print"],
        "until_day": day.day,
        "until_month": day.month,
        "until_year": day.year,
    }
    shown = owner.post(answer, typed).content.decode()
    assert "What stays hidden" in shown and "No printing or copies" in shown and "Only these parts" in shown
    assert AccessRequest.objects.get().waiting, "shown first, done afterwards"
    assert "can open it now" in owner.post(answer, typed | {"confirm": "yes"}, follow=True).content.decode()
    assert asker.get(reverse("records:open", args=[ocg.uuid])).status_code == 302
    assert "Accepted" in asker.get("/").content.decode()
    page = asker.get(ocg.get_absolute_url()).content.decode()
    assert "No printing or copies" in page and "You see the parts that were shared with you." in page
    assert "No people yet" not in page and "No documents yet" not in page, (
        "what is withheld is not called empty"
    )


def test_declining_by_pages_tells_the_asker_why_and_nothing_else(people, ocg, asked, sign_in):
    owner, asker = sign_in("owner"), sign_in("signposted")
    page = reverse("disclosure:access_request_decline", args=[asked.uuid])
    assert "Give a reason for declining" in owner.post(page, {"reason": ""}).content.decode()
    owner.post(page, {"reason": "Not proportionate"})
    told = asker.get(reverse("disclosure:access_request", args=[asked.uuid])).content.decode()
    assert "Declined" in told and "Not proportionate" in told and TITLE not in told
    with visibility.reading(people.reader("signposted")):
        assert not visibility.visible_to(people.reader("signposted"), Record).exists()


def test_withdrawing_by_pages(people, asked, sign_in):
    asker = sign_in("signposted")
    asker.post(reverse("disclosure:access_request", args=[asked.uuid]))
    assert AccessRequest.objects.get().state == "withdrawn"
