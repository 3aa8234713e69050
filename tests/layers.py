"""What is in the database beneath a test: nothing, the people, what of their small world is shared, what is
hidden as well, and on top of that a meeting that is being held; or the whole of it with what has ended, or
that with its minutes approved and made. And on top of any of these, what fixtures that are `standing` build.

Building them costs more than most tests do. So a worker builds each layer once, in a transaction that stays
open, and every test works in a savepoint on top of it. A test that commits gets an empty database, as ever.

A test that is stopped in the middle (a time-out, a connection that was killed) can leave that transaction
broken. It is looked at before each test, and all layers are built anew where it is.
"""

import inspect
import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from tests.given import Given
from tests.meetings.room import held
from tests.standing import name_of
from tests.world.meetings import approve
from tests.world.people import end_what_has_ended, make_people
from tests.world.world import add_hidden, make_shared

NOTHING, PEOPLE, SHARED, HIDDEN, HELD, WORLD, APPROVED = range(7)


def beneath(highest):
    """The layers up to `highest`, lowest first. The meeting that is held is in no other layer."""
    return [layer for layer in range(PEOPLE, highest + 1) if layer != HELD or highest == HELD]


@dataclass
class _Open:
    """A layer that stands: its transaction, what it made (as bytes, and as tests are given it), and the files
    that were there before it.
    """

    layer: object
    block: transaction.Atomic
    made: bytes
    files_before: set
    given: Given | None = None


class Layers:
    """The layers that are current now, lowest first. `media` is where the world's documents are kept.

    What a layer made is kept as {"all": the people, the world or the meeting, name of each builder: what it
    returned}.
    """

    def __init__(self, media: Path):
        self.media = media
        self._open = []
        self._of_the_test = None

    def stand(self, highest, builders=()):
        """Makes exactly the layers up to `highest` stand, and on them what `builders` build.

        Called between tests, outside of their transactions.
        """
        self._of_the_test = None
        if self._is_broken():
            self._start_over()
        wanted = [*beneath(highest), *builders]
        while [one.layer for one in self._open] != wanted[: len(self._open)]:
            self._take_away()
        for layer in wanted[len(self._open) :]:
            self._put_up(layer)

    def _is_broken(self):
        """Whether the open transaction is no longer what the layers left: one block and a savepoint for each
        further layer, on a connection that answers.
        """
        if not self._open:
            return False  # what is open is the test's own
        if connection.connection is None or connection.connection.closed or connection.needs_rollback:
            return True
        if not connection.in_atomic_block or len(connection.savepoint_ids) != len(self._open) - 1:
            return True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return True
        return False

    def _start_over(self):
        """Forgets all layers and leaves the connection: what was not committed goes with it."""
        self._open.clear()
        raw, connection.connection = connection.connection, None
        if raw is not None:
            raw.close()
        connection.in_atomic_block = connection.needs_rollback = connection.closed_in_transaction = False
        connection.savepoint_ids, connection.atomic_blocks, connection.run_on_commit = [], [], []
        connection.connect()
        for entry in self.media.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    def _put_up(self, layer):
        before = self._files()
        block = transaction.atomic()
        block.__enter__()
        try:
            with override_settings(MEDIA_ROOT=str(self.media)):
                made = self._make(layer)
        except BaseException:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
            raise
        self._open.append(_Open(layer, block, pickle.dumps(made, pickle.HIGHEST_PROTOCOL), before))

    def _files(self):
        """The files that the layers have made."""
        return {path for path in self.media.rglob("*") if path.is_file()}

    def _make(self, layer):
        """A layer, made of a copy of the one below: each step changes what it is given."""
        made = self._copy() if self._open else {}
        if callable(layer):
            return made | {name_of(layer): layer(**self._given_to(layer, made))}
        return {"all": self._of_the_world(layer, made.get("all"))}

    @staticmethod
    def _of_the_world(layer, below):
        if layer == PEOPLE:
            return make_people()
        if layer == SHARED:
            return make_shared(below)
        if layer == HIDDEN:
            return add_hidden(below)
        if layer == HELD:
            return held(below)
        if layer == WORLD:
            end_what_has_ended(below.people)
        else:
            approve(below, files=True)
        return below

    def _given_to(self, build, made):
        """What a builder asks for: what the builder of that name made, else the people, the meeting that is
        held or, whatever it is called, the world.
        """
        built = {name.rsplit(".", 1)[1]: value for name, value in made.items() if name != "all"}
        below = made["all"]
        ours = {"people": getattr(below, "people", below), "held_room": below} | built
        asked = inspect.signature(build).parameters
        return {name: ours.get(name, getattr(below, "world", below)) for name in asked}

    def _take_away(self):
        gone = self._open.pop()
        transaction.set_rollback(True)
        gone.block.__exit__(None, None, None)
        for path in self._files() - gone.files_before:
            path.unlink()

    def _copy(self):
        """What the highest layer made, for the next to be built of it: read from the bytes that are kept."""
        return pickle.loads(self._open[-1].made)

    def _made(self):
        """What the highest layer made, as at first; within a test the same, whatever fixture asks."""
        if self._of_the_test is None:
            highest = self._open[-1]
            if highest.given is None:
                highest.given = Given(self._copy())
            self._of_the_test = highest.given.as_at_first()
        return self._of_the_test

    def people(self):
        """The people, as at first, where no world stands on them."""
        return self._made()["all"]

    def world(self, media):
        """What the highest layer made, as at first, its documents copied into `media`: the world,
        which holds the people, too, or the meeting that is held in it.
        """
        shutil.copytree(self.media, media, dirs_exist_ok=True)
        return self._made()["all"]

    def world_again(self):
        """The world, put back as it was at first, for a test that does one thing after another to it."""
        self._of_the_test = None
        return self._made()["all"]

    def made_by(self, build):
        """What a builder returned, as at first."""
        return self._made()[name_of(build)]

    def has_files(self):
        """Whether the layers that stand have made any."""
        return next(self.media.iterdir(), None) is not None
