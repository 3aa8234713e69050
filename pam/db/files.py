"""Files and transactions: what was stored in a transaction that is taken back is removed with it."""

import logging
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, connection, transaction

logger = logging.getLogger(__name__)
_stored = ContextVar("pam_stored", default=None)


class NotStored(Exception):
    """A file could not be stored: the disk is full, or gone. What was begun of it is a leftover."""


class Storage(FileSystemStorage):
    """Django's own, which tells the block of `atomic()` around it what was stored. Raises NotStored."""

    def _save(self, name, content):
        try:
            name = super()._save(name, content)
        except OSError as error:
            logger.exception("A file could not be stored.")
            raise NotStored from error
        if (names := _stored.get()) is not None:
            names.append((self, name))
        return name


@contextmanager
def atomic():
    """`transaction.atomic()` that removes the files stored within it if it is rolled back.

    Where the connection breaks at the commit nobody can tell whether the rows are kept: then the files stay,
    and the job that removes leftovers asks the rows later. So it does after a process that was killed.
    """
    mine, outer, ended, taken_back = [], _stored.get(), False, False
    token = _stored.set(mine)
    try:
        with transaction.atomic():
            yield
            ended, taken_back = True, connection.needs_rollback
    except BaseException as error:
        taken_back = not ended or isinstance(error, IntegrityError)
        raise
    finally:
        _stored.reset(token)
        if taken_back:
            _remove(mine)
        elif outer is not None:
            outer += mine


def _remove(stored):
    for storage, name in stored:
        with suppress(OSError):  # then it is a leftover
            storage.delete(name)
