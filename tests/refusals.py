"""What a service refuses, asked by its code: the sentence may be written anew."""

from contextlib import contextmanager

import pytest

from pam.access.errors import Refused


@contextmanager
def refused(code, *, field=""):
    """Expects a `Refused` with this `code` inside of the block, about `field` if one is named; gives the
    `pytest.ExceptionInfo`.
    """
    with pytest.raises(Refused) as caught:
        yield caught
    assert caught.value.code == code, f"{caught.value.code}: {caught.value.message}"
    assert not field or caught.value.field == field, f"{caught.value.field}: {caught.value.message}"
