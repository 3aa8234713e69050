"""Escalations between agencies, stage by stage; decisions not to share, looked at again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.disagreements import selectors, services
from pam.disagreements.models import Escalation, EscalationStep, NotShared
from pam.notifications.services import send_due
from pam.records.models import Entry
from tests.records.test_queries import count
from tests.records.world import group, share_with, url
from tests.refusals import refused
from tests.standing import standing
from tests.world.disagreements import duty, escalate, refuse


@standing
def ocg(people):
    """A group of the owner's that probation contributes to."""
    record = group(people)
    share_with(people, record, "probation", Level.CONTRIBUTE)
    return record


def act(people, service, row, persona="owner", **values):
    """A persona does something with an escalation or a decision as it is now."""
    actor = people.reader(persona)
    named = "escalation" if isinstance(row, Escalation) else "decision"
    with visibility.reading(actor):
        rows = selectors.escalations(actor) if named == "escalation" else selectors.decisions(actor)
        now = rows.select_related("stage").get(pk=row.pk) if named == "escalation" else rows.get(pk=row.pk)
        if service is not services.answer_escalation:
            values["version"] = now.version
        return service(actor=actor, **{named: now}, **values)


# --- Escalations ---


def test_a_partner_escalates_a_decision_of_the_owner_and_both_see_it(people, ocg):
    row = escalate(people, ocg, persona="granted", agency="police")
    assert sorted(row.agencies) == sorted(people.agencies[key].pk for key in ("police", "probation"))
    for persona, seen in (("owner", True), ("granted", True), ("other_force", False), ("narrowed", False)):
        with visibility.reading(people.reader(persona)):
            assert Escalation.objects.filter(pk=row.pk).exists() == seen
    send_due()
    assert any(one.to == ["owner@pam.example"] and "wharf" not in one.body for one in mail.outbox)


def test_an_agency_that_cannot_open_the_record_is_not_asked(people, ocg):
    with refused("no_access"):
        escalate(people, ocg, agency="homes")


def test_it_goes_through_the_stages_each_with_its_working_days(people, ocg):
    row = escalate(people, ocg, persona="granted", agency="police")
    codes, dues = [row.stage.code], [row.due]
    for _ in range(3):
        row = act(people, services.take_further, row, "granted", text="No answer")
        codes.append(row.stage.code)
        dues.append(row.due)
    assert codes == ["workers", "managers", "heads", "partnership"]
    assert all(dues) and dues == sorted(dues)
    with refused("last_stage"):
        act(people, services.take_further, row, "granted", text="No answer")


def test_the_other_agency_answers_and_settles_it_and_each_step_is_kept(people, ocg):
    row = escalate(people, ocg, persona="granted", agency="police")
    act(people, services.answer_escalation, row, text="We look again")
    act(people, services.settle_escalation, row, outcome="Assessed after all")
    assert list(EscalationStep.objects.values_list("title", flat=True)) == [
        "Answer by Northshire Police",
        "Settled",
    ]
    lines = Entry.objects.filter(record=ocg, kind="escalation")
    assert lines.count() == 2 and all(line.agencies == row.agencies for line in lines)
    with refused("settled"):
        act(people, services.answer_escalation, row, "granted", text="Thanks")


def test_a_third_agency_changes_nothing(people, ocg):
    share_with(people, ocg, "council", Level.CONTRIBUTE)
    row = escalate(people, ocg)
    with visibility.reading(people.reader("signposted")):
        assert not Escalation.objects.filter(pk=row.pk).exists()
        assert not EscalationStep.objects.exists()


def test_who_can_only_view_raises_none(people):
    record = group(people)
    share_with(people, record, "probation", Level.VIEW)
    with pytest.raises(PermissionDenied):
        escalate(people, record, persona="granted", agency="police")


def test_a_settled_one_stays_settled_no_matter_who_writes(people, ocg):
    row = escalate(people, ocg)
    act(people, services.settle_escalation, row, outcome="Agreed")
    with pytest.raises(DatabaseError), transaction.atomic():
        _set(row, "outcome", "Otherwise")


def _set(row, name, value):
    """Changes a column as the owner of the database."""
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET "{name}" = %s WHERE id = %s', [value, row.pk])


def test_open_ones_are_listed_and_late_ones_found(people, ocg, sign_in):
    row = escalate(people, ocg)
    client, address = sign_in("owner"), reverse("disagreements:escalations")
    assert row.title.strip() in client.get(address).content.decode()
    assert row.title.strip() not in client.get(address, {"state": "late"}).content.decode()
    _set(row, "due", timezone.now() - timedelta(hours=1))
    assert row.title.strip() in client.get(address, {"state": "late"}).content.decode()
    assert row.title.strip() not in client.get(address, {"side": "theirs"}).content.decode()


def test_it_waits_for_the_lead_of_the_record(people, ocg, sign_in):
    escalate(people, ocg, persona="granted", agency="police")
    assert "An escalation is open" in sign_in("owner").get("/").content.decode()


# --- Decisions not to share ---


def test_a_decision_not_to_share_is_kept_and_waits_when_its_review_falls_due(people, ocg, sign_in):
    row = refuse(people, ocg, agencies=["police"])
    assert Entry.objects.filter(record=ocg, kind="not_shared").get().agencies == row.agencies
    assert "A decision not to share falls due" in sign_in("owner").get("/").content.decode()
    with visibility.reading(people.reader("granted")):
        assert not NotShared.objects.exists()
        assert not Entry.objects.filter(kind="not_shared").exists()


def test_under_a_duty_only_harm_to_the_child_stops_it(people, ocg):
    for answer in (None, False):
        with pytest.raises(Refused, match="obliges you to share"), transaction.atomic():
            refuse(people, ocg, basis=duty(), harms_more=answer)
    assert refuse(people, ocg, basis=duty(), harms_more=True).harms_more


def test_the_form_asks_it_beside_the_question_and_loses_nothing(people, ocg, sign_in):
    address = url("disagreements:not_share", ocg)
    client = sign_in("owner")
    values = {
        name: value
        for name, value in client.get(address).context["form"].initial.items()
        if isinstance(value, str)
    }
    day = timezone.localdate()
    for field, on in (("asked_on", day), ("decided_on", day), ("review_on", day + timedelta(days=9))):
        values |= {f"{field}_day": on.day, f"{field}_month": on.month, f"{field}_year": on.year}
    values |= {"asked_by": "Lena Ashby", "what": "The address", "reason": "A witness", "basis": duty().pk}
    shown = client.post(address, values | {"audience": "own"}).content.decode()
    assert "obliges you to share" in shown and "Lena Ashby" in shown and "A witness" in shown
    assert client.post(address, values | {"audience": "own", "harms_more": "yes"}).status_code == 302
    assert NotShared.objects.get().harms_more


def test_a_review_needs_a_day_to_come_and_is_told_in_the_chronology(people, ocg):
    row = refuse(people, ocg)
    with refused("not_to_come"), transaction.atomic():
        act(people, services.review_refusal, row, words="As before", review_on=timezone.localdate())
    later = timezone.localdate() + timedelta(days=90)
    act(people, services.review_refusal, row, words="As before", review_on=later, told="Lena Ashby")
    row.refresh_from_db()
    assert (row.review_on, row.told) == (later, "Lena Ashby")
    assert Entry.objects.filter(record=ocg, title__startswith="Still not shared").exists()


def test_one_that_was_shared_after_all_has_ended(people, ocg):
    row = refuse(people, ocg)
    act(people, services.share_after_all, row, words="The witness agreed")
    row.refresh_from_db()
    assert row.state_words == "Shared after all"
    with refused("ended"):
        act(people, services.share_after_all, row, words="Again")


def test_what_was_decided_stays_as_it_was_made_no_matter_who_writes(people, ocg):
    row = refuse(people, ocg)
    with pytest.raises(DatabaseError), transaction.atomic():
        _set(row, "reason", "Another")


@pytest.mark.slow
def test_the_lists_ask_the_database_the_same_for_few_and_for_many(people, ocg, sign_in):
    client, counted = sign_in("owner"), []
    for more in (3, 9):
        for _ in range(more):
            escalate(people, ocg)
            refuse(people, ocg)
        pages = [reverse(f"disagreements:{name}") for name in ("escalations", "refusals")]
        counted.append([count(client, one) for one in [*pages, url("disagreements:of_record", ocg)]])
    assert counted[0] == counted[1] and counted[0][:2] == [8, 8]


def test_a_record_says_how_many_are_open_beside_it(people, ocg, sign_in):
    escalate(people, ocg)
    assert "1 open escalation" in sign_in("owner").get(ocg.get_absolute_url()).content.decode()
