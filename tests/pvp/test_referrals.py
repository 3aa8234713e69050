"""Referrals: sent by a partner, rated, accepted, passed on or closed; the referrer hears the outcome."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.notifications.services import send_due
from pam.records.models import Entry, Subject
from pam.subjects.models import SafeContact
from pvp.models import CaseFile
from pvp.referrals import selectors, services
from pvp.referrals.models import Referral, ReferralDesk, Triage, TriageNote
from tests.pvp.test_cases import make_case
from tests.records.test_queries import count
from tests.refusals import refused
from tests.standing import standing
from tests.world.referrals import end, open_desk, referral, send, triage_of

LONDON = ZoneInfo("Europe/London")


@standing
def desk(people):
    """The owner's team takes referrals."""
    return open_desk(people)


@standing
def sent(people, desk):
    """What probation sent to it."""
    return send(people, desk)


def act(people, service, row, persona="owner", **values):
    """A persona does something with the triage of a referral, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return service(actor=actor, triage=triage_of_any(row), **values)


def triage_of_any(row):
    """The triage as it is now; of a row that the reader can't see, one with its number."""
    return Triage.objects.filter(referral_id=row.pk).first() or Triage(pk=row.pk)


def case(people):
    """A case file as the form fills it."""
    made = make_case(people, name="Another")
    return CaseFile(
        title="Rosa Lind",
        team=people.teams["pvp"],
        lead=people.memberships["owner"],
        strand=made.strand,
        grade=made.grade,
        next_review=timezone.localdate() + timedelta(days=7),
    )


def page(client, name, row=None):
    """The text of a page."""
    return client.get(reverse(name, args=[row.uuid] if row else [])).content.decode()


# --- Sent ---


def test_a_partner_without_any_case_sends_a_referral_and_the_team_is_told(people, desk, sign_in):
    client = sign_in("signposted")
    values = {
        "desk": desk.pk,
        "danger": "yes",
        "strand": referral().strand_id,
        "name": "Rosa Lind",
        "concern": "A bruise",
        "told": "agrees",
        "contact": "01632 960002",
    }
    answer = client.post(reverse("pvp:refer"), values)
    row = Referral.objects.get()
    assert answer.url == reverse("pvp:my_referral", args=[row.uuid])
    assert (row.sender_agency.short_name, row.team, row.state) == ("Council", people.teams["pvp"], "waiting")
    assert row.code.startswith("R-")
    send_due()
    assert {address for letter in mail.outbox for address in letter.to} >= {"owner@pam.example"}
    assert not any("Rosa" in letter.body + letter.subject for letter in mail.outbox)


def test_why_is_asked_where_the_person_does_not_agree_and_nothing_typed_is_lost(people, desk, sign_in):
    values = {
        "desk": desk.pk,
        "danger": "no",
        "strand": referral().strand_id,
        "name": "Rosa",
        "told": "objects",
    }
    values |= {"concern": "Typed by the quay", "contact": "01632 960002"}
    shown = sign_in("granted").post(reverse("pvp:refer"), values).content.decode()
    assert "Say why you refer without their agreement" in shown and "Typed by the quay" in shown
    assert not Referral.objects.exists()


def test_the_only_team_is_chosen_already(desk, sign_in):
    assert f'value="{desk.pk}" selected' in page(sign_in("granted"), "pvp:refer")


def test_a_team_that_takes_none_gets_none(people, desk):
    ReferralDesk.objects.update(ended_at=timezone.now())
    with refused("no_desk"):
        send(people, desk)


def test_no_row_is_sent_to_a_team_that_takes_none_by_raw_sql(people, desk):
    reader = people.reader("granted")
    with visibility.reading(reader), transaction.atomic(), pytest.raises(DatabaseError):
        row = referral(team=people.teams["unit"], sender_id=reader.membership_id)
        row.sender_agency_id = reader.agency_id
        row.save()


# --- What each side sees ---


def test_the_referrer_reads_the_outcome_and_nothing_of_the_triage(people, sent, sign_in):
    act(people, services.rate_referral, sent, rating="red", rationale="Known to us")
    act(people, services.close_referral, sent, reason=end(), words="Two cases", answer="Ring the advice line")
    shown = page(sign_in("granted"), "pvp:my_referral", sent)
    assert "No further action" in shown and "Ring the advice line" in shown
    for hidden in ("Known to us", "Two cases", "Red", "Advice given"):
        assert hidden not in shown


@pytest.mark.parametrize("persona", ["granted", "colleague", "low_clearance", "other_force", "administrator"])
def test_the_triage_is_the_teams_alone(people, sent, persona):
    act(people, services.rate_referral, sent, rating="red")
    with visibility.reading(people.reader(persona)):
        assert not Triage.objects.exists() and not TriageNote.objects.exists()
        assert Referral.objects.exists() == (persona == "granted")


def test_what_was_sent_stays_as_it_was_sent_no_matter_who_writes(sent):
    with pytest.raises(DatabaseError), transaction.atomic():
        Referral.objects.filter(pk=sent.pk).update(concern="Nothing")


def test_matches_are_shown_to_the_triager_alone(people, sent, sign_in):
    make_case(people, name="Rosa Lind")
    shown = page(sign_in("owner"), "pvp:referral", triage_of(sent))
    assert "PVP-" in shown.partition("Known already")[2]
    assert "PVP-" not in page(sign_in("granted"), "pvp:my_referral", sent)


def test_an_earlier_referral_of_the_same_name_is_shown(people, desk, sent, sign_in):
    other = send(people, desk, "signposted", name="ROSA LIND")
    assert other.code in page(sign_in("owner"), "pvp:referral", triage_of(sent))


# --- Rated ---


def test_it_has_to_be_rated_within_the_minutes_that_the_agency_has_set(sent):
    assert timedelta(minutes=59) < triage_of(sent).due - sent.sent_at <= timedelta(minutes=61)


@pytest.mark.parametrize(
    ("rating", "came", "due"),
    [
        ("red", datetime(2026, 4, 3, 23, 30, tzinfo=LONDON), datetime(2026, 4, 4, 0, 30, tzinfo=LONDON)),
        # Thursday before Easter: Good Friday and Easter Monday are bank holidays.
        ("amber", datetime(2026, 4, 2, 16, tzinfo=LONDON), datetime(2026, 4, 7, 23, 59, 59, tzinfo=LONDON)),
        ("green", datetime(2026, 4, 2, 16, tzinfo=LONDON), datetime(2026, 4, 13, 23, 59, 59, tzinfo=LONDON)),
    ],
)
def test_red_knows_no_closing_time_and_the_others_count_working_days(people, rating, came, due):
    with visibility.reading(people.reader("owner")):
        assert selectors.due_of(people.reader("owner"), rating, came) == due


def test_a_change_of_the_rating_needs_a_rationale(people, sent):
    act(people, services.rate_referral, sent, rating="green")
    with pytest.raises(Refused, match="Say why the rating changes"):
        act(people, services.rate_referral, sent, rating="red")
    with refused("unchanged"):
        act(people, services.rate_referral, sent, rating="green", rationale="Again")
    act(people, services.rate_referral, sent, rating="red", rationale="She rang again")
    titles = list(TriageNote.objects.values_list("title", "rationale"))
    assert titles == [("Rated Green", ""), ("Rated Red, green before", "She rang again")]


def test_who_is_not_in_the_team_decides_nothing(people, sent):
    for persona in ("granted", "colleague", "low_clearance"):
        with pytest.raises(PermissionDenied):
            act(people, services.rate_referral, sent, persona, rating="green")


# --- Decided ---


def test_accepting_opens_an_active_case_file_with_the_person_and_what_was_said(people, sent):
    made = act(people, services.accept_as_case, sent, case=case(people), name="Rosa Lind", words="High")
    assert made.stage == "active" and Subject.objects.get(record=made).name == "Rosa Lind"
    line = Entry.objects.get(record=made, kind="referral")
    assert sent.code in line.title and "A bruise at the wharf" in line.text and "no message" in line.text
    contact = SafeContact.objects.get(record=made)
    assert (contact.way, contact.times, contact.messages) == ("01632 960001", "Mornings, no message", "never")
    sent.refresh_from_db()
    assert (sent.state, sent.answer) == ("accepted", "")
    assert triage_of(sent).record_id == made.pk


def test_the_form_of_acceptance_begins_with_what_is_known(sent, sign_in):
    shown = page(sign_in("owner"), "pvp:referral_accept", triage_of(sent))
    assert 'value="Rosa Lind' in shown and "A bruise at the wharf" in shown and "I fell" in shown


def test_it_joins_a_case_file_that_is_there_and_the_referrer_cannot_tell(people, sent, sign_in):
    known = make_case(people, name="Rosa Lind")
    client = sign_in("owner")
    address = reverse("pvp:referral_join", args=[triage_of(sent).uuid])
    assert known.reference in client.get(address).content.decode()
    assert client.post(address, {"case": str(known.uuid)}).status_code == 302
    assert Entry.objects.filter(record=known, kind="referral").exists()
    shown = page(sign_in("granted"), "pvp:my_referral", sent)
    assert "Accepted" in shown and known.reference not in shown


def test_a_case_file_that_cannot_be_opened_is_not_joined(people, sent, sign_in):
    address = reverse("pvp:referral_join", args=[triage_of(sent).uuid])
    shown = sign_in("owner").post(address, {"reference": "PVP-26-ZZZZ"}).content.decode()
    assert "Enter the reference of a case file that you can open" in shown


def test_another_team_takes_it_over_unrated_and_the_first_sees_it_no_more(people, sent):
    other = ReferralDesk.objects.create(
        agency=people.agencies["other"], team=people.teams["other"], covers="Eastmoor"
    )
    act(people, services.rate_referral, sent, rating="amber")
    act(people, services.redirect_to_desk, sent, desk=other, rationale="Lives there")
    with visibility.reading(people.reader("owner")):
        assert not Triage.objects.exists() and not Referral.objects.exists()
    with visibility.reading(people.reader("other_force")):
        row = Triage.objects.get()
        assert (row.rating, row.referral.state) == ("", "waiting")
        assert "Lives there" in list(TriageNote.objects.values_list("rationale", flat=True))


def test_what_was_passed_on_outside_tells_the_referrer_where(people, sent):
    act(people, services.redirect_elsewhere, sent, to="Eastmoor adult social care", rationale="Care needs")
    sent.refresh_from_db()
    assert (sent.state, sent.answer) == ("passed_on", "Passed on to Eastmoor adult social care")


def test_a_decision_is_made_once(people, sent):
    act(people, services.close_referral, sent, reason=end(), words="Advice given")
    with refused("already_decided"):
        act(people, services.rate_referral, sent, rating="red")


def test_the_referrer_is_told_by_mail_that_it_was_decided_and_not_how(people, sent):
    act(people, services.close_referral, sent, reason=end(), words="Advice given")
    send_due()
    letters = [one for one in mail.outbox if one.to == ["granted@pam.example"]]
    assert letters
    assert all("Rosa" not in one.body and "further action" not in one.body for one in letters)


# --- The queue ---


def test_the_queue_counts_what_waits_what_is_late_and_by_rating(people, desk, sent):
    send(people, desk, name="Second")
    act(people, services.rate_referral, sent, rating="green")
    Triage.objects.filter(rating="").update(due=timezone.now() - timedelta(minutes=1))
    with visibility.reading(people.reader("owner")):
        reader = people.reader("owner")
        found = selectors.figures(reader, [])
        rows = list(selectors.ROWS(reader, list(Triage.objects.values_list("pk", flat=True))).values())
        assert selectors.figures(reader, rows) == found, "with the rows of the queue and without"
    counts = {"waiting": 2, "late": 1, "unrated": 1, "red": 0, "amber": 0, "green": 1}
    assert found == counts | {"takes": True}


def test_it_waits_for_the_team_and_for_no_colleague(people, sent, sign_in):
    assert "A referral is waiting" in sign_in("owner").get("/").content.decode()
    assert "A referral is waiting" not in sign_in("colleague").get("/").content.decode()


def test_the_queue_asks_the_database_the_same_for_three_and_for_eight_rows(people, desk, sign_in):
    client, counted = sign_in("owner"), []
    for more in (3, 5):
        for number in range(more):
            send(people, desk, name=f"Person {more} {number}")
        counted.append(count(client, reverse("pvp:referral_queue")))
    assert counted[0] == counted[1]


# --- Kept and erased ---


def test_a_referral_without_a_case_is_erased_once_its_days_are_over(people, desk, sent):
    send(people, desk, name="Waits")
    act(people, services.close_referral, sent, reason=end(), words="Advice given")
    assert services.forget_referrals() == 0
    assert services.forget_referrals(timezone.now() + timedelta(days=366)) == 1
    assert list(Referral.objects.values_list("name", flat=True)) == ["Waits"]


def test_one_in_a_case_file_goes_with_the_case_file(people, sent):
    made = act(people, services.accept_as_case, sent, case=case(people), name="Rosa Lind")
    assert services.forget_referrals(timezone.now() + timedelta(days=4000)) == 0
    Triage.objects.filter(record=made).delete()
    assert not Referral.objects.exists()


# --- Teams that take referrals ---


def test_only_an_administrator_chooses_the_teams_that_take_referrals(people):
    with pytest.raises(PermissionDenied):
        open_desk(people, persona="owner")


def test_a_team_takes_referrals_once(people, desk):
    with refused("already_open"):
        open_desk(people)
