"""What stands beneath the tests: a test that was stopped in the middle breaks itself alone."""

import pytest
from django.db import DatabaseError, connection, transaction

from pam.access.models import Agency, Team
from pam.access.services import create_team
from tests.audit.world import another_connection
from tests.layers import APPROVED, HELD, HIDDEN, NOTHING, PEOPLE, SHARED, WORLD, Layers, beneath
from tests.standing import standing


def killed_connection():
    """As a server does that is restarted, or a time-out that comes while a statement runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    with another_connection() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def failed_statement():
    """A statement that fails outside of any savepoint: PostgreSQL refuses all that follows."""
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def savepoint_left_open():
    """A block that was entered and never left: its exit was what the time-out met."""
    transaction.atomic().__enter__()


def outermost_block_left():
    """The layers' own transaction is over: what they made is gone."""
    transaction.set_rollback(True)
    connection.atomic_blocks[0].__exit__(None, None, None)


def marked_for_rollback():
    """Django refuses each further query of a block that failed inside."""
    transaction.set_rollback(True)


@pytest.mark.parametrize(
    "accident",
    [killed_connection, failed_statement, savepoint_left_open, outermost_block_left, marked_for_rollback],
    ids=lambda accident: accident.__name__,
)
def test_the_layers_are_built_anew_after_an_accident(layers, django_db_blocker, tmp_path, accident):
    with django_db_blocker.unblock():
        layers.stand(NOTHING)
        mine = Layers(tmp_path)
        mine.stand(PEOPLE)
        accident()
        mine.stand(PEOPLE)
        assert mine.people().agencies["police"] == Agency.objects.get(name="Northshire Police")
        mine.stand(NOTHING)
        assert not Agency.objects.filter(name="Northshire Police").exists()
        assert not connection.in_atomic_block


def test_layers_that_are_whole_are_left_standing(layers, django_db_blocker, tmp_path):
    with django_db_blocker.unblock():
        layers.stand(NOTHING)
        mine = Layers(tmp_path)
        mine.stand(PEOPLE)
        first = mine.people().agencies["police"].pk
        mine.stand(PEOPLE)
        assert mine.people().agencies["police"].pk == first
        mine.stand(NOTHING)


def test_the_meeting_that_is_held_stands_on_what_is_hidden_and_is_in_no_other_layer():
    assert beneath(HELD) == [PEOPLE, SHARED, HIDDEN, HELD]
    assert beneath(APPROVED) == [PEOPLE, SHARED, HIDDEN, WORLD, APPROVED]
    assert beneath(NOTHING) == []


SEEN = set()


@standing
def harbour(people):
    """Another team, which the tests below find."""
    return create_team(agency=people.agencies["police"], name="Harbour unit")


@standing
def teams(people, harbour):
    """Where one standing fixture asks for another."""
    return [harbour, people.teams["unit"]]


@pytest.mark.parametrize("number", range(2))
def test_what_stands_is_built_once_and_each_test_has_its_own_copy_and_its_own_rows(
    people, harbour, teams, number
):
    assert teams[0] is harbour and teams[1] is people.teams["unit"]
    assert harbour.name == Team.objects.get(pk=harbour.pk).name == "Harbour unit"
    SEEN.add(harbour.pk)
    assert len(SEEN) == 1
    harbour.name = "Changed"
    harbour.save()


def test_what_stands_is_gone_for_a_test_that_does_not_ask_for_it(people):
    assert not Team.objects.filter(name="Harbour unit").exists()


def test_who_commits_has_what_stands_built_anew(committed, people, harbour):
    assert Team.objects.get(pk=harbour.pk).name == "Harbour unit"
