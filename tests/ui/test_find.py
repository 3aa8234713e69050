"""The keys that go to the box in the header."""

import pytest

FOCUS = "document.activeElement.id"


@pytest.fixture(params=[390, 1280])
def page(screen, look_url, request):
    """A page with forms, on a phone with a keyboard and on a desk."""
    page = screen(request.param)
    page.goto(look_url + "/ui/components/")
    page.wait_for_function("document.querySelector('#find-list')")
    return page


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_goes_to_the_box(page, key):
    page.keyboard.press(key)
    assert page.evaluate(FOCUS) == "find" and page.locator("#find").is_visible()
    assert page.locator("#find").input_value() == "", "the key itself is not typed"


def test_a_stroke_that_is_typed_stays_one(page):
    for place in ("textarea:visible", "main input[type=text]:visible"):
        box = page.locator(place).first
        box.focus()
        page.keyboard.press("/")
        assert page.evaluate(FOCUS) != "find" and box.input_value().endswith("/")


def test_who_turned_single_keys_off_has_control_k_alone(page):
    page.evaluate("document.body.dataset.singleKeys = 'off'")
    page.keyboard.press("/")
    assert page.evaluate(FOCUS) != "find"
    page.keyboard.press("Control+k")
    assert page.evaluate(FOCUS) == "find"
