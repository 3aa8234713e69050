"""Settings that need a second person: an administrator tightens them alone, and loosens them not."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from pam.access import visibility
from pam.access.models import Membership
from pam.accounts.role_pairs import SHIPPED
from pam.accounts.services.membership_notices import enqueue_notices
from pam.audit.models import LogEntry
from pam.notifications.models import Delivery
from pam.reference.models import Setting, SettingRequest
from pam.reference.selectors.settings import setting
from pam.reference.services import setting_requests, settings
from pam.reference.services.settings import set_general
from tests.records.world import page_text
from tests.refusals import refused

PAIRS, DOMAINS = "accounts.excluded_roles", "accounts.invited_domains"
INSERT = "INSERT INTO reference_setting (key, agency_id, value, version) VALUES (%s, %s, %s, 1)"
ASK = (
    "INSERT INTO reference_settingrequest (uuid, key, agency_id, value, reset, asked_by_id, asked_at, reason,"
    " decided_at, accepted) VALUES (gen_random_uuid(), %s, %s, %s, false, %s, now(), '', %s, %s)"
)


def change(people, key, value, by="administrator"):
    actor, row = people.reader(by), Setting.objects.filter(key=key, agency=people.agencies["police"]).first()
    with visibility.reading(actor):
        version = row.version if row else 0
        return settings.change_setting(actor=actor, key=key, value=value, version=version)


def decide(people, persona, row, accepted=True):
    actor = people.reader(persona)
    with visibility.reading(actor):
        if accepted:
            setting_requests.accept_setting_request(actor=actor, request=row)
        else:
            setting_requests.refuse_setting_request(actor=actor, request=row, reason="Not needed")


def value_of(people, key):
    return setting(key, people.agencies["police"].pk)


def written(sql, params=()):
    """How many rows the database lets the current role write; 0 also if it refuses the statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount
    except DatabaseError:
        return 0


@pytest.mark.parametrize(
    ("key", "at_once", "looser"),
    [
        (PAIRS, SHIPPED + ", officer/supervisor", ["", "auditor/officer", SHIPPED]),
        (DOMAINS, "a.example, b.example", ["", "a.example, c.example", "a.example, b.example, c.example"]),
    ],
)
def test_a_setting_is_tightened_at_once_and_loosened_only_once_a_second_person_accepts(
    people, key, at_once, looser
):
    assert isinstance(change(people, key, at_once), Setting) and value_of(people, key) == at_once
    for value in looser:
        row = change(people, key, value)
        assert isinstance(row, SettingRequest) and value_of(people, key) == at_once
        decide(people, "owner", row)
        assert value_of(people, key) == value
        set_general(key, at_once, agency=people.agencies["police"])
    assert LogEntry.objects.filter(operation="accept setting request").count() == len(looser)


def test_an_accepted_change_is_in_the_settings_history_in_the_name_of_who_accepted(people):
    decide(people, "owner", change(people, PAIRS, ""))
    kept = Setting.history.filter(key=PAIRS).latest()
    assert (kept.value, kept.history_user) == ("", people.memberships["owner"].user)
    assert kept.history_agency == people.agencies["police"].name


def test_taking_the_agencys_own_value_away_is_loosening_too_where_it_was_tighter(people):
    set_general(DOMAINS, "a.example", agency=people.agencies["police"])
    actor = people.reader("administrator")
    with visibility.reading(actor):
        row = settings.reset_setting(actor=actor, key=DOMAINS, version=1)
    assert value_of(people, DOMAINS) == "a.example"
    decide(people, "owner", row)
    assert value_of(people, DOMAINS) == "" and not Setting.objects.filter(key=DOMAINS).exists()


def test_neither_the_asker_nor_one_without_the_role_nor_another_agency_accepts(people):
    row = change(people, PAIRS, "")
    for persona in ("administrator", "colleague", "auditor", "granted", "other_force"):
        with pytest.raises(PermissionDenied):
            decide(people, persona, row)
    Membership.objects.filter(pk=people.memberships["colleague"].pk).update(roles=["administrator"])
    decide(people, "colleague", row)
    assert value_of(people, PAIRS) == ""
    with refused("no_longer_waiting"):
        decide(people, "owner", row)


def test_a_refused_and_a_withdrawn_request_change_nothing(people):
    row = change(people, PAIRS, "")
    with refused("already_waiting"):
        change(people, PAIRS, "auditor/officer")
    decide(people, "owner", row, accepted=False)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("Refused", "Not needed")
    row, admin = change(people, PAIRS, ""), people.reader("administrator")
    with visibility.reading(people.reader("owner")), pytest.raises(PermissionDenied):
        setting_requests.withdraw_setting_request(actor=people.reader("owner"), request=row)
    with visibility.reading(admin):
        setting_requests.withdraw_setting_request(actor=admin, request=row)
    with refused("no_longer_waiting"):
        decide(people, "owner", row)
    assert value_of(people, PAIRS) == SHIPPED


def test_the_database_lets_no_administrator_loosen_such_a_setting_by_hand(people):
    police, me = people.agencies["police"].pk, people.memberships["administrator"].pk
    other = people.memberships["owner"].pk
    looser = [INSERT, [PAIRS, police, '""']], [INSERT, [PAIRS, police, '"auditor/officer"']]
    shouted = f'"{SHIPPED.upper()}"'
    with visibility.reading(people.reader("administrator")):
        for sql, params in [*looser, (INSERT, [PAIRS, police, shouted])]:
            assert written(sql, params) == 0, params
        assert written(INSERT, [DOMAINS, police, '"a.example"']) == 1
        for sql in (
            "UPDATE reference_setting SET value = '\"\"' WHERE key = %s",
            "UPDATE reference_setting SET value = '\", \"' WHERE key = %s",
            "UPDATE reference_setting SET value = '\"a.example, b.example\"' WHERE key = %s",
            "DELETE FROM reference_setting WHERE key = %s",
        ):
            assert written(sql, [DOMAINS]) == 0, sql
        assert written(ASK, [PAIRS, police, '""', other, None, None]) == 0
        assert written(ASK, [PAIRS, police, '""', me, "2026-01-01", True]) == 0
        assert written(ASK, [PAIRS, police, "5", me, None, None]) == 0
        assert written(ASK, [PAIRS, police, '""', me, None, None]) == 1
        for sql in (
            "UPDATE reference_settingrequest SET accepted = true, decided_at = now()",
            "UPDATE reference_settingrequest SET value = '\"x\"'",
            f"UPDATE reference_settingrequest SET asked_by_id = {other}",
            "DELETE FROM reference_settingrequest",
        ):
            assert written(sql) == 0, sql
    for persona in ("owner", "colleague", "granted"):
        with visibility.reading(people.reader(persona)):
            assert written(ASK, [DOMAINS, police, '""', people.memberships[persona].pk, None, None]) == 0
    assert value_of(people, PAIRS) == SHIPPED


def test_only_deciders_administrators_and_auditors_of_the_agency_read_such_requests(people):
    change(people, PAIRS, "")
    for persona, seen in [("owner", 1), ("auditor", 1), ("colleague", 0), ("granted", 0), ("other_force", 0)]:
        with visibility.reading(people.reader(persona)):
            assert SettingRequest.objects.count() == seen, persona


def test_deciders_and_auditors_are_told_and_so_is_the_asker(people):
    row = change(people, PAIRS, "")
    enqueue_notices()
    assert {("setting_asked", "owner"), ("setting_noted", "auditor")} <= _told()
    assert ("setting_asked", "administrator") not in _told()
    decide(people, "owner", row)
    enqueue_notices()
    assert {("setting_decided", "administrator"), ("setting_loosened", "auditor")} <= _told()
    before = Delivery.objects.count()
    enqueue_notices()
    assert Delivery.objects.count() == before


def _told():
    rows = Delivery.objects.values_list("event", "recipient__user__email")
    return {(event, email.partition("@")[0]) for event, email in rows if email}


def test_the_pages_ask_for_the_change_and_the_supervisor_accepts_it_from_my_work(people, sign_in):
    admin, owner = sign_in("administrator"), sign_in("owner")
    page = reverse("reference:setting", args=[PAIRS])
    typed = {"version": 0, "value": "auditor/officer"}
    check = page_text(admin.post(page, typed))
    assert "once a supervisor or a second administrator accepts" in check and "Ask for the change" in check
    words = page_text(admin.post(page, typed | {"confirm": "1"}, follow=True))
    assert "is waiting for a second person" in words and "Olive Owner" in words
    row = SettingRequest.objects.get()
    accept = reverse("reference:setting_request_accept", args=[row.uuid])
    assert admin.get(accept).status_code == 404
    assert "Accept or refuse a change of a setting" in page_text(owner.get(reverse("home")))
    assert "Auditor and Officer" in page_text(owner.get(accept))
    done = page_text(owner.post(accept, follow=True))
    assert "The setting is changed" in done and "Accepted" in done
    assert value_of(people, PAIRS) == "auditor/officer"
    assert "Roles that no one can hold together" in page_text(
        sign_in("auditor").get(reverse("accounts:requests"))
    )
