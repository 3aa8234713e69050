"""Every page answers its owner what the table says: it runs on the worker that finds all forms on the
same pages (tests/order.py), so that each is opened once.
"""

import pytest

from tests.matrix.asking import check

pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("no_count")
def test_every_page_answers_the_owner_as_the_table_says_and_tells_no_canary(
    world, sign_in, record_property, gate
):
    check(sign_in("owner"), "owner", world, record_property, gate, after=False)
    assert gate.asked
