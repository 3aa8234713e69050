"""In whose name something is done, and from where it is said to come."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from pam.access import visibility
from pam.access.models import Membership
from pam.access.reader import ACTING_FOR
from pam.audit.models import LogEntry
from pam.records.models import Entry
from pam.reference.models import ReferenceValue
from pam.transfers.lists import REASONS
from pam.transfers.models import Transfer

SAID = "198.51.100.66, 203.0.113.9"  # what a client made up, and what the proxy of ours added


@pytest.mark.parametrize(
    ("proxies", "said", "kept"),
    [
        (0, SAID, "10.0.0.2"),
        (1, SAID, "203.0.113.9"),
        (1, "", "10.0.0.2"),
        (1, "nonsense", "10.0.0.2"),
        (2, "203.0.113.9", "10.0.0.2"),
    ],
)
def test_the_log_keeps_the_address_that_our_own_proxy_saw_and_none_that_was_made_up(
    people, sign_in, settings, proxies, said, kept
):
    settings.TRUSTED_PROXIES = proxies
    sign_in("owner").get(
        reverse("ocg:list"), REMOTE_ADDR="10.0.0.2", headers={"X-Forwarded-For": said} if said else {}
    )
    assert LogEntry.objects.filter(operation="list").latest("id").address == kept


def test_a_form_opened_for_one_agency_is_not_saved_for_the_other(world, sign_in):
    """Two tabs of a co-located officer: what was written for the police must not be saved by the charity, or
    back.
    """
    people, old = world.people, sign_in("co_located")
    client = Client(enforce_csrf_checks=True)
    client.cookies = old.cookies
    memberships = {m.agency.short_name: m for m in Membership.objects.filter(user=people.users["co_located"])}

    def token():
        client.get(reverse("accounts:account"))
        return client.cookies["csrftoken"].value

    def act_for(agency, token):
        return client.post(
            reverse("accounts:act_for"),
            {"membership": memberships[agency].uuid, "csrfmiddlewaretoken": token},
        )

    assert act_for("Northshire", token()).status_code == 302
    opened_for_the_police = token()
    typed = {
        "title": "Source",
        "text": "Source",
        "audience": "own",
        "csrfmiddlewaretoken": opened_for_the_police,
    }
    assert act_for("Lantern", opened_for_the_police).status_code == 302
    assert act_for("Northshire", token()).status_code == 302
    answer = client.post(reverse("records:note", args=[world.ocg.uuid]), typed)
    assert answer.status_code == 403 and "change agency after you open the page" in answer.content.decode()
    assert not Entry.objects.filter(title="Source").exists()
    answer = client.post(
        reverse("records:note", args=[world.ocg.uuid]), typed | {"csrfmiddlewaretoken": token()}
    )
    assert (
        answer.status_code == 302
        and Entry.objects.get(title="Source").author_agency == people.agencies["police"]
    )


def test_signing_in_keeps_for_which_agency_so_that_no_open_page_goes_on_for_another(client, people):
    """Also for a person of one agency:
    a second one may come while the page is open, and the first one stop.
    """
    client.post(reverse("account_login"), {"login": "owner@pam.example", "password": "correct horse battery"})
    assert client.session[ACTING_FOR] == people.memberships["owner"].pk


def test_the_database_lets_no_one_give_in_anothers_name_nor_to_another_agency_without_a_ground(world):
    people, record = world.people, world.ocg
    reader, colleague = people.reader("owner"), people.memberships["colleague"]
    share = (
        "INSERT INTO access_grant (record_id, group_id, permission_id, uuid, level, source, given_by_id,"
        " given_at, reason)"
        " VALUES (%s, %s, pam_permission(2), gen_random_uuid(), 2, 'share', %s, now(), 'Because')"
    )
    to = people.agencies["other"].principal_id
    transfer = Transfer(
        record_id=record.pk,
        reference=record.reference,
        record_kind=record.kind,
        record_agency_id=record.agency_id,
        from_team_id=record.team_id,
        to_team=people.teams["other"],
        to_agency=people.agencies["other"],
        proposed_by_id=reader.membership_id,
        reason=ReferenceValue.objects.filter(listing=REASONS).first(),
        words="Moved away",
        marking=record.marking,
    )
    with visibility.reading(reader):
        assert not written(share, [record.pk, to, colleague.pk])
        assert written(share, [record.pk, to, reader.membership_id])
        given = "UPDATE access_grant SET given_by_id = %s WHERE record_id = %s AND given_by_id <> %s"
        assert not written(given, [colleague.pk, record.pk, colleague.pk])
        for fields in ({}, {"basis": people.basis}, {"justification": "No agreement yet"}):
            for name, value in ({"basis": None, "justification": ""} | fields).items():
                setattr(transfer, name, value)
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                transfer.save()
        transfer.basis, transfer.justification = people.basis, "No agreement yet"
        transfer.save()


def written(sql, params):
    """Whether the database took a statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount > 0
    except ProgrammingError:
        return False


def test_the_database_keeps_no_line_of_the_log_in_another_agencys_name(people):
    reader = people.reader("granted")
    row = dict(
        verb="consultation",
        operation="open",
        actor_id=reader.user_id,
        actor_name=reader.name,
        records=[],
        detail="",
        recipient="",
        reason="",
        agency_name="Northshire Police",
    )
    with visibility.reading(reader):
        LogEntry.objects.create(**row, agency_id=reader.agency_id)
        with pytest.raises(ProgrammingError, match="one.s own name"), transaction.atomic():
            LogEntry.objects.create(**row, agency_id=people.agencies["police"].pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_logentry WHERE agency_id <> %s", [reader.agency_id])
            assert cursor.fetchone()[0] == 0
