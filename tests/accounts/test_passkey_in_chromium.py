"""A passkey and a security key in a real Chromium, whose virtual authenticator answers pam."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

from tests.clients import open_session
from tests.loop import outside_the_loop
from tests.served import Guest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "seven herons on the quay wall"
# A phone or laptop that knows its owner by finger or face; a stick that only answers when it is touched.
PHONE = {"transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
STICK = {"transport": "usb", "hasResidentKey": False, "hasUserVerification": False}


class Person(Guest):
    """A person's browser with a key in it. A key belongs to a name, not to a number: `localhost`."""

    host = "localhost"

    def __init__(self, browser, key):
        super().__init__(browser, None)
        self.keys = self.context.new_cdp_session(self.page)
        self.keys.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "automaticPresenceSimulation": True, **key}
        self.key = self.keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def sit_down(self, user):
        """Signs `user` in without their key."""

        class Cookies:
            cookies = {}

        with outside_the_loop():
            open_session(Cookies, user, ["password", "mfa"])
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": Cookies.cookies[name], "url": self.address}])

    def go(self, name):
        """Opens the page of this URL name."""
        self.open(reverse(name))

    def add(self, name, *, passkey):
        """Adds the key on the page for it."""
        self.go("mfa_add_webauthn")
        self.page.get_by_label("Name of the key").fill(name)
        if passkey:
            self.page.get_by_label("Use it as a passkey").check()
        self.page.get_by_role("button", name="Add it").click()
        self.page.wait_for_url(lambda url: reverse("mfa_add_webauthn") not in url)

    def sign_out(self):
        """Presses "Sign out"."""
        self.page.get_by_role("button", name="Sign out").click()
        self.page.get_by_role("heading", name="Sign in").first.wait_for()

    def held(self):
        """How many keys the authenticator holds."""
        return len(self.keys.send("WebAuthn.getCredentials", {"authenticatorId": self.key})["credentials"])

    def is_in(self, user):
        """Whether the page that is open now is one of `user`'s."""
        self.page.get_by_role("link", name=user.name).first.wait_for()
        return True


@pytest.fixture
def sat_down(people, settings, chromium):
    """A function that gives a person's browser with a key in it, signed in as the owner."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, Person.host]

    def sit(key):
        with outside_the_loop():
            user = people.users["owner"]
            user.set_password(PASSWORD)
            user.save()
        person = Person(chromium, key)
        person.sit_down(user)
        return person, user

    return sit


def kept(user):
    """[(whether it is a passkey, its name)] of the keys that pam has of a person."""
    with outside_the_loop():
        rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
        return [(bool(row.wrap().is_passwordless), row.wrap().name) for row in rows]


def test_a_passkey_is_added_and_signs_its_person_in_without_a_password(sat_down):
    person, user = sat_down(PHONE)
    person.add("Work phone", passkey=True)
    assert kept(user) == [(True, "Work phone")] and person.held() == 1
    person.sign_out()
    person.go("home")
    assert reverse("contact:front") in person.page.url
    person.go("account_login")
    person.page.get_by_role("button", name="Sign in with a passkey").click()
    assert person.is_in(user)


def test_a_security_key_is_the_second_factor_after_the_password(sat_down):
    person, user = sat_down(STICK)
    person.add("Grey stick", passkey=False)
    assert kept(user) == [(False, "Grey stick")]
    person.sign_out()
    person.page.get_by_label("Email").first.fill(user.email)
    person.page.locator("input[name=password]").fill(PASSWORD)
    person.page.get_by_role("button", name="Sign in", exact=True).click()
    person.page.get_by_role("button", name="Use it now").click()
    assert person.is_in(user)


def test_a_passkey_that_pam_does_not_know_signs_nobody_in_and_the_page_says_so(sat_down):
    person, user = sat_down(PHONE)
    person.add("Work phone", passkey=True)
    with outside_the_loop():
        Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).delete()
    person.sign_out()
    person.page.get_by_role("button", name="Sign in with a passkey").click()
    said = person.page.locator(".moj-alert--error:visible")
    said.wait_for()
    assert "pam does not know this key or passkey" in said.inner_text()
    assert person.page.get_by_role("button", name="Sign in with a passkey").count()
    assert not person.page.get_by_role("link", name=user.name).count()
