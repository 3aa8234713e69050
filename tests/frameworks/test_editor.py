"""The editor: an author copies, changes, checks, publishes and retires methods without writing a file."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from pam.frameworks import selectors, services
from pam.frameworks.models import Framework, FrameworkVersion
from tests.frameworks.test_pages import ASKED
from tests.frameworks.test_versions import as_


def address(name, row, **query):
    return reverse(f"frameworks:{name}", args=[row.uuid], query=query)


@pytest.fixture
def harm(people):
    """A draft of an assessment with scores, bands and a trigger."""
    return as_(
        people, "owner", services.create_draft, kind="assessment", code="harm", name="Harm", body=ASKED
    )


def sent(page, **changes):
    """What the item's form on a page would send, with changes."""
    form, values = page.context["form"], {}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, False):
            values[name] = value
    return {**values, **changes}


def body_of(draft):
    return FrameworkVersion.objects.get(pk=draft.pk).body


def test_a_copy_is_changed_checked_published_compared_and_retired(people, sign_in):
    client = sign_in("owner")
    shipped = FrameworkVersion.objects.filter(kind="plan", agency=None).first()
    answer = client.post(address("copy", shipped), {"name": "Our own plan"})
    draft = FrameworkVersion.objects.get(number=None, kind="plan")
    assert answer["Location"] == address("edit", draft)
    page = client.get(address("edit", draft))
    step = draft.body["steps"][0]
    assert escape(step["step"]) in page.text and "Undo the last change" not in page.text
    place = address("edit", draft, item=f"steps.{step['code']}")
    answer = client.post(place, sent(client.get(place), step="Visit first", days="2"))
    assert answer.status_code == 302
    assert body_of(draft)["steps"] == [{**step, "step": "Visit first", "days": 2}, *draft.body["steps"][1:]]
    page = client.get(address("publish", draft)).text
    assert "It takes the place of" in page and "Nothing is to be mended" in page
    answer = client.post(address("publish", draft), {"version": 2, "note": "Ours"}, follow=True)
    assert "is published as version 1" in answer.text
    one = Framework.objects.get(pk=draft.framework_id)
    client.post(address("start", one), {"version": one.version})
    second = as_(people, "owner", lambda actor: selectors.draft_of(actor, one))
    page = client.get(address("edit", second, item="steps"))
    client.post(address("arrange", second), {"do": "add", "item": "steps", "version": 1})
    page = client.get(address("publish", second)).text
    assert "Steps “New step”" in page and "Added" in page
    client.post(address("publish", second), {"version": 2})
    one.refresh_from_db()
    assert one.current_id == second.pk
    assert "New step" in client.get(reverse("frameworks:differences", args=[second.uuid, draft.uuid])).text
    answer = client.post(address("retire", one), {"version": one.version}, follow=True)
    assert "is retired" in answer.text


def test_each_item_that_is_saved_as_it_is_shown_stays_the_same(people, sign_in, harm):
    client = sign_in("owner")
    for line, _ in client.get(address("edit", harm)).context["outline"]:
        place = address("edit", harm, item=line.address)
        page = client.get(place)
        if not page.context["is_listing"]:
            answer = client.post(place, sent(page))
            assert answer.status_code == 302 or page.context["missing"], (line, answer.context["form"].errors)
            assert body_of(harm) == harm.body
