"""A running clock keeps its version until a person moves it to the one in force."""

from datetime import timedelta

from django.urls import reverse

from pam.access import visibility
from pam.clocks import services
from pam.clocks.models import Clock
from pam.frameworks import services as frameworks
from tests.clocks.made import act, start
from tests.refusals import refused


def shorten(world, version, hours):
    """The police have a version of their own of a clock, which is due earlier."""
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        draft = frameworks.copy_version(actor=actor, version=version)
        body = {**draft.body, "period": {"hours": hours}}
        draft = frameworks.change_draft(actor=actor, draft=draft, version=draft.version, body=body)
        return frameworks.publish(actor=actor, draft=draft, version=draft.version, note="Shorter")


def test_a_new_version_changes_no_clock_that_runs_until_it_is_moved_with_a_reason(world):
    row = start(world)
    with refused("no_newer_version"):
        act(world, services.take_newer_version, row, reason="New rule")
    own = shorten(world, row.framework_version, 48)
    kept = Clock.objects.get(pk=row.pk)
    assert kept.framework_version == row.framework_version and kept.due == row.due
    with refused("missing"):
        act(world, services.take_newer_version, row, reason="")
    row = act(world, services.take_newer_version, row, reason="New rule")
    assert row.framework_version == own and row.due == row.started_at + timedelta(hours=48)
    assert row.warn_from == row.due - timedelta(hours=24)


def test_the_page_says_what_is_new_and_when_it_would_be_due_before_it_is_moved(world, sign_in):
    row, client = start(world), sign_in("owner")
    page = reverse("clocks:newer", args=[row.uuid])
    assert client.get(page).status_code == 302
    shorten(world, row.framework_version, 48)
    assert "There is a newer version" in client.get(reverse("clocks:detail", args=[row.uuid])).text
    text = client.get(page).text
    assert "72" in text and "48" in text and "says due" in text
    answer = client.post(page, {"version": row.version, "reason": "New rule"}, follow=True)
    assert "The clock was moved." in answer.text and "1 day 22 hours left" in answer.text
