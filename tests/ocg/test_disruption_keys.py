"""A disruption from a phone: taps and keys by the keystroke-level model, on the pages as they are."""

import re

from django.urls import reverse

from ocg.models import Disruption
from tests.dashboard.test_add import KEY, PAGE, TAP, THINK, linked
from tests.ocg.made import level, output
from tests.records.world import group, url

MOST_SECONDS = 40
WHAT, WHY, AMOUNT = "Van with engines stopped", "One load lost", "3"


def chosen_already(page):
    """{name: value} of what the form sends though nobody touched it: dates, chosen radios and selects."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page):
        found = dict(re.findall(r'(name|value|type)="([^"]*)"', tag))
        if "name" in found and (found.get("type") not in ("radio", "checkbox") or "checked" in tag):
            sent[found["name"]] = found.get("value", "")
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        marked = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = marked[1] if marked else ""
    return sent


def test_a_disruption_with_an_output_takes_at_most_40_seconds_on_a_phone(people, sign_in):
    """Taps: plus sign, *Disruption*, the box for what happened, the level, the box for why, one of the 4P,
    the output and its choice, the box for the number, the button. Nothing else is touched.
    """
    record, client = group(people), sign_in("owner")
    client.get(record.get_absolute_url())
    page, taps = client.get("/").content.decode(), 0
    for wanted in (r"^/add/", f"^{url('ocg:disruption_add', record)}$"):
        page = client.get(linked(page, wanted)[0]).content.decode()
        taps += 1
    form = page[page.index('<form method="post"') :]
    order = [
        form.index(f'name="{name}"') for name in ("what", "claimed", "claim_reason", "strand", "output_1")
    ]
    assert order == sorted(order), "in the order in which one goes through it"
    assert order[-1] < form.index("<details"), "without opening anything"
    one = output("arrests", AMOUNT)
    touched = {"what": WHAT, "claimed": level("minor").pk, "claim_reason": WHY, "strand": "pursue"}
    touched |= {"output_1": one.kind.pk, "amount_1": AMOUNT}
    taps += 8  # what, level, why, 4P, output and its choice, number, button
    answer = client.post(url("ocg:disruption_add", record), chosen_already(form) | touched)
    assert answer.status_code == 302 and answer.url.startswith(reverse("ocg:list"))
    kept = Disruption.objects.get()
    assert (kept.what, kept.outputs.get().amount) == (WHAT, 3)
    keys = len(WHAT + WHY + AMOUNT)
    seconds = taps * TAP + keys * KEY + 4 * THINK + 3 * PAGE
    assert seconds <= MOST_SECONDS, f"{taps} taps, {keys} keys, {seconds:.1f} seconds"
    assert (taps, keys, round(seconds, 1)) == (10, 38, 33.7)
