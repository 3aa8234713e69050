"""The second wall: what the web role can and can't do, whatever a view forgets."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant
from pam.audit.models import LogEntry
from pam.db.checks import is_history, rule_of
from pam.db.declarations import Gated
from pam.disclosure.services import shares
from pam.records.models import Record
from tests.world.people import PERSONAS


def gated_tables():
    """Every table with a policy of records or parts, histories included."""
    return sorted(m._meta.db_table for m in apps.get_models() if isinstance(rule_of(m), Gated))


def rows_by_table(cursor):
    """How many rows of each gated table the current role sees."""
    counts = {}
    for table in gated_tables():
        cursor.execute(f"SELECT count(*) FROM {table}")
        counts[table] = cursor.fetchone()[0]
    return counts


def test_no_function_of_the_wall_shadows_another_by_the_same_name(db):
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT proname FROM pg_proc WHERE proname LIKE 'pam\_%' GROUP BY 1 HAVING count(*) > 1"
        )
        assert cursor.fetchall() == []


def test_without_a_reader_every_gated_table_is_empty(world):
    with connection.cursor() as cursor:
        filled = {table for table, n in rows_by_table(cursor).items() if n}
        assert {"records_record", "records_entry", "actions_action", "records_historicalentry"} <= filled
        with visibility.reading(None):
            assert not any(rows_by_table(cursor).values())


@pytest.mark.parametrize(
    "persona",
    [p for p in PERSONAS if p not in {"owner", "granted", "narrowed", "other_force", "glass_during"}],
)
def test_those_without_reach_find_every_gated_table_empty(world, persona):
    with visibility.reading(world.people.reader(persona)), connection.cursor() as cursor:
        assert not any(rows_by_table(cursor).values())


def test_each_gated_table_is_under_forced_row_security(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "AND p.polname = 'pam_reader' "
            "WHERE c.relrowsecurity AND c.relforcerowsecurity"
        )
        walled = {row[0] for row in cursor.fetchall()}
    assert set(gated_tables()) <= walled
    assert {"access_grant", "audit_logentry", "access_historicalgrant"} <= walled


def refused(sql, params=()):
    """Whether the database refuses a statement to the current role."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
    except ProgrammingError:
        return True
    return False


def test_the_owner_of_a_record_can_neither_delete_it_nor_change_the_log_or_histories(world):
    with visibility.reading(world.people.reader("owner")):
        for table in ("records_record", "ocg_ocg", "records_entry", "records_document", "actions_action"):
            assert refused(f"DELETE FROM {table}"), table
        for model in apps.get_models():
            if is_history(model) or model is LogEntry:
                assert refused(f"DELETE FROM {model._meta.db_table}"), model
                assert refused(f"UPDATE {model._meta.db_table} SET {model._meta.pk.column} = 0"), model


def test_the_web_role_can_change_no_table_and_no_policy(world):
    with visibility.reading(world.people.reader("owner")):
        assert refused("ALTER TABLE records_record DISABLE ROW LEVEL SECURITY")
        assert refused("DROP POLICY pam_reader ON records_record")
        assert refused("CREATE TABLE stolen AS SELECT * FROM records_record")
        assert refused(
            "CREATE OR REPLACE FUNCTION pam_sees(record bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true'"
        )
        assert refused("UPDATE access_membership SET user_id = 9")
        assert refused("UPDATE access_lawfulbasis SET retired = true")
        assert refused("DELETE FROM access_agreement")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE access_agreement SET ends_at = now() + interval '9 years'")
            assert cursor.rowcount == 0, "agreements are for those who look after them"


def test_even_the_owner_role_can_not_change_the_log(world):
    assert LogEntry.objects.exists()
    assert refused("UPDATE audit_logentry SET how = ''")
    assert refused("DELETE FROM audit_logentry")
    assert refused("TRUNCATE audit_logentry")


def test_a_reader_can_not_log_in_the_name_of_another(world):
    with visibility.reading(world.people.reader("granted")):
        other = world.people.users["owner"].pk
        assert refused(
            "INSERT INTO audit_logentry (at, verb, how, actor_id, actor_name, agency_name, records, "
            "what, recipient, reason)"
            " VALUES (now(), 'consultation', 'open', %s, '', '', '{}', '', '', '')",
            [other],
        )


def test_a_partner_with_view_can_not_give_a_grant_even_past_the_services(world):
    with visibility.reading(world.people.reader("granted")):
        assert refused(
            "INSERT INTO access_grant (group_id, permission_id, record_id, uuid, level, source, "
            "given_by_id, given_at, reason)"
            " SELECT group_id, permission_id, record_id, gen_random_uuid(), 4, source, given_by_id, now(), ''"
            " FROM access_grant WHERE level = 2"
        )
        with connection.cursor() as cursor:
            cursor.execute("UPDATE access_grant SET level = 4")
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM access_grant")
            assert cursor.rowcount == 0


def test_a_reader_can_not_set_the_readers_of_a_record(world):
    friend = world.people.memberships["colleague"].principal_id
    with visibility.reading(world.people.reader("owner")), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_record SET readers = readers || %s WHERE id = %s", [[friend], world.ocg.pk]
        )
        assert cursor.rowcount == 1
        assert friend not in Record.objects.get(pk=world.ocg.pk).readers


# --- The index of the truth ---------------------------------------------------------------------------


def truth(record_id):
    """Who should be in `readers`, from the owner team and the grants, in Python."""
    record = Record.objects.select_related("team").get(pk=record_id)
    grants = Grant.objects.filter(content_object_id=record_id, level__gte=Level.VIEW).select_related(
        "agreement"
    )
    now = timezone.now()
    ends = {
        g.group_id: min(filter(None, [g.until, g.agreement and g.agreement.ends_at]), default=None)
        for g in grants
    }
    return sorted({record.team.principal_id} | {p for p, end in ends.items() if end is None or end > now})


def test_the_index_follows_each_change_of_the_truth(shared_world, people):
    record, council = shared_world.ocg, people.agencies["council"].principal

    def readers():
        return Record.objects.get(pk=record.pk).readers

    assert readers() == truth(record.pk)
    grant = Grant.objects.get(group=council, content_object=record)
    grant.level = Level.VIEW
    grant.save()
    assert council.pk in readers() and readers() == truth(record.pk)
    people.agreement.ends_at = timezone.now() - timedelta(minutes=1)
    people.agreement.save()
    assert council.pk not in readers() and readers() == truth(record.pk)
    people.agreement.ends_at = timezone.now() + timedelta(days=1)
    people.agreement.save()
    assert council.pk in readers() and readers() == truth(record.pk)
    grant.delete()
    assert council.pk not in readers() and readers() == truth(record.pk)
    with connection.cursor() as cursor:  # the person who writes, also past Django
        cursor.execute(
            "UPDATE records_record SET team_id = %s WHERE id = %s", [people.teams["pvp"].pk, record.pk]
        )
    assert people.teams["pvp"].principal_id in readers() and readers() == truth(record.pk)


def test_an_agreement_that_has_not_begun_opens_nothing(shared_world, people):
    people.agreement.starts_at = timezone.now() + timedelta(days=1)
    people.agreement.save()
    reader = people.reader("granted")
    with visibility.reading(reader):
        assert not visibility.visible_to(reader, Record).exists() and not Record.objects.exists()
        assert visibility.level(reader, shared_world.ocg) == 0


def test_the_parts_that_lists_use_follow_their_record(shared_world, people):
    action, probation = shared_world.parts["shared"]["action"], people.agencies["probation"].principal
    action.refresh_from_db()
    assert probation.pk in action.readers
    with visibility.reading(people.reader("owner")):
        grant = Grant.objects.get(group=probation, content_object=shared_world.ocg)
        shares.revoke(actor=people.reader("owner"), grant=grant, reason="Plan ended")
    action.refresh_from_db()
    assert probation.pk not in action.readers
