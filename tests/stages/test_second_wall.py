"""The database holds the stages of records whatever the web process asks."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from pam.access import visibility
from pam.access.levels import Level
from pam.records.bulk import rows
from pam.records.models import Record
from pam.stages.models import Move
from tests.records.world import group, share_with
from tests.stages.made import again, archive, move, second_supervisor
from tests.standing import standing

REFUSED = (ProgrammingError, IntegrityError)


@standing
def ocg(people):
    """A group of the owner's, at the stage *Active*."""
    return group(people)


def raw(people, persona, record, **values):
    """A row of Move written past the services, as `persona`."""
    row, member = again(people, record), people.memberships[persona]
    given = {
        "move": "monitor",
        "label": "Monitor",
        "from_code": row.stage,
        "to_code": "monitored",
        "state": "made",
        **values,
    }
    made = Move(
        record_id=record.pk,
        author=member,
        author_agency_id=member.agency_id,
        framework_version_id=row.stage_version_id,
        **given,
    )
    with visibility.reading(people.reader(persona)), transaction.atomic():
        made.save()
    return made


@pytest.mark.parametrize("sql", ["stage = 'archived'", "stage = ''", "stage_version_id = NULL, stage = ''"])
def test_no_save_of_the_record_changes_its_stage(people, ocg, sql):
    with visibility.reading(people.reader("owner")), pytest.raises(REFUSED), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE records_record SET {sql} WHERE id = %s", [ocg.pk])
    assert again(people, ocg).stage == "active"


def test_the_owner_of_the_database_too_puts_a_record_at_a_stage_of_its_map_alone(people, ocg):
    for values in ({"stage": "made-up"}, {"stage": ""}, {"stage_version": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows(Record).filter(pk=ocg.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"to_code": "archived"},
        {"from_code": "mapped"},
        {"move": "made-up"},
        {"move": "archive", "to_code": "archived"},
        {"move": "", "to_code": "monitored"},
        {"state": "asked"},
        {"state": "refused"},
    ],
    ids=str,
)
def test_a_move_past_the_services_is_one_of_the_map_as_the_map_says(people, ocg, values):
    with pytest.raises(REFUSED):
        raw(people, "owner", ocg, **values)
    assert again(people, ocg).stage == "active"


def test_a_move_of_the_map_past_the_services_is_taken(people, ocg):
    raw(people, "owner", ocg)
    assert again(people, ocg).stage == "monitored"


def test_who_contributes_or_is_of_another_agency_gets_no_further_past_the_services(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    with pytest.raises(REFUSED):
        raw(people, "granted", ocg)
    share_with(people, ocg, level=Level.MANAGE)
    with pytest.raises(REFUSED):
        raw(people, "granted", ocg, move="archive", to_code="archived", state="asked")
    raw(people, "granted", ocg)


def _decided(people, persona, asked, **values):
    with visibility.reading(people.reader(persona)), transaction.atomic():
        return rows(Move).filter(pk=asked.pk).update(**values)


def test_nobody_approves_past_the_services_what_they_asked_for_or_in_anothers_name(people, ocg):
    second_supervisor(people)
    asked = move(people, ocg, "archive", reason="Over")
    owner, colleague = people.memberships["owner"], people.memberships["colleague"]
    for persona, member in (("owner", owner), ("owner", colleague), ("colleague", owner)):
        with pytest.raises(REFUSED):
            _decided(people, persona, asked, state="made", decided_by=member)
    with pytest.raises(REFUSED):
        _decided(people, "colleague", asked, state="made", decided_by=colleague, to_code="monitored")
    assert _decided(people, "colleague", asked, state="made", decided_by=colleague) == 1
    assert again(people, ocg).stage == "archived"


def test_what_became_of_a_move_never_changes_not_even_by_the_owner_of_the_database(people, ocg):
    archive(people, ocg)
    for values in ({"state": "refused"}, {"reason": "Another"}, {"to_code": "active"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows(Move).update(**values)
