"""The 4P plan: its head and what belongs to it, signatures, versions."""

import pytest

from tests.ocg.made_plan import begin, sign, sro
from tests.records.world import group, page_text, url


@pytest.fixture
def ocg(people):
    """A group of the owner's, who leads it."""
    return group(people)


def test_two_people_sign_and_the_version_is_kept(people, ocg, sign_in):
    sro(people, ocg)
    plan = begin(people, ocg)
    first = sign(people, plan)
    assert first.number == 1 and not first.is_signed
    assert sign(people, plan, "colleague").is_signed
    for name in ("plan", "plan_sign"):
        page = page_text(sign_in("owner").get(url(f"ocg:{name}", ocg), follow=True))
        assert "Version 1, signed" in page
    page = page_text(sign_in("owner").get(url("ocg:plan_version", first)))
    assert "Fewer runners" in page and "No line runs" in page
    assert "Nothing differs" in page_text(sign_in("owner").get(url("ocg:plan_compare", first)))
    assert "Version 1, signed" in page_text(sign_in("owner").get(ocg.get_absolute_url()))
