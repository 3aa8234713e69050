"""Systems with tokens in the small world."""

import hashlib
import json
import secrets
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from pam.access import services as access
from pam.access.models import User
from pam.accounts.services.terms_of_use import accept_for_everybody
from pam.api.models import ApiToken, Scope

API = "/api/v1/"


@pytest.fixture(autouse=True)
def fresh_limits():
    """What the test before asked counts no more."""
    cache.clear()


class Program:
    """A system as its program sees pam: `client` sends with its token."""

    def __init__(self, client, membership, token, secret):
        self.client, self.membership, self.token, self.secret = client, membership, token, secret

    def _headers(self, more):
        return {"authorization": f"Bearer {self.secret}", **more}

    def get(self, path, query=None, **headers):
        """The response to GET."""
        return self.client.get(API + path, query or {}, headers=self._headers(headers))

    def post(self, path, body, **headers):
        """The response to POST with a JSON body."""
        return self.client.post(
            API + path, json.dumps(body), content_type="application/json", headers=self._headers(headers)
        )


def give_token(system, scopes=tuple(Scope.values), **fields):
    """(an accepted token of a system, its secret)."""
    secret = f"pam_{secrets.token_hex(16)}"
    row = ApiToken.objects.create(
        label="Nightly",
        prefix=secret[:10],
        token_hash=hashlib.sha256(secret.encode()).hexdigest(),
        scopes=list(scopes),
        **{
            "agency_id": system.agency_id,
            "membership": system,
            "asked_by": system,
            "expires_at": timezone.now() + timedelta(days=9),
            "accepted": True,
        }
        | fields,
    )
    return row, secret


def as_system(people, persona):
    """The membership of a persona, turned into a system's: it sees what the persona sees."""
    membership = people.memberships[persona]
    User.objects.filter(pk=membership.user_id).update(service=True)
    accept_for_everybody()
    return membership


@pytest.fixture
def program(people, client):
    """A function that gives a `Program` that sees what a persona sees."""

    def make(persona, scopes=tuple(Scope.values), **fields):
        membership = as_system(people, persona)
        return Program(client, membership, *give_token(membership, scopes, **fields))

    return make


@pytest.fixture
def own_system(people):
    """A new system of the police in the owner's team, as a membership; its terms are accepted."""
    user = User.objects.create_user("custody@system.invalid", "Custody system", service=True)
    accept_for_everybody()
    return access.create_membership(
        user=user, agency=people.agencies["police"], teams=[people.teams["unit"]], clearance=2, post="System"
    )
