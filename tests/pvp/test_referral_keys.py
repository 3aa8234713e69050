"""A referral by a partner on a phone: taps and keys by the keystroke-level model, on its pages."""

from django.urls import reverse

from pvp.models import Referral
from tests.dashboard.test_add import KEY, PAGE, TAP, THINK, linked
from tests.ocg.test_disruption_keys import chosen_already
from tests.world.referrals import open_desk, strand

MOST_SECONDS = 75
TYPED = {
    "name": "Rosa Lind",
    "concern": "Broken wrist, her partner answered for her, third visit since spring",
    "safe_number": "01632960001",
    "safe_contact": "Sister answers, no message",
    "contact": "01632960002",
}
CHOSEN = {"danger": "no", "told": "agrees"}


def test_a_referral_takes_at_most_75_seconds_on_a_phone(people, sign_in):
    """Taps: plus sign, *Make a referral*, danger, the kind of harm and its choice, each of five boxes,
    whether they know, the button. The team is chosen already.
    """
    open_desk(people)
    client, taps = sign_in("granted"), 0
    page = client.get("/").content.decode()
    for wanted in (r"^/add/", f"^{reverse('pvp:refer')}$"):
        page = client.get(linked(page, wanted)[0]).content.decode()
        taps += 1
    form = page[page.rindex('<form method="post"', 0, page.index('name="concern"')) :]
    order = [form.index(f'name="{name}"') for name in ("desk", "danger", "strand", "name", "concern", "told")]
    assert order == sorted(order), "in the order in which one goes through it"
    touched = {**TYPED, **CHOSEN, "strand": strand().pk}
    taps += len(TYPED) + len(CHOSEN) + 2 + 1  # the select and its choice, the button
    answer = client.post(reverse("pvp:refer"), chosen_already(form) | touched)
    assert answer.status_code == 302
    assert Referral.objects.get().contact == TYPED["contact"]
    keys = sum(len(text) for text in TYPED.values())
    seconds = taps * TAP + keys * KEY + 6 * THINK + 3 * PAGE
    assert seconds <= MOST_SECONDS, f"{taps} taps, {keys} keys, {seconds:.1f} seconds"
    assert (taps, keys, round(seconds, 1)) == (12, 125, 69.2)
