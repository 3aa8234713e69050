"""What the secretary types: an action in one line, attendance with times, decisions in full, a log."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem, Attendance, Decision, Meeting, MeetingAction
from meetings.secretary.line import read_line
from meetings.secretary.services import Noted, raise_in_one_line, record_register
from meetings.series import services as series_services
from meetings.services import conduct
from pam.access import visibility
from pam.access.errors import Refused
from pam.records.models import Record
from tests.refusals import refused
from tests.standing import standing
from tests.world.series import begin, kind

FRIDAY = date(2026, 11, 6)


@pytest.mark.parametrize(
    ("line", "owner", "due", "what", "record"),
    [
        ("@probation Fri curfew check", "probation", date(2026, 11, 13), "curfew check", ""),
        ("curfew check @beat-team tomorrow", "beat team", date(2026, 11, 7), "curfew check", ""),
        ('@"Dawn Hale" 12 Dec call her GP', "Dawn Hale", date(2026, 12, 12), "call her GP", ""),
        ("@health 3/2 GP letter", "health", date(2027, 2, 3), "GP letter", ""),
        ("@health 2w GP letter #OCG-26-K7QX", "health", date(2026, 11, 20), "GP letter", "OCG-26-K7QX"),
        ("@council fit locks by Monday", "council", date(2026, 11, 9), "fit locks", ""),
        ("@council fit 2 locks", "council", date(2026, 11, 20), "fit 2 locks", ""),
        ("fit locks", "", date(2026, 11, 20), "fit locks", ""),
    ],
)
def test_a_line_says_who_when_what_and_where(line, owner, due, what, record):
    said = read_line(line, FRIDAY, 14)
    assert (said.owner, said.due, said.what, said.record) == (owner, due, what, record)


@standing
def room(held_room):
    """A meeting that is held: a plain item, the OCG that probation sees, the hidden case."""
    return held_room


def type_line(room, line, item="ocg"):
    """The action raised by a line, as the chair types it."""
    with room.reading():
        row = AgendaItem.objects.get(pk=room.items[item].pk)
        return raise_in_one_line(actor=room.chair, meeting=room.meeting, item=row, line=line)


def test_a_line_with_a_date_that_does_not_exist_is_refused_and_not_due_on_another_day(room):
    for line in ("@probation 31/02/2026 curfew check", "@probation curfew check 40.12.26"):
        with pytest.raises(Refused, match="is not a real date") as refusal:
            type_line(room, line)
        assert refusal.value.field == "line"
    assert not read_line("@probation patrol 24/7 at no. 31/02/2026 Dock Road", FRIDAY, 14).no_day


def test_an_action_in_one_line_goes_to_the_agency_that_it_names_and_needs_no_4p(room):
    action = type_line(room, "@probation tomorrow curfew check").action
    assert action.owner_agency == room.people.agencies["probation"] and action.owner_is_agency
    assert (action.title, action.strand, action.record_id) == ("curfew check", "", room.world.ocg.pk)
    assert action.due == timezone.localdate() + timedelta(days=1)


def test_a_line_may_name_another_record(room):
    reference = Record.objects.get(pk=room.world.pvp.pk).reference
    raised = type_line(
        room, f"@{room.people.memberships['owner'].user.name.replace(' ', '-')} ask #{reference}"
    )
    assert raised.about_id == room.world.pvp.pk


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("curfew check", "no_owner"),
        ("@nobody-at-all curfew check", "nobody"),
        ("@probation Fri", "no_action"),
        ("@probation check #OCG-26-ZZZZ", "no_record"),
    ],
)
def test_a_line_that_does_not_say_enough_is_refused_beside_the_box(room, line, code):
    with refused(code, field="line"):
        type_line(room, line)


def test_an_owner_who_may_not_see_the_record_is_not_found(room):
    with refused("nobody", field="line"):
        type_line(room, "@probation curfew check", item="pvp")


def test_a_refused_line_stays_in_the_box(room, sign_in):
    address = reverse("meetings:chair_item", args=[room.meeting.uuid, room.items["ocg"].uuid])
    answer = sign_in("owner").post(address, {"do": "line", "line": "@nobody-at-all curfew check"})
    text = answer.content.decode()
    assert "No one called" in text and 'value="@nobody-at-all curfew check"' in text


def test_the_register_keeps_times_and_deputies_and_the_statement(room):
    rows = {row.person_id: row for row in Attendance.objects.filter(record_id=room.meeting.pk)}
    partner = rows[room.people.memberships["granted"].pk]
    chair = room.people.memberships["owner"].pk
    with room.reading():
        noted = [Noted(partner, "deputy", time(10, 20), time(11), chair)]
        record_register(actor=room.chair, meeting=room.meeting, noted=noted, statement_read=True)
    partner.refresh_from_db()
    assert (partner.state, partner.arrived_at, partner.deputy_for_id) == ("deputy", time(10, 20), chair)
    assert room.now().statement_read_at


def test_a_deputy_is_of_a_person_on_the_list(room):
    row = room.attendance_of("granted")
    noted = [Noted(row, "deputy", None, None, row.person_id)]
    with room.reading(), refused("invalid_choice"):
        record_register(actor=room.chair, meeting=room.meeting, noted=noted, statement_read=False)


def test_no_one_leaves_before_they_came(room, sign_in):
    row, address = room.attendance_of("granted"), reverse("meetings:register", args=[room.meeting.uuid])
    form = sign_in("owner").get(address).context["form"]
    sent = {name: form[name].initial or "" for name in form.fields}
    sent |= {f"came_{row.pk}": "11:00", f"left_{row.pk}": "10:00", "statement_read": ""}
    text = sign_in("owner").post(address, sent).content.decode()
    assert "cannot leave before they came" in text


def decide(room, **more):
    """A decision on the plain item."""
    with room.reading():
        return conduct.decide(
            actor=room.chair,
            meeting=room.meeting,
            item=AgendaItem.objects.get(pk=room.items["plain"].pk),
            text="Patrol the wharf",
            rationale="It is dark",
            **more,
        )


def test_a_decision_keeps_alternatives_dissent_and_what_was_considered(room):
    kept = decide(
        room, alternatives="Lights", dissent="Housing", considered={"threat": "High", "powers": " "}
    )
    assert (kept.alternatives, kept.dissent, kept.considered) == ("Lights", "Housing", {"threat": "High"})


def test_a_late_entry_says_why_and_is_of_a_time_that_is_past(room):
    with refused("missing", field="late_why"):
        decide(room, made_at=timezone.now() - timedelta(hours=1))
    with refused("too_late", field="made_at"):
        decide(room, made_at=timezone.now() + timedelta(hours=1), late_why="Busy")
    assert decide(room, made_at=timezone.now() - timedelta(hours=1), late_why="Busy").late_why == "Busy"


def test_the_form_of_a_decision_offers_the_headings_of_the_decision_model(room, sign_in):
    address = reverse("meetings:chair_item", args=[room.meeting.uuid, room.items["plain"].uuid])
    sent = {"do": "decision", "decision-text": "Patrol", "decision-rationale": "Dark"}
    sign_in("owner").post(address, sent | {"decision-model_threat": "High at night"})
    assert Decision.objects.latest("pk").considered == {"threat": "High at night"}


@standing
def log(world):
    """A daily log of the owner's that is being held."""
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        series, _ = begin(world.people, "of tests", members=(), every="daily", framework_version=kind("dmm"))
        return series, day_of(actor, series, timezone.now())


def day_of(actor, series, starts_at):
    """A meeting of the log, started."""
    meeting = series_services.call_next(actor=actor, series=series, starts_at=starts_at).meeting
    return conduct.start(actor=actor, meeting=meeting)


def test_an_outcome_of_a_log_leads_to_the_next_line(log, sign_in):
    items = list(AgendaItem.objects.filter(record_id=log[1].pk).order_by("position", "pk"))
    address = reverse("meetings:chair_item", args=[log[1].uuid, items[0].uuid])
    answer = sign_in("owner").post(address, {"do": "outcome", "outcome": "no-change"})
    assert answer["Location"].startswith(reverse("meetings:chair_item", args=[log[1].uuid, items[1].uuid]))


@pytest.mark.slow
def test_a_log_needs_no_approval_and_what_is_open_comes_back_with_a_counter(world, log):
    actor, (series, meeting) = world.people.reader("owner"), log
    with visibility.reading(actor):
        line = conduct.add_item(actor=actor, meeting=meeting, title="Van at the wharf")
        conduct.record_outcome(actor=actor, meeting=meeting, item=line, outcome="tomorrow")
        conduct.close(actor=actor, meeting=meeting)
        assert Meeting.objects.get(pk=meeting.pk).state == Meeting.State.APPROVED
        for times in (1, 2):
            following = day_of(actor, series, timezone.now() + timedelta(days=times))
            again = AgendaItem.objects.get(record_id=following.pk, title="Van at the wharf")
            assert again.times_carried == times
            conduct.close(actor=actor, meeting=following)


def test_actions_that_a_meeting_raises_on_a_group_are_in_no_strand_unless_one_is_chosen(room):
    assert MeetingAction.objects.get(pk=type_line(room, "@probation ask").pk).action.strand == ""
