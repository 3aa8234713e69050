"""Tokens: two people, shown once, for what and how long and from where; and the end of each at once."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership, User
from pam.access.reader import reader_of
from pam.api.models import ApiToken, Scope
from pam.api.services import tokens
from pam.audit.models import LogEntry
from pam.notifications.services import enqueue, route
from pam.reference.models import Setting
from tests.actions.world import make_ocg
from tests.api.conftest import API, give_token
from tests.refusals import refused

SYSTEMS = reverse("api:systems")


def test_a_token_is_shown_once_and_works_once_a_second_person_has_accepted_it(people, sign_in, client):
    admin = sign_in("administrator")
    added = admin.post(reverse("api:system_new"), {"name": "Custody system"}, follow=True)
    assert "Custody system is added" in added.content.decode()
    system = Membership.objects.get(user__service=True)
    assert (system.roles, system.clearance, list(system.teams.all())) == ([], 1, [])
    sent = {"system": system.pk, "label": "Nightly", "scopes": ["records:read"], "days": "30"}
    shown = admin.post(reverse("api:token_new"), sent, follow=True).content.decode()
    secret = re.search(r'value="(pam_[\w-]{43})"', shown)[1]
    row = ApiToken.objects.get()
    assert secret not in admin.get(SYSTEMS).content.decode() and secret not in str(row.__dict__)
    headers = {"authorization": f"Bearer {secret}"}
    assert client.get(f"{API}records", headers=headers).status_code == 401
    assert admin.get(reverse("api:token_accept", args=[row.uuid])).status_code == 404, "one's own"
    assert sign_in("owner").post(reverse("api:token_accept", args=[row.uuid])).status_code == 302
    assert client.get(f"{API}records", headers=headers).status_code == 403, "the terms for systems"
    admin = sign_in("administrator")
    admin.post(reverse("api:system_terms", args=[system.uuid]), {"version": 1, "accept": "on"})
    assert client.get(f"{API}records", headers=headers).json()["items"] == []
    row.refresh_from_db()
    assert row.state == "In use" and row.used_at is not None and row.decided_by == people.memberships["owner"]
    assert admin.post(reverse("api:token_end", args=[row.uuid])).status_code == 302
    assert client.get(f"{API}records", headers=headers).status_code == 401


ENDS = {
    "revoked": {"ended_at": timezone.now()},
    "expired": {"expires_at": timezone.now() - timedelta(seconds=1)},
    "not accepted": {"accepted": None},
    "refused": {"accepted": False},
    "from elsewhere": {"networks": "192.0.2.0/24, 2001:db8::/32"},
}


@pytest.mark.parametrize("how", ENDS)
def test_a_token_that_does_not_work_gets_the_same_answer_as_a_made_up_one(people, program, how):
    mine = program("owner")
    assert mine.get("records").status_code == 200
    ApiToken.objects.update(**ENDS[how])
    answer = mine.get("records")
    mine.secret = "pam_made-up"
    assert (answer.status_code, answer.content) == (401, mine.get("records").content)
    assert answer["Content-Type"] == "application/problem+json" and answer["WWW-Authenticate"]


@pytest.mark.parametrize("how", [{"suspended": True}, {"ends_at": timezone.now() - timedelta(1)}])
def test_a_token_ends_with_its_system(people, program, how):
    mine = program("owner")
    Membership.objects.filter(pk=mine.membership.pk).update(**how)
    assert mine.get("records").status_code == 401


def test_an_agency_lets_no_system_in_and_a_token_comes_from_its_networks(people, program):
    mine = program("owner", networks="127.0.0.0/8")
    assert mine.get("records").status_code == 200
    Setting(key="api.allowed", agency=people.agencies["police"], value=False).save()
    assert mine.get("records").status_code == 401


OF_SCOPE = {
    Scope.READ_RECORDS: ["records", "records/{}", "records/{}/entries", "records/{}/subjects"]
    + ["records/{}/documents", "records/{}/links"],
    Scope.READ_DOCUMENTS: ["documents/{}/file"],
    Scope.READ_ACTIONS: ["actions", "actions/{}", "records/{}/actions"],
    Scope.WRITE_RECORDS: ["POST records", "POST records/{}/entries", "POST records/{}/subjects"],
    Scope.WRITE_ACTIONS: ["POST records/{}/actions", "POST actions/{}/end", "POST actions/{}/due"],
}


def test_each_endpoint_asks_for_its_scope_and_no_other(people, program):
    mine, wrong = program("owner"), []
    ocg = make_ocg(people)
    for scope in Scope.values:
        ApiToken.objects.update(scopes=[scope])
        for needed, paths in OF_SCOPE.items():
            for path in paths:
                method, _, path = path.rpartition(" ")
                path = path.format(ocg.uuid)
                answer = mine.post(path, {}) if method else mine.get(path)
                out = answer.status_code == 403 and answer.json()["code"] == "out_of_scope"
                if out == (needed == scope):
                    wrong.append(f"{scope} at {method} {path}: {answer.status_code}")
    assert not wrong


def test_a_system_never_signs_in_and_its_mail_goes_nowhere(people, rf, program):
    mine = program("owner")
    request = rf.get("/")
    request.user, request.session = User.objects.get(pk=mine.membership.user_id), {}
    assert reader_of(request) is None
    ocg = make_ocg(people)
    enqueue("action_given", ocg.uuid, [mine.membership])
    route(timezone.now())
    from pam.notifications.models import Delivery

    assert Delivery.objects.get(about=ocg.uuid).channel == "page"


def test_the_database_gives_no_token_to_a_person_nor_one_that_nobody_accepted(people, own_system):
    admin, person = people.memberships["administrator"], people.memberships["owner"]
    actor = people.reader("administrator")
    for wrong in ({"membership": person}, {"accepted": True}, {"asked_by": person}):
        with pytest.raises(DatabaseError), transaction.atomic(), visibility.reading(actor):
            give_token(own_system, **{"accepted": None, "asked_by": admin} | wrong)
    with visibility.reading(actor):
        row, _ = give_token(own_system, accepted=None, asked_by=admin)
        with pytest.raises(PermissionDenied):
            tokens.accept_token(actor=actor, token=row)
        with pytest.raises(DatabaseError), transaction.atomic():
            ApiToken.objects.update(accepted=True)
    with visibility.reading(people.reader("other_force")), connection.cursor() as cursor:
        cursor.execute("SELECT pam_add_system('Elsewhere')")
        assert cursor.fetchone()[0] is None
        assert not ApiToken.objects.exists()


def test_what_a_system_did_is_in_the_log_under_its_name_with_its_token(people, program):
    ocg = make_ocg(people)
    mine = program("owner")
    mine.get(f"records/{ocg.uuid}")
    line = LogEntry.objects.filter(detail__startswith="API").latest("pk")
    assert (line.actor_id, line.records, line.operation) == (mine.membership.user_id, [ocg.pk], "open")
    assert "Nightly" in line.detail and line.request_id and str(line.address) == "127.0.0.1"


def test_who_asks_too_often_is_told_to_wait(people, program, settings):
    Setting(key="api.requests_a_minute", agency=None, value=10).save()
    Setting(key="api.failures_a_minute", agency=None, value=5).save()
    mine = program("owner")
    answers = [mine.get("agencies") for _ in range(12)]
    assert [answer.status_code for answer in answers][-3:].count(429) >= 1
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    mine.secret = "pam_made-up"
    failed = [mine.get("agencies").status_code for _ in range(7)]
    assert failed[0] == 401 and failed[-1] == 429


def test_a_token_that_worked_goes_on_working_when_others_behind_its_address_fail(people, program):
    Setting(key="api.failures_a_minute", agency=None, value=5).save()
    mine, other = program("owner"), program("owner")
    assert mine.get("agencies").status_code == 200
    other.secret = "pam_made-up"
    assert [other.get("agencies").status_code for _ in range(7)][-1] == 429
    assert mine.get("agencies").status_code == 200
    mine.secret = "pam_guessed"
    assert mine.get("agencies").status_code == 429


@pytest.mark.parametrize("asked", ["records?kind=%00", "nothing/of/this/name"])
def test_what_never_reaches_the_api_is_a_problem_and_no_page(program, asked):
    answer = program("owner").get(asked)
    assert answer.status_code in {400, 404}
    assert (
        answer["Content-Type"] == "application/problem+json" and answer.json()["status"] == answer.status_code
    )


def test_a_body_that_is_too_large_is_a_problem_and_no_page(program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    answer = program("owner").post("records", {"title": "x" * 4000})
    assert answer.status_code in {400, 413} and answer["Content-Type"] == "application/problem+json"


def test_the_rules_of_asking_for_a_token(people, own_system):
    actor = people.reader("administrator")
    right = {"system": own_system, "label": "Nightly", "scopes": ["records:read"], "days": 9}
    with visibility.reading(actor):
        with refused("not_unique", field="name"):
            tokens.add_system(actor=actor, name="custody System")
        with refused("not_own_agency", field="system"):
            tokens.ask_for_token(actor=actor, **right | {"system": people.memberships["owner"]})
        with refused("out_of_range", field="days"):
            tokens.ask_for_token(actor=actor, **right | {"days": 366})
        with refused("invalid", field="networks"):
            tokens.ask_for_token(actor=actor, **right | {"networks": "10.0.0.0/4"})
        with refused("missing", field="scopes"):
            tokens.ask_for_token(actor=actor, **right | {"scopes": []})
    with pytest.raises(PermissionDenied):
        tokens.ask_for_token(actor=people.reader("owner"), **right)
