"""Fixtures of the whole suite. Tests connect as the owner; requests step down to the web role."""

import pytest
from django.test import Client

from tests.world import people as people_module


def _make_whole():
    """Puts back what a flush takes away: what migrations shipped, and the log's lock."""
    from importlib import import_module

    from django.apps import apps
    from django.db import connection

    from pam.access.models import LawfulBasis
    from pam.frameworks.models import Term

    if not Term.objects.exists():
        import_module("pam.frameworks.migrations.0002_terms").add(apps, None)
    if not LawfulBasis.objects.exists():
        import_module("pam.access.migrations.0003_lawful_bases").add(apps, None)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_logentry ENABLE TRIGGER pam_append_only")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, whole also when it is used again."""
    with django_db_blocker.unblock():
        _make_whole()


@pytest.fixture
def committed(transactional_db):
    """A database in which tests commit, for what is done over several connections. Emptied afterwards."""
    from django.db import connection

    _make_whole()
    yield
    with connection.cursor() as cursor:  # the log can't be emptied otherwise
        cursor.execute("ALTER TABLE audit_logentry DISABLE TRIGGER pam_append_only")


@pytest.fixture
def people(db):
    """The small world's agencies, teams and personas (see tests/world/people.py)."""
    return people_module.make_people()


@pytest.fixture
def sign_in(people):
    """A function from persona to a signed-in test client (second factor done, but for `no_second_factor`)."""
    import time

    from allauth.account.internal.flows.login import (
        _AUTHENTICATION_METHODS_USER_SESSION_KEY,
        AUTHENTICATION_METHODS_SESSION_KEY,
    )

    def sign_in(persona):
        client = Client(raise_request_exception=True)
        if persona == "anonymous":
            return client
        client.force_login(people.users[persona], backend="allauth.account.auth_backends.AuthenticationBackend")
        methods = [{"method": "password", "at": time.time()}]
        if persona != "no_second_factor":
            methods.append({"method": "mfa", "at": time.time(), "type": "totp"})
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = methods
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(people.users[persona].pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def world(people, tmp_path, settings):
    """The whole small world: shared and hidden records of each kind (see tests/world/world.py)."""
    from tests.world.world import make_world

    settings.MEDIA_ROOT = tmp_path
    return make_world(people)
