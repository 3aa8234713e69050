"""What the database refuses to a reader whose view forgot to ask how far they may go."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.actions.models import Action
from pam.actions.services import tracker as actions


def change(sql, params=()):
    """How many rows a statement changed; 0 if the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount
    except ProgrammingError:
        return 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE records_record SET title = 'Mine'",
        "UPDATE ocg_ocg SET area = 'Mine'",
        "UPDATE meetings_meeting SET state = 'approved'",
        "UPDATE meetings_attendance SET removed_at = now()",
        "UPDATE meetings_agendaitem SET notes = 'Mine'",
        "UPDATE meetings_decision SET text = 'Mine'",
        "UPDATE records_subject SET name = 'Mine'",
        "UPDATE records_entry SET text = 'Mine'",
        "UPDATE records_document SET name = 'Mine'",
        "UPDATE ocg_score SET threat = 0",
    ],
)
def test_a_partner_with_view_changes_nothing(world, sql):
    with visibility.reading(world.people.reader("granted")):
        assert change(sql) == 0


def test_a_partner_with_view_can_not_make_their_team_the_owner(world):
    reader = world.people.reader("granted")
    with visibility.reading(reader):
        assert (
            change("UPDATE records_record SET team_id = %s WHERE id = %s", [reader.team_ids[0], world.ocg.pk])
            == 0
        )
    assert Ocg.objects.get(pk=world.ocg.pk).team_id == world.people.teams["unit"].pk


def test_the_owner_of_an_action_finishes_it_with_view_alone_and_changes_no_other(world):
    reader = world.people.reader("granted")
    mine = world.parts["meeting"]["raised"].action
    with visibility.reading(reader):
        others = change(
            "UPDATE actions_action SET title = 'Mine' WHERE owner_id <> %s", [reader.membership_id]
        )
        assert others == 0
        before = visibility.visible_to(reader, Ocg).get(pk=world.ocg.pk).updated
        action = visibility.visible_to(reader, Action).get(pk=mine.pk)
        actions.finish(actor=reader, action=action, version=action.version, outcome="Done")
        assert visibility.visible_to(reader, Ocg).get(pk=world.ocg.pk).updated >= before
    assert Action.objects.get(pk=mine.pk).status == "done"
    assert timezone.now() >= Ocg.objects.get(pk=world.ocg.pk).updated


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pam_touch_records(ARRAY[1])",
        "DELETE FROM access_user WHERE id = 0",
    ],
)
def test_the_web_role_has_no_rights_that_it_does_not_need(world, statement):
    with visibility.reading(world.people.reader("owner")), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement)
                assert cursor.description and cursor.fetchall() == [], statement
        except ProgrammingError as error:
            assert "permission denied" in str(error)
