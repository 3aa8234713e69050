"""How long a record is kept: due dates, reviews, legal holds, and who decides."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Stale
from pam.access.levels import Level
from pam.access.models import Grant
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.records.models import Record
from pam.retention.models import Hold, Review
from pam.retention.selectors.groups import years_after
from pam.retention.services import keeping
from tests.refusals import refused
from tests.standing import standing
from tests.world.world import make_ocg, retention_group

TODAY = timezone.localdate


@standing
def ocg(people):
    with visibility.reading(people.reader("owner")):
        return make_ocg(people, "owner", "Wharf group", team="unit", sro=people.memberships["colleague"])


def keep(people, record, persona="owner", **changed):
    actor = people.reader(persona)
    typed = {
        "group": retention_group("2"),
        "criteria": ["harm"],
        "reason": "Still violent",
        "next_review": TODAY() + timedelta(days=400),
    }
    with visibility.reading(actor):
        return keeping.keep(
            actor=actor, record=Record.objects.get(pk=record.pk), version=record.version, **typed | changed
        )


def due(record):
    return Record.objects.values_list("retention_due", flat=True).get(pk=record.pk)


def test_the_first_review_is_the_groups_years_after_opening_then_after_closing(people, ocg):
    assert due(ocg) == years_after(TODAY(), 10)
    row = Record.objects.get(pk=ocg.pk)
    row.retention_group, row.closed_at = retention_group("3"), timezone.now() - timedelta(days=365)
    row.opened_at = row.closed_at - timedelta(days=365)
    row.save()
    assert due(ocg) == years_after((timezone.now() - timedelta(days=365)).date(), 6)


def test_a_changed_period_moves_the_records_of_its_group_at_once_but_not_what_a_review_has_set(people, ocg):
    with visibility.reading(people.reader("owner")):
        other, reviewed = (
            make_ocg(people, "owner", title, team="unit") for title in ("Other group", "Reviewed")
        )
    other.retention_group = retention_group("3")
    other.save()
    keep(people, reviewed)
    before, out = [due(other), due(reviewed)], io.StringIO()
    call_command("set_retention", "2", "--first", "3", "--every", "4", stdout=out)
    assert "1 record has another date of review now" in out.getvalue()
    assert due(ocg) == years_after(TODAY(), 3) and [due(other), due(reviewed)] == before
    group = retention_group("2")
    group.first_years = 5
    group.save()  # without the command, too
    assert due(ocg) == years_after(TODAY(), 5)
    for wrong in (["9", "--first", "3"], ["2", "--first", "0"], ["2"]):
        with pytest.raises(CommandError):
            call_command("set_retention", *wrong)


def test_a_review_sets_the_next_and_an_older_copy_of_the_record_can_not_set_it_back(people, ocg):
    older, wanted = Record.objects.get(pk=ocg.pk), TODAY() + timedelta(days=400)
    keep(people, ocg)
    assert due(ocg) == wanted
    older.save()
    assert due(ocg) == wanted
    older.retention_group = retention_group("4")  # another group: its own years after the review
    older.save()
    assert due(ocg) == years_after(TODAY(), 5)


def test_a_review_keeps_those_who_are_named_on_the_record(people, ocg):
    before = set(Grant.objects.values_list("group_id", flat=True))
    keep(people, ocg, group=retention_group("1"))
    assert set(Grant.objects.values_list("group_id", flat=True)) == before != set()


def test_a_review_is_refused_without_a_reason_for_too_long_and_over_somebody_elses_save(people, ocg):
    for code, changed in (
        ("missing", {"reason": " "}),
        ("missing", {"criteria": []}),
        ("invalid_date", {"next_review": years_after(TODAY(), 11)}),
        ("invalid_date", {"next_review": TODAY()}),
    ):
        with refused(code):
            keep(people, ocg, **changed)
    with pytest.raises(Stale):
        stale = Record.objects.get(pk=ocg.pk)
        keep(people, ocg)
        keep(people, stale)
    assert Review.objects.count() == 1


def manage_as_partner(people, ocg):
    actor = people.reader("owner")
    with visibility.reading(actor):
        share(
            actor=actor,
            record=ocg,
            proposal=ShareProposal(
                principal=people.agencies["probation"].principal,
                level=Level.MANAGE,
                basis=people.basis,
                reason="Joint",
                until=timezone.now() + timedelta(days=9),
                agreement=people.agreement,
            ),
        )


def test_a_partner_who_manages_the_record_decides_nothing_about_keeping_it(people, ocg, sign_in):
    manage_as_partner(people, ocg)
    keep(people, ocg)
    with pytest.raises(PermissionDenied):
        keep(people, Record.objects.get(pk=ocg.pk), "granted")
    actor = people.reader("granted")
    with visibility.reading(actor):
        assert not Review.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Hold.objects.create(record_id=ocg.pk, ground="court", reason="x", put_by_id=actor.membership_id)
    client = sign_in("granted")
    assert client.get(reverse("retention:record", args=[ocg.uuid])).status_code == 403
    assert "On legal hold" not in client.get(ocg.get_absolute_url()).content.decode()


def test_a_hold_is_put_and_lifted_once_with_reasons_and_shows_on_the_record(people, ocg, sign_in):
    client = sign_in("owner")
    page = reverse("retention:hold", args=[ocg.uuid])
    assert "Say why it must not" in client.post(page, {"ground": "court"}).content.decode()
    client.post(page, {"ground": "court", "reason": "R v Roe, 2026"})
    assert "On legal hold" in client.get(ocg.get_absolute_url()).content.decode()
    assert (
        "On legal hold"
        in client.get(reverse("retention:due"), {"when": "all", "held": "on"}).content.decode()
    )
    lift = reverse("retention:lift", args=[Hold.objects.get().uuid])
    done = client.post(lift, {"reason": "Acquitted"}, follow=True).content.decode()
    assert "Acquitted" in done and "Lifted by Olive Owner" in done
    assert "hold has already been lifted" in client.post(lift, {"reason": "Again"}).content.decode()
    with visibility.reading(people.reader("owner")), connection.cursor() as cursor:
        cursor.execute("UPDATE retention_hold SET why_lifted = 'Mine', lifted_at = now()")
        assert cursor.rowcount == 0


def test_the_list_holds_what_is_due_of_ones_own_teams_soonest_first(people, ocg, sign_in):
    with visibility.reading(people.reader("owner")):
        soon = make_ocg(people, "owner", "Quay group", team="unit")
    keep(people, soon, next_review=TODAY() + timedelta(days=5))
    assert "Wharf group" not in (told := sign_in("owner").get(reverse("retention:due")).content.decode())
    assert "Quay group" in told and "due" in told
    assert "Quay group" in sign_in("owner").get("/").content.decode()
    assert (
        "Quay group"
        not in sign_in("low_clearance").get(reverse("retention:due"), {"when": "all"}).content.decode()
    )


def test_a_review_on_its_page_is_kept_and_shown(people, ocg, sign_in):
    client, page = sign_in("owner"), reverse("retention:review", args=[ocg.uuid])
    assert (
        "Select at least one reason"
        in client.post(page, {"version": 1, "group": retention_group("2").pk}).content.decode()
    )
    day = date(TODAY().year + 2, 3, 4)
    typed = {
        "next_review_day": 4,
        "next_review_month": 3,
        "next_review_year": day.year,
        "version": ocg.version,
    }
    told = client.post(
        page,
        {
            "group": retention_group("3").pk,
            "criteria": ["harm", "links"],
            "reason": "Associates",
            **typed,
        },
        follow=True,
    ).content.decode()
    assert (
        "Associates" in told and "capacity to inflict serious harm" in told and f"4 March {day.year}" in told
    )
    assert due(ocg) == day
