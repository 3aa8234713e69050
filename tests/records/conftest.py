"""What tests about files share."""

import pytest

from tests.records.world import group, share_with
from tests.standing import standing


@standing
def ocg(people):
    """A group of the owner's, shared with probation."""
    record = group(people)
    share_with(people, record)
    return record


@pytest.fixture
def media(settings, tmp_path):
    """A folder of their own for the files."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path
