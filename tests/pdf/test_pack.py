"""The pack on paper. That each keeps to the standards is asked with all minutes, in test_minutes.py."""

import pytest

from tests.pdf.packs import plain, render
from tests.pdf.reading import texts_of


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.mark.slow
def test_each_item_is_on_the_page_that_the_screen_names_and_the_same_pack_gives_the_same_bytes():
    pack = plain()
    pdf, places, count = render(pack)
    assert render(pack)[0] == pdf
    pages = texts_of(pdf)
    assert len(pages) == count == 4
    for number, text in ((places["item-1"], "Item 1"), (places["item-2"], "Item 2")):
        assert text in pages[number - 1]
    assert places["item-2"] == 4  # after the two pages of the paper
