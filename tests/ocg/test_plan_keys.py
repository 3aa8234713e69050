"""A group opened, a plan of eight tactics from the menu, a review with nothing new: taps and keys by the
keystroke-level model, on the pages as they are.
"""

import re
from html import unescape

import pytest
from django.urls import reverse

from ocg.models import PlanReview, PlanTactic
from pam.actions.models import Action
from tests.dashboard.test_add import KEY, PAGE, TAP, THINK
from tests.ocg.made_plan import begin, objective
from tests.ocg.test_disruption_keys import chosen_already
from tests.records.world import group, url
from tests.world.plans import review_plan

MOST_SECONDS = 180  # of a review with nothing new


def form_of(page):
    """The page from its form on."""
    return page[page.index('<form method="post"') :]


def all_chosen(form):
    """{name: value} of what the form sends though nobody touched it, with its texts."""
    sent = chosen_already(form)
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        sent[name] = unescape(text).strip("\r\n")
    return {name: unescape(value) for name, value in sent.items()}


def test_a_group_is_opened_by_four_letters_of_its_name(people, sign_in):
    """Keys: /, four letters, arrow down, Enter (that these open the first one found is tested in a browser,
    tests/lists/test_keys.py).
    """
    wanted = group(people, "Saltmarsh line")
    for title in ("Harbour group", "Quay group", "Marsh Lane lot"):
        group(people, title)
    found = sign_in("owner").get(reverse("search:quick"), {"q": "salt"}).content.decode()
    assert re.search(r'<a[^>]*href="([^"]+)"', found)[1] == wanted.get_absolute_url()
    keys = 1 + 4 + 1 + 1
    assert (keys, round(keys * KEY + THINK + PAGE, 1)) == (7, 4.8)


def test_a_plan_of_eight_tactics_from_the_menu_takes_no_typing(people, sign_in):
    """Clicks: *Choose tactics from the menu*, eight cards, *Continue*, another owner for three (open the
    list, choose), *Add to the plan*.
    """
    record, client = group(people), sign_in("owner")
    begin(people, record, objective())
    address = url("ocg:plan_cards", record)
    assert address in client.get(url("ocg:plan", record)).content.decode()
    menu = client.get(address).content.decode()
    cards = re.findall(r'name="card" value="([^"]+)"', menu)
    assert len(cards) >= 20
    chosen = cards[::2][:8]
    page = client.get(address, {"card": chosen, "go": "1"})
    where = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    form = form_of(page.content.decode())
    sent = all_chosen(form)
    other = next(
        value for value in re.findall(r'<option value="([^"]+)"', form) if value != sent["cards-0-owner"]
    )
    sent |= {f"cards-{number}-owner": other for number in (1, 3, 5)}
    answer = client.post(where, sent)
    assert answer.status_code == 302 and answer.url == url("ocg:plan", record)
    assert Action.objects.filter(record_id=record.pk).count() == 8
    assert PlanTactic.objects.exclude(card=None).count() == 8
    taps, keys = 1 + 8 + 1 + 3 * 2 + 1, 0
    seconds = taps * TAP + keys * KEY + 12 * THINK + 3 * PAGE
    assert (taps, keys, round(seconds, 1)) == (17, 0, 39.6)


@pytest.mark.slow
def test_a_review_with_nothing_new_is_one_press(people, sign_in):
    """Clicks: *Review the plan*, then *Sign the review*; every box holds what was said before."""
    record, client = group(people), sign_in("owner")
    begin(people, record, objective("One"), objective("Two"), objective("Three"))
    review_plan(people, record)
    address = url("ocg:plan_review", record)
    assert address in client.get(url("ocg:plan", record)).content.decode()
    sent = all_chosen(form_of(client.get(address).content.decode()))
    answer = client.post(address, sent)
    assert answer.status_code == 302
    assert answer.url == reverse("ocg:plan_review_page", args=[PlanReview.objects.latest("pk").uuid])
    assert PlanReview.objects.count() == 2
    taps, keys, read = 2, 0, 3 + 4  # of a look each: three objectives, four strands with nothing
    seconds = taps * TAP + keys * KEY + read * THINK + 2 * PAGE
    assert seconds <= MOST_SECONDS
    assert (taps, keys, round(seconds, 1)) == (2, 0, 13.9)
