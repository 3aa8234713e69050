"""The pages of clocks."""

from django.urls import reverse
from django.utils import timezone

from pam.clocks import services
from pam.clocks.models import Clock
from pam.ui.dates import in_london
from tests.clocks.made import act, ago, start


def address(name, row):
    return reverse(f"clocks:{name}", args=[row.uuid])


def typed(moment):
    """What the boxes of a day and a time send."""
    local = in_london(moment)
    return {"day_day": local.day, "day_month": local.month, "day_year": local.year, "hour": f"{local:%H:%M}"}


def test_from_start_to_met_without_a_script(world, sign_in):
    client = sign_in("owner")
    page = client.get(reverse("clocks:start", args=[world.pvp.uuid]))
    assert (
        "A missing person returns. Then 72 hours, running time." in page.text
        and "Score the group again" not in page.text
    )
    version = page.context["form"].fields["framework_version"].queryset.get(code="return-interview")
    sent = {"framework_version": version.pk, "note": "From Leeds", "audience": "all", **typed(ago(hours=1))}
    answer = client.post(reverse("clocks:start", args=[world.pvp.uuid]), sent)
    row = Clock.objects.latest("pk")
    assert answer.url == address("detail", row)
    page = client.get(answer.url).text
    assert "2 days 22 hours left" in page and "From Leeds" in page and "In time" in page
    for url in (reverse("clocks:of_record", args=[world.pvp.uuid]), world.pvp.get_absolute_url()):
        assert "Interview after a missing child returns" in client.get(url).text
    sent = {"version": row.version, "reason": "Spoken with", **typed(timezone.now())}
    assert client.post(address("meet", row), sent).url == address("detail", row)
    assert "Met in time" in client.get(address("detail", row)).text


def test_the_next_clocks_are_offered_ticked_when_one_is_met(world, sign_in):
    row, client = start(world, "strategy-discussion"), sign_in("owner")
    page = client.get(address("meet", row))
    assert "Clocks to start now" in page.text and "Child protection conference" in page.text
    sent = {"version": row.version, "then": page.context["form"].initial["then"], **typed(timezone.now())}
    page = client.post(address("meet", row), sent, follow=True)
    assert "1 more started." in page.text
    assert Clock.objects.latest("pk").framework_version.code == "conference-after-strategy"
    assert "Clocks to start now" not in client.get(address("meet", start(world))).text


def test_met_late_without_a_reason_loses_nothing_that_was_typed(world, sign_in):
    row, client = start(world, started_at=ago(days=5)), sign_in("owner")
    sent = {"version": row.version, "reason": "Spoken with at school", **typed(timezone.now())}
    page = client.post(address("meet", row), sent)
    assert page.status_code == 200 and "Say why it was late" in page.text
    assert "The return interview is late." in client.get(address("detail", row)).text  # as its file says
    assert "Spoken with at school" in page.text and "Breached" in page.text


def test_a_stale_form_shows_the_clock_as_it_is_and_keeps_what_was_typed(world, sign_in):
    row, client = start(world, started_at=ago(days=5)), sign_in("owner")
    act(world, services.explain_late, row, late_reason="Saved meanwhile")
    sent = {"version": 1, "late_reason": "Typed by me"}
    page = client.post(address("late", row), sent).text
    assert "Saved meanwhile" in page and "Typed by me" in page and "Breached" in page


def test_an_hour_that_the_clocks_leave_out_is_asked_again(world, sign_in):
    row, client = start(world, started_at=ago(days=5)), sign_in("owner")
    sent = {"version": row.version, "reason": "Why", "day_day": 29, "day_month": 3, "day_year": 2026}
    page = client.post(address("correct", row), sent | {"hour": "01:30"}).text
    assert "01:30 did not happen on 29 March 2026" in page


def test_a_clock_that_has_ended_has_no_page_to_end_it(world, sign_in):
    row, client = act(world, services.stop_clock, start(world), reason="Why"), sign_in("owner")
    for name in ("meet", "stop", "correct", "late", "newer"):
        assert client.get(address(name, row)).url == address("detail", row)
    assert client.get(address("restart", row)).status_code == 200
    page = client.post(address("restart", row), {"version": row.version, "reason": "A slip"})
    assert page.url == address("detail", row)
