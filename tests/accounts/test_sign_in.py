"""Signing in: two factors or nothing, the demo's buttons, and what the log says of it."""

import json
import re
import time
from base64 import urlsafe_b64encode
from unittest.mock import patch

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from pam.access import services
from pam.access.models import User
from pam.accounts import second_factors
from pam.accounts.forms.sign_in import SignInWithKeyForm
from pam.accounts.services.terms_of_use import accept_for_everybody
from pam.audit.models import LogEntry
from pam.db.reading import reading

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def code_for(secret, step=0):
    """The code that an authenticator app shows for `secret`."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def give_password(client, persona, password=PASSWORD):
    return client.post(
        reverse("account_login"),
        {"login": f"{persona}@pam.example", "password": password},
        REMOTE_ADDR="192.0.2.7",
    )


def logged():
    return list(LogEntry.objects.order_by("pk").values_list("operation", "actor_name"))


def test_a_password_alone_opens_no_page(client, people):
    assert give_password(client, "owner").status_code == 302
    answer = client.get(reverse("ocg:list"))
    assert answer["Location"] == reverse("accounts:incomplete")
    page = client.get(reverse("accounts:incomplete")).content.decode()
    assert reverse("mfa_activate_totp") in page
    assert "Set up an authenticator app" in page


def test_setting_up_an_authenticator_app_opens_the_pages_in_the_same_session(
    client, people, django_capture_on_commit_callbacks
):
    give_password(client, "owner")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>(\w+)</code>", page).group(1)
    assert "data:image/svg" in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(answer["Location"]).content.decode()
    assert len(re.findall(r"<li><code>", codes)) == 10
    assert client.get(reverse("ocg:list")).status_code == 200


def test_the_next_sign_in_asks_for_the_code_and_a_wrong_one_opens_nothing(client, people):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(people.users["owner"], secret)
    assert give_password(client, "owner")["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("ocg:list"))["Location"].startswith(reverse("account_login"))
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code" in wrong.content.decode()
    right = client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert right.status_code == 302
    assert client.get(reverse("ocg:list")).status_code == 200
    assert logged()[:2] == [("second factor failed", "Olive Owner"), ("sign in", "Olive Owner")]


def test_the_database_alone_makes_no_code_and_a_new_key_takes_the_place_of_an_old_one(
    client, people, settings
):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret, user = generate_totp_secret(), people.users["owner"]
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).generate_codes()
    seed = second_factors.decrypt(Authenticator.objects.get(type="recovery_codes").data["seed"])
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept and seed not in kept
    Authenticator.objects.create(
        user=people.users["granted"], type="totp", data={"secret": secret}
    )  # from before
    settings.MFA_KEYS = ["n" * 40, *settings.MFA_KEYS]
    call_command("encrypt_second_factors")
    settings.MFA_KEYS = settings.MFA_KEYS[:1]
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    for persona in ("owner", "granted"):
        browser = Client()
        give_password(browser, persona)
        assert browser.post(reverse("mfa_authenticate"), {"code": code_for(secret)}).status_code == 302
    assert RecoveryCodes.activate(user).generate_codes() == codes
    settings.MFA_KEYS = ["another key that never was among them"]
    with pytest.raises(ImproperlyConfigured, match="lacks the key"):
        TOTP(Authenticator.objects.get(user=user, type="totp")).validate_code(code_for(secret))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("encrypt_second_factors")


def test_a_session_of_somebody_else_lends_nobody_its_second_factor(sign_in, people):
    from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE

    client = sign_in("owner")
    session = client.session
    session[WHOSE] = str(people.users["granted"].pk)
    session.save()
    assert client.get(reverse("ocg:list"))["Location"] == reverse("accounts:incomplete")


def test_somebody_whose_membership_ended_is_told_whom_to_ask(sign_in):
    page = sign_in("left_yesterday").get(reverse("accounts:incomplete")).content.decode()
    assert "contact@police.example" in page
    assert "Northshire Police: ended on" in page


def test_sign_ins_are_logged_by_name_and_failures_without_one(client, people):
    give_password(client, "owner", "not the password")
    give_password(client, "owner")
    client.post(reverse("account_logout"))
    assert logged() == [
        ("sign-in failed", "Nobody signed in"),
        ("sign in", "Olive Owner"),
        ("sign out", "Olive Owner"),
    ]
    assert {row.address for row in LogEntry.objects.filter(operation__startswith="sign-in")} == {"192.0.2.7"}


def test_guessing_is_slowed_down_even_for_the_right_password(client, people):
    for _ in range(5):
        give_password(client, "owner", "not the password")
    answer = give_password(client, "owner")
    assert answer.status_code == 200
    assert "Too many failed" in answer.content.decode()


def test_nobody_makes_an_account_for_themselves(client, db):
    for path in ("signup/", "email/", "login/code/"):
        assert client.get(f"/accounts/{path}").status_code == 404


@pytest.fixture
def demo_person(people, settings):
    settings.DEMO_SIGN_IN = True
    user = User.objects.create_user("dora@demo.pam.example", "Dora Demo")
    accept_for_everybody()
    return services.create_membership(
        user=user,
        agency=people.agencies["police"],
        teams=[people.teams["unit"]],
        post="Inspector",
        clearance=2,
    )


def test_a_demo_button_signs_in_completely(client, demo_person):
    page = client.get(reverse("account_login")).content.decode()
    assert "Dora Demo" in page and str(demo_person.uuid) in page
    answer = client.post(reverse("accounts:demo_sign_in"), {"person": demo_person.uuid})
    assert answer.status_code == 302
    assert client.get(reverse("ocg:list")).status_code == 200
    assert ("sign in (demo)", "Dora Demo") in logged()


def test_a_demo_button_opens_only_demo_people(client, people, demo_person):
    for person in (people.memberships["owner"].uuid, "nonsense", ""):
        assert client.post(reverse("accounts:demo_sign_in"), {"person": person}).status_code == 404


def test_a_demo_button_leads_to_no_other_site(client, demo_person):
    answer = client.post(
        reverse("accounts:demo_sign_in"), {"person": demo_person.uuid, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/" or answer["Location"] == reverse("home")


def test_outside_of_the_demo_there_are_no_buttons_and_old_demo_sessions_see_nothing(
    client, demo_person, settings
):
    client.post(reverse("accounts:demo_sign_in"), {"person": demo_person.uuid})
    settings.DEMO_SIGN_IN = False
    assert client.get(reverse("ocg:list"))["Location"] == reverse("accounts:incomplete")
    assert client.post(reverse("accounts:demo_sign_in"), {"person": demo_person.uuid}).status_code == 404
    client.logout()
    assert "Dora Demo" not in client.get(reverse("account_login")).content.decode()


def test_somebody_of_two_agencies_acts_for_the_one_they_choose(sign_in, people):
    council = services.create_membership(
        user=people.users["granted"], agency=people.agencies["council"], clearance=1
    )
    client = sign_in("granted")
    assert "Harbourne City Council" in client.get(reverse("accounts:account")).content.decode()
    client.post(reverse("accounts:act_for"), {"membership": council.uuid})
    assert (
        client.get(reverse("accounts:account")).context["request"].reader.agency_name
        == "Harbourne City Council"
    )
    refused = client.post(
        reverse("accounts:act_for"), {"membership": people.memberships["owner"].uuid}, follow=True
    )
    assert refused.context["request"].reader.agency_name == "Harbourne City Council"
    assert "You cannot act for that agency" in refused.content.decode()


PAGES = [
    "account_logout",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
]


@pytest.mark.parametrize("name", PAGES)
def test_each_account_page_wears_pams_look_and_keeps_to_the_content_policy(client, people, name):
    Authenticator.objects.create(user=people.users["granted"], type="totp", data={})
    give_password(client, "owner")
    answer = client.get(reverse(name), follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "pam-header__wordmark" in page
    assert page.count("<h1") == 1
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*(src=|application/json))|\sstyle=|\son\w+=", page)


def test_a_passkeys_answer_opens_the_factors_of_the_person_that_it_names_and_no_ones_else(people):
    def text(raw):
        return urlsafe_b64encode(raw).decode().rstrip("=")

    owner, client_data = people.users["owner"], b'{"type":"webauthn.get","challenge":"","origin":""}'
    for user in (owner, people.users["granted"]):
        Authenticator.objects.create(user=user, type="webauthn", data={})
    answer = {
        "id": text(b"key"),
        "rawId": text(b"key"),
        "type": "public-key",
        "response": {
            "clientDataJSON": text(client_data),
            "authenticatorData": text(bytes(32) + b"\5" + bytes(4)),
            "signature": text(b"none"),
            "userHandle": text(user_pk_to_url_str(owner).encode()),
        },
    }
    request = RequestFactory().post("/")
    request.session = {}
    with reading(None), request_context(request):
        assert not Authenticator.objects.exists()
        form = SignInWithKeyForm({"credential": json.dumps(answer)})
        with patch("allauth.mfa.webauthn.internal.auth.get_credentials", return_value=[]):
            assert not form.is_valid(), "the answer is signed by no key"
        assert [row.user_id for row in Authenticator.objects.all()] == [owner.pk]
