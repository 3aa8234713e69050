"""Each form with a box for text is kept while it is typed: its page says how."""

import pytest

from pam.drafts.middleware import NOT_OURS
from tests.forms.every_form import every_form, is_text

# Which forms have a box for text and no draft, and why.
# The discussion on the chair's screen: every two seconds, into the meeting itself. The secretary's line:
# each waits on the page until the meeting has it, and a draft before each would hold up the next.
SAVES_ITSELF = {"notes", "line"}


@pytest.mark.slow
def test_each_form_with_a_box_for_text_says_what_its_draft_is_called(world, sign_in):
    asked, without = 0, []
    for form in every_form(world, sign_in, quick=True):
        texts = {box.name for box in form.boxes.values() if is_text(box)}
        view = form.key[1]
        secret = any(box.kind == "password" for box in form.boxes.values())
        if not texts or secret or view.startswith(NOT_OURS) or texts & SAVES_ITSELF:
            continue
        asked += 1
        if (
            not form.attributes.get("data-pam-draft", "").count(":")
            or "data-pam-draft-to" not in form.attributes
        ):
            without.append(form.key)
    assert asked > 50
    assert not without, without


@pytest.mark.slow
def test_searches_filters_and_passwords_are_not_kept(world, sign_in):
    forms = every_form(world, sign_in, quick=True)
    kept = [form for form in forms if form.attributes.get("data-pam-draft", "no") != "no"]
    assert kept
    for form in kept:
        assert not {box.kind for box in form.boxes.values()} & {"password", "search"}, form.key
