"""Retention groups are rows: an agency has its own beside those of every agency."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.audit.models import LogEntry
from pam.records.models import Record, RetentionGroup
from pam.retention.selectors import groups as selectors
from pam.retention.selectors.groups import years_after
from pam.retention.services import groups as services
from pam.retention.services import keeping
from tests.records.world import page_text
from tests.standing import standing
from tests.world.world import make_ocg, retention_group

TODAY = timezone.localdate
CUSTODY = {"label": "Custody files", "meaning": "Force schedule 7", "first_years": 6, "next_years": 2}


@standing
def ocg(people):
    with visibility.reading(people.reader("owner")):
        return make_ocg(people, "owner", "Wharf group", team="unit")


def add(people, persona="administrator", **changed):
    with visibility.reading(people.reader(persona)):
        return services.add_group(actor=people.reader(persona), **{**CUSTODY, **changed})


def put_in(record, group):
    row = Record.objects.get(pk=record.pk)
    row.retention_group = group
    row.save()
    return Record.objects.get(pk=record.pk)


def test_a_fifth_group_is_added_on_its_page_and_records_of_the_agency_can_be_put_in_it(people, ocg, sign_in):
    client = sign_in("administrator")
    told = client.post(reverse("retention:group_new"), {**CUSTODY, "version": 1}, follow=True)
    assert "“Custody files” can now be chosen" in page_text(told) and "6 years" in page_text(told)
    group = RetentionGroup.objects.get(code="custody-files")
    page = sign_in("owner").get(reverse("ocg:edit", args=[ocg.uuid])).content.decode()
    assert "Custody files" in page and "Group 4" in page
    assert put_in(ocg, group).retention_due == years_after(TODAY(), 6)


def test_other_agencies_neither_see_a_group_of_an_agency_nor_get_it_offered(people, sign_in):
    add(people)
    assert "Custody files" not in page_text(sign_in("granted").get(reverse("retention:groups")))
    assert "Custody files" not in sign_in("other_force").get(reverse("ocg:new")).content.decode()
    assert "Custody files" in sign_in("owner").get(reverse("ocg:new")).content.decode()


def test_a_record_can_not_be_in_another_agencys_group_whoever_writes(people, ocg):
    theirs = RetentionGroup.objects.create(
        agency=people.agencies["other"], code="own", label="Theirs", first_years=1, next_years=1
    )
    with pytest.raises(IntegrityError, match="belongs to another agency"), transaction.atomic():
        put_in(ocg, theirs)
    actor = people.reader("owner")
    with visibility.reading(actor), pytest.raises(Refused, match="that is in use"):
        keeping.keep(
            actor=actor, record=Record.objects.get(pk=ocg.pk), version=1, group=theirs, criteria=["harm"],
            reason="x", next_review=years_after(TODAY(), 1),
        )  # fmt: skip


def test_other_years_move_the_reviews_of_the_groups_records_and_the_page_says_how_many(people, ocg, sign_in):
    put_in(ocg, people.group)
    client, page = sign_in("administrator"), reverse("retention:group_edit", args=[people.group.uuid])
    typed = {"label": "County files", "meaning": "", "first_years": 4, "next_years": 3, "version": 1}
    assert "1 record has another date of review now" in page_text(client.post(page, typed, follow=True))
    assert Record.objects.get(pk=ocg.pk).retention_due == years_after(TODAY(), 4)
    history = page_text(client.get(page)).split("History")[1]
    assert "first review after 4 years, then every 3" in history
    assert people.users["administrator"].name in history
    assert (
        LogEntry.objects.filter(operation="change retention group")
        .get()
        .detail.startswith("County files: first")
    )


def test_a_group_with_too_many_records_is_left_to_those_who_run_pam(people, ocg, monkeypatch):
    put_in(ocg, people.group)
    monkeypatch.setattr(services, "MAX_MOVED", 0)
    with pytest.raises(Refused, match="out of hours"), visibility.reading(people.reader("administrator")):
        services.change_group(actor=people.reader("administrator"), group=people.group, version=1, **CUSTODY)


def test_years_that_make_no_sense_are_refused_beside_their_field(people, sign_in):
    page = reverse("retention:group_new")
    for wrong in ("0", "101", "x", ""):
        told = sign_in("administrator").post(page, {**CUSTODY, "first_years": wrong, "version": 1})
        assert "There is a problem" in page_text(told) and "Force schedule 7" in told.content.decode()
    assert "has a group with that name" in page_text(
        sign_in("administrator").post(page, {**CUSTODY, "label": "County", "version": 1})
    )
    with pytest.raises(Refused):
        add(people, next_years=101)
    with pytest.raises(IntegrityError, match="retention_group_years"), transaction.atomic():
        RetentionGroup.objects.create(code="x", label="x", first_years=0, next_years=1)


def test_a_retired_group_stays_on_its_records_and_is_offered_for_no_other(people, ocg, sign_in):
    put_in(ocg, people.group)
    client, page = sign_in("administrator"), reverse("retention:group_retire", args=[people.group.uuid])
    assert "Retire “County files”?" in page_text(client.get(page))
    client.post(page, {"version": 1})
    owner = sign_in("owner")
    assert "County files" not in owner.get(reverse("ocg:new")).content.decode()
    assert "County files" in owner.get(reverse("ocg:edit", args=[ocg.uuid])).content.decode()
    assert "County files" in page_text(owner.get(ocg.get_absolute_url()))
    client.post(page, {"version": 2})
    assert "County files" in owner.get(reverse("ocg:new")).content.decode()


def test_an_administrator_changes_neither_a_group_of_every_agency_nor_another_agencys(people):
    theirs = RetentionGroup.objects.create(
        agency=people.agencies["other"], code="own", label="Theirs", first_years=1, next_years=1
    )
    actor = people.reader("administrator")
    with visibility.reading(actor), connection.cursor() as cursor:
        for group in (retention_group("2"), theirs):
            with pytest.raises(PermissionDenied):
                services.change_group(actor=actor, group=group, version=1, **CUSTODY)
            cursor.execute("UPDATE records_retentiongroup SET retired = true WHERE id = %s", [group.pk])
            assert cursor.rowcount == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("UPDATE records_retentiongroup SET code = 'x' WHERE id = %s", [people.group.pk])
    with visibility.reading(people.reader("owner")), pytest.raises(PermissionDenied):
        services.add_group(actor=people.reader("owner"), **CUSTODY)


def test_the_second_of_two_administrators_sees_what_the_first_saved(people, sign_in):
    actor = people.reader("administrator")
    with visibility.reading(actor):
        services.change_group(actor=actor, group=people.group, version=1, **CUSTODY)
        with pytest.raises(Stale):
            services.change_group(actor=actor, group=people.group, version=1, **CUSTODY)
    page = reverse("retention:group_edit", args=[people.group.uuid])
    told = sign_in("administrator").post(page, {**CUSTODY, "label": "Mine", "version": 1})
    assert "What the other person saved" in page_text(told) and "Mine" in told.content.decode()


def test_administrators_are_told_how_many_of_their_own_records_are_in_a_group_and_others_nothing(people, ocg):
    put_in(ocg, people.group)
    agency = people.agencies["police"].pk
    with visibility.reading(people.reader("administrator")):
        assert selectors.records_in(agency)[people.group.pk] == 1
        assert selectors.records_in(people.agencies["other"].pk) == {}
    with visibility.reading(people.reader("owner")):
        assert selectors.records_in(agency) == {}


def test_the_command_changes_an_agencys_own_group_too(people, ocg):
    put_in(ocg, people.group)
    out = io.StringIO()
    call_command("set_retention", "county", "--agency", "Northshire", "--first", "9", stdout=out)
    assert "1 record has" in out.getvalue()
    assert Record.objects.get(pk=ocg.pk).retention_due == years_after(TODAY(), 9)
    for wrong in (["county", "--first", "9"], ["county", "--agency", "Nowhere", "--first", "9"]):
        with pytest.raises(CommandError):
            call_command("set_retention", *wrong)


def test_a_new_record_begins_in_the_group_of_its_kind(people, ocg):
    assert ocg.retention_group == retention_group("2")
