"""Fixtures of the whole suite. Tests connect as the owner; requests step down to the web role."""

import gc

import hypothesis
import pytest
from django.db import connection
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from pam.ui import context
from tests.browsers import _browsers, chromium  # noqa: F401
from tests.clients import keep_the_page_alone, open_session, share_middleware
from tests.emptied import Kept, instead_of_flush
from tests.layers import NOTHING, Layers
from tests.order import Together, asks_the_database, depth_of, put_in_order
from tests.plans import keep_plans
from tests.standing import builders_of
from tests.world import people as people_module
from tests.world.world import add_hidden, make_shared, make_world

# Examples are judged by what they do: on a busy machine any of them may take a second.
hypothesis.settings.register_profile(
    "pam", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("pam")


def pytest_configure():
    """Until all is imported nothing is collected: nearly all of it stays (`pytest_collection_finish`)."""
    gc.disable()


def pytest_collection_modifyitems(items):
    """A test that says it is slow has time for it on a busy machine too; all others end after `timeout`."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_SECONDS))
    put_in_order(items)


def pytest_xdist_make_scheduler(config, log):
    """How tests are given to the workers (see tests/order.py)."""
    return Together(config, log)


def pytest_collection_finish(session):
    """What is imported by now stays: the collector need not walk it again and again. What tests make and drop
    is mostly gone by itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 10, 50)
    gc.enable()


SLOW_SECONDS = 400


@pytest.fixture(scope="session")
def _copies_are_migrated():
    """Leaves out the `migrate` of a database that is made as a copy of bin/test's template: that one follows
    all code (`bin/local/stack.py`), and is migrated before pytest begins. Undone once the database is there.
    """
    patch = pytest.MonkeyPatch()
    if connection.settings_dict["TEST"].get("TEMPLATE"):
        patch.setattr("django.core.management.call_command", lambda *command, **options: None)
    return patch


@pytest.fixture(scope="session")
def _plans_are_kept():
    """From the first connection on (see tests/plans.py)."""
    keep_plans()


@pytest.fixture(scope="session")
def django_db_setup(_copies_are_migrated, _plans_are_kept, django_db_setup, django_db_blocker):
    """The test database, made again what it is now after each test that commits.

    pytest-django makes none where no chosen test asks for `db` itself. Those that stand on layers need one.
    """
    share_middleware()
    keep_the_page_alone()
    own = None
    with django_db_blocker.unblock():
        if not connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX):
            own = setup_databases(verbosity=0, interactive=False)
        _copies_are_migrated.undo()
        instead_of_flush(Kept())
    yield
    if own:
        with django_db_blocker.unblock():
            teardown_databases(own, verbosity=0)


@pytest.fixture
def committed(transactional_db, layers):
    """A database in which tests commit, for what is done over several connections. Emptied afterwards."""


@pytest.fixture(scope="session")
def layers(django_db_setup, django_db_blocker, tmp_path_factory):
    """What stands beneath the tests of this worker (see tests/layers.py)."""
    standing = Layers(tmp_path_factory.mktemp("layers"))
    yield standing
    with django_db_blocker.unblock():
        standing.stand(NOTHING)


@pytest.fixture(autouse=True)
def _beneath(request):
    """Makes what the test asks for stand beneath it, before its own transaction begins."""
    from pam.db.kept import forget_all
    from pam.live import shared

    if not asks_the_database(request.node):
        return
    forget_all()  # what an earlier test may have changed and taken back
    shared.forget()
    layers, blocker = request.getfixturevalue("layers"), request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        layers.stand(depth_of(request.fixturenames), builders_of(request.node))
    forget_all()  # what building has asked


@pytest.fixture
def people(db, request):
    """The small world's agencies, teams and personas (see tests/world/people.py)."""
    for fixture in ("approved_world", "whole_world", "held_room", "hidden_world", "shared_world"):
        if fixture in request.fixturenames:
            return request.getfixturevalue(fixture).people
    if "transactional_db" in request.fixturenames:
        return people_module.make_people()
    return request.getfixturevalue("layers").people()


@pytest.fixture
def sign_in(people):
    """A function from persona to a signed-in test client (second factor done, but for `no_second_factor`)."""

    def sign_in(persona):
        client = Client(raise_request_exception=True)
        if persona != "anonymous":
            methods = ["password"] if persona == "no_second_factor" else ["password", "mfa"]
            open_session(client, people.users[persona], methods)
        return client

    return sign_in


@pytest.fixture
def no_count(monkeypatch):
    """The header of pages does not say how much waits, for tests that ask for thousands of pages: it is a
    sixth of what a page costs. Canaries and twins look at it, and tests/dashboard.
    """
    monkeypatch.setitem(context._counts, "home", lambda request: "")


@pytest.fixture
def whole_world(db, request, layers, tmp_path, settings):
    """The whole small world: shared and hidden records of each kind (see tests/world/world.py)."""
    settings.MEDIA_ROOT = tmp_path
    if "transactional_db" in request.fixturenames:
        return make_world(people_module.make_people())
    return layers.world(tmp_path)


@pytest.fixture
def hidden_world(db, request, layers, tmp_path, settings):
    """The shared and the hidden of the small world, before anything has ended."""
    if "held_room" in request.fixturenames:
        return request.getfixturevalue("held_room").world
    settings.MEDIA_ROOT = tmp_path
    if "transactional_db" in request.fixturenames:
        return add_hidden(make_shared(people_module.make_people()))
    return layers.world(tmp_path)


@pytest.fixture
def shared_world(db, layers, tmp_path, settings):
    """What of the small world is shared, before the hidden is there."""
    settings.MEDIA_ROOT = tmp_path
    return layers.world(tmp_path)


@pytest.fixture
def world(whole_world):
    """The whole small world; a room's own tests may build a smaller one under this name."""
    return whole_world


@pytest.fixture
def held_room(db, layers, tmp_path, settings):
    """A meeting that is being held, before anything has ended: `held()` of tests/meetings/room.py."""
    settings.MEDIA_ROOT = tmp_path
    return layers.world(tmp_path)


@pytest.fixture
def approved_world(db, layers, tmp_path, settings):
    """The whole small world after its meetings' minutes were approved and made."""
    settings.MEDIA_ROOT = tmp_path
    return layers.world(tmp_path)
