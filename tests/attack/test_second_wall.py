"""What the database refuses to a reader whose view forgot to ask how far they may go."""

import os
import time
from types import SimpleNamespace
from uuid import uuid4

import environ
import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.access.models import User
from pam.actions.models import Action
from pam.actions.services import tracker as actions
from pam.audit.models import LogEntry
from pam.db.tickets import signed
from pam.records.models import Entry
from tests.records.world import add_note, group
from tests.world.people import make_people


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


# --- Who is reading: the web role says it by a ticket, and can't make one ---

FOREIGN = [
    "SELECT set_config('pam.principals', {principals}, true), set_config('pam.clearance', '2', true)",
    "SELECT set_config('backtrace_functions', {told}, true)",
    "SET LOCAL backtrace_functions = {told}",
    "SELECT pam_tell({principals}::int[], {agency}, 2, {user}, NULL)",
    "SELECT pam_read_as('membership {membership}', {now}, 'f00d')",
    "SELECT pam_read_as('membership {membership}', {now}, {mac_of_another})",
    "SELECT pam_read_as('membership {membership}', {mac_at} - 301, {mac})",
    "SELECT pam_read_as('job minutes', {now}, '')",
]


def numbers_of(reader):
    """What a statement of an attacker would say of `reader`, and tickets that hold for something else."""
    principals = "{" + ",".join(map(str, reader.principals)) + "}"
    told = f"{principals.strip('{}')} {reader.agency_id} 2 {reader.user_id} "
    _, at, mac = signed(reader.ticket)
    return {
        "principals": f"'{principals}'",
        "told": f"'{told}'",
        "agency": reader.agency_id,
        "user": reader.user_id,
        "membership": reader.membership_id,
        "now": int(time.time()),
        "mac_at": at,
        "mac": f"'{mac}'",
        "mac_of_another": f"'{signed('membership 0')[2]}'",
    }


@pytest.mark.parametrize("statement", FOREIGN)
def test_with_foreign_principals_the_web_role_sees_no_row_more(world, statement):
    with visibility.reading(None):
        change(statement.format(**numbers_of(world.people.reader("owner"))))
        for table in ("records_record", "records_entry", "records_subject", "actions_action"):
            assert change(f"SELECT 1 FROM {table} LIMIT 1") == 0, table


@pytest.fixture
def web(committed):
    """(people, their group with a note; a connection of the web role itself): nothing of it steps down."""
    if "PAM_WEB_DATABASE_URL" not in os.environ:
        pytest.skip("PAM_WEB_DATABASE_URL is not set")
    people = make_people()
    world = SimpleNamespace(people=people, ocg=group(people))
    add_note(people, world.ocg)
    url = environ.Env().db("PAM_WEB_DATABASE_URL")
    address = {"host": url["HOST"], "port": url["PORT"], "user": url["USER"], "password": url["PASSWORD"]}
    with psycopg.connect(dbname=connection.settings_dict["NAME"], autocommit=True, **address) as connected:
        yield world, connected


def test_a_connection_of_the_web_role_sees_nothing_without_and_with_foreign_principals(web):
    world, connected = web
    owner, seen = world.people.reader("owner"), "SELECT count(*) FROM records_record"
    assert connected.execute(seen).fetchone() == (0,)
    for statement in [*FOREIGN, "SET ROLE pam_owner", "SET SESSION AUTHORIZATION pam_owner"]:
        try:
            with connected.transaction():
                connected.execute(statement.format(**numbers_of(owner)))
                assert connected.execute(seen).fetchone() == (0,), statement
        except psycopg.Error as error:
            assert error.sqlstate in {"42501", "22023"}, (statement, error)
    with connected.transaction():
        connected.execute("SELECT pam_read_as(%s, %s, %s)", signed(owner.ticket))
        assert connected.execute(seen).fetchone()[0] > 0
    assert connected.execute(seen).fetchone() == (0,), "it ends with the transaction"


def test_what_a_membership_may_see_is_worked_out_at_that_moment_and_not_taken_from_the_ticket(web):
    world, connected = web
    membership, reader = world.people.memberships["owner"], world.people.reader("owner")
    membership.suspended = True
    membership.save()
    with connected.transaction():
        connected.execute("SELECT pam_read_as(%s, %s, %s)", signed(reader.ticket))
        assert connected.execute("SELECT count(*) FROM records_record").fetchone() == (0,)


def test_the_web_role_dates_no_line_of_the_log_and_no_change_and_signs_none_with_another_name(web):
    world, connected = web
    reader, other = world.people.reader("owner"), world.people.users["granted"]
    entry = Entry.objects.filter(record_id=world.ocg.pk).first()
    columns = ", ".join(f'"{field.column}"' for field in Entry._meta.concrete_fields)
    with connected.transaction():
        connected.execute("SELECT pam_read_as(%s, %s, %s)", signed(reader.ticket))
        connected.execute(
            "INSERT INTO audit_logentry (at, verb, how, actor_id, actor_name, agency_id, agency_name,"
            " records, what, recipient, reason) VALUES ('2001-01-01', 'consultation', 'open', %s, 'Another',"
            " NULL, 'Another', '{}', '', '', '')",
            [reader.user_id],
        )
        connected.execute(
            f"INSERT INTO records_historicalentry ({columns}, history_date, history_type, history_user_id,"
            f" history_agency) SELECT {columns}, '2001-01-01', '~', %s, 'Another' FROM records_entry"
            " WHERE id = %s",
            [other.pk, entry.pk],
        )
    line, kept = LogEntry.objects.latest("pk"), Entry.history.latest("history_id")
    assert (line.actor_name, line.agency_id) == (reader.name, reader.agency_id)
    assert line.agency_name == reader.agency_name
    assert (kept.history_user_id, kept.history_agency) == (reader.user_id, reader.agency_name)
    assert line.at > world.ocg.created and kept.history_date > world.ocg.created


def test_the_history_of_what_the_reader_can_not_see_takes_no_row(world):
    entry = Entry.objects.filter(record_id=world.ocg.pk).first()
    kept = Entry.history.filter(id=entry.pk).latest("history_id")
    kept.pk = None
    for persona, refused in (("owner", False), ("other", True)):
        with visibility.reading(world.people.reader(persona)):
            values = {field.column: getattr(kept, field.attname) for field in kept._meta.concrete_fields}
            del values["history_id"]
            names, marks = ", ".join(f'"{name}"' for name in values), ", ".join(["%s"] * len(values))
            insert = f"INSERT INTO records_historicalentry ({names}) VALUES ({marks})"
            assert bool(change(insert, list(values.values()))) is not refused, persona


def test_no_one_signs_in_in_the_log_but_who_the_application_names(world):
    with visibility.reading(None):
        who = f"person {world.people.users['owner'].pk}"
        line = "SELECT pam_log_sign_in('sign in', %s, %s, %s, NULL, '')"
        assert change(line, [who, int(time.time()), "f00d"]) == 0
        assert change(line, signed(f"membership {world.people.memberships['owner'].pk}")) == 0
        assert change(line, signed(who)) == 1
    assert LogEntry.objects.latest("pk").actor_name == world.people.users["owner"].name


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT session_key FROM django_session",
        "SELECT count(*) FROM django_session",
        "UPDATE django_session SET expire_date = now() + interval '1 year'",
        "DELETE FROM django_session",
        "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('a', 'b', now())",
        "SELECT password FROM access_user",
        "SELECT * FROM access_user",
        "SELECT count(*) FROM access_user WHERE password LIKE 'md5%'",
        "UPDATE access_user SET password = ''",
        "UPDATE access_user SET email = 'mine@pam.example'",
        "UPDATE access_user SET is_active = true",
        "SELECT 1 FROM access_user FOR UPDATE",
        "INSERT INTO access_user (password, name, email) VALUES ('', '', '')",
        "SELECT inner_pad FROM access_wallkey",
        "UPDATE access_wallkey SET inner_pad = ''",
        "SELECT pam_ticket_holds('membership 1', 1, '')",
        "SELECT pam_reach_of(1, '{1}')",
        "SELECT pam_waiting_of_rooms(1, 9)",
        "SELECT pam_waiting_in_meetings(1, 9)",
    ],
)
def test_sessions_and_keys_are_out_of_the_web_roles_reach(world, sign_in, statement):
    sign_in("owner")
    with (
        visibility.reading(world.people.reader("owner")),
        pytest.raises(ProgrammingError, match="permission"),
    ):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_session_is_read_by_its_key_alone(world, sign_in):
    sign_in("owner")
    key = Session.objects.latest("expire_date").pk
    with visibility.reading(None), connection.cursor() as cursor:
        for asked, found in ((key, True), (key[:-1], False), ("%", False), (str(uuid4()), False)):
            cursor.execute("SELECT pam_session(%s) IS NOT NULL", [asked])
            assert cursor.fetchone() == (found,)


def test_the_reach_of_others_is_not_told(world):
    owner, granted = world.people.reader("owner"), world.people.reader("granted")
    with visibility.reading(granted), connection.cursor() as cursor:
        for function in ("pam_reach(%s, %s)", "pam_reach_part(%s, %s, 'entry')"):
            cursor.execute(f"SELECT {function}", [world.other_ocg.pk, list(owner.principals)])
            assert cursor.fetchone() == (0,)
            cursor.execute(f"SELECT {function}", [world.ocg.pk, list(owner.principals)])
            assert cursor.fetchone() == (0,)
        cursor.execute("SELECT pam_live_readers(%s, 'entry')", [world.pvp.pk])
        assert cursor.fetchall() == []


def test_a_hash_is_given_and_changed_for_a_person_that_the_application_names_alone(world):
    user = world.people.users["owner"]
    with visibility.reading(world.people.reader("granted")):
        for ticket in ((f"person {user.pk}", int(time.time()), "f00d"), signed("membership 1")):
            assert change("SELECT pam_password_of(%s, %s, %s)", ticket) == 0
            assert change("SELECT pam_change_user(%s, %s, %s, 'mine', NULL)", ticket) == 0
        loaded = User.objects.get(pk=user.pk)
        assert loaded.password == "" and not loaded.check_password("mine")
        loaded.set_password("four other random words")
        loaded.save()
        again = User.objects.get(pk=user.pk)
        assert again.check_password("four other random words") and again.mark() == loaded.mark()
    again.name = "Renamed"
    again.save()
    assert User.objects.get(pk=user.pk).check_password("four other random words"), "a save keeps the password"


@pytest.mark.parametrize(
    ("columns", "done"),
    [
        ("uuid = gen_random_uuid()", False),
        ("outcome = 'Mine'", False),
        ("title = 'Mine', status = 'done'", False),
        ("created = now() - interval '1 year'", False),
        ("status = 'withdrawn', outcome = 'Mine'", False),
        ("status = 'done', outcome = 'Done', ended_at = now(), version = version + 1", True),
    ],
)
def test_the_owner_of_an_action_changes_by_sql_what_reporting_changes_and_nothing_else(world, columns, done):
    mine = world.parts["meeting"]["raised"].action
    with visibility.reading(world.people.reader("granted")):
        assert bool(change(f"UPDATE actions_action SET {columns} WHERE id = %s", [mine.pk])) is done
        finished = change(
            "UPDATE actions_action SET outcome = 'Other' WHERE id = %s AND status = 'done'", [mine.pk]
        )
        assert finished == 0, "what was reported stays"


INSERT = "INSERT INTO access_principal (group_ptr_id, agency_id, kind, label) VALUES"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_principal SET agency_id = {agency} WHERE group_ptr_id = {principal}",
        "UPDATE access_principal SET label = 'Mine' WHERE group_ptr_id = {principal}",
        "UPDATE auth_group SET name = 'mine' WHERE id = {principal}",
        f"{INSERT} ({{free}}, {{agency}}, 'person', '')",
        f"{INSERT} ({{free}}, {{agency}}, 'team', '')",
    ],
)
@pytest.mark.parametrize("persona", ["granted", "administrator"])
def test_no_one_gives_a_principal_to_another_agency(world, persona, statement):
    people = world.people
    numbers = {
        "agency": people.agencies["probation" if persona == "administrator" else "police"].pk,
        "principal": people.memberships["other_force"].principal_id,
        "free": Group.objects.create(name="free").pk,
    }
    with visibility.reading(people.reader(persona)):
        assert change(statement.format(**numbers)) == 0


def test_who_decides_in_another_agency_is_not_told(world):
    people = world.people
    asked = "SELECT pam_deciders_of(%s, 0, NULL, 0)"
    with visibility.reading(people.reader("administrator")):
        assert change(asked, [people.agencies["probation"].pk]) == 0
        assert change(asked, [people.agencies["police"].pk]) > 0


def test_the_mailbox_of_the_demo_is_empty_where_mail_really_goes_out():
    from pam.db.apps import DbConfig

    with override_settings(DEMO_SIGN_IN=False):
        assert DbConfig.sql_names(None)["DEMO"] == "false"


def rows(cursor, sql):
    """The rows of a query."""
    cursor.execute(sql)
    return cursor.fetchall()


def test_no_one_reads_or_adds_a_second_factor_of_another_person(world):
    people = world.people
    owner, granted = people.users["owner"], people.users["granted"]
    for user in (owner, granted):
        Authenticator.objects.create(user=user, type="webauthn", data={"credential": user.name})
    add = "INSERT INTO mfa_authenticator (type, data, user_id, created_at) VALUES ('totp', '{}', %s, now())"
    seen = "SELECT user_id FROM mfa_authenticator"
    with visibility.reading(people.reader("granted")), connection.cursor() as cursor:
        assert rows(cursor, seen) == [(granted.pk,)]
        assert change(add, [owner.pk]) == 0
        assert change("UPDATE mfa_authenticator SET user_id = %s", [owner.pk]) == 0
        assert change("DELETE FROM mfa_authenticator WHERE user_id = %s", [owner.pk]) == 0
    with visibility.reading(None), connection.cursor() as cursor:
        assert rows(cursor, seen) == [] and change(add, [owner.pk]) == 0
    with visibility.reading(None, person=owner.pk), connection.cursor() as cursor:
        assert rows(cursor, seen) == [(owner.pk,)]
        assert rows(cursor, "SELECT 1 FROM records_record") == []
        assert change(add, [owner.pk]) == 1 and change(add, [granted.pk]) == 0
