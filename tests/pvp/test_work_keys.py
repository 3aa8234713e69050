"""An assessment of 24 questions, an entry of the chronology, and "victim told": keys and clicks by the
keystroke-level model, on their pages.
"""

from django.urls import reverse

from pam.assessments.models import Assessment
from pam.chronology.models import Event
from pvp.models import MaracReferral
from tests.dashboard.test_add import KEY, PAGE, TAP, THINK, linked
from tests.ocg.test_disruption_keys import chosen_already
from tests.pvp.test_cases import make_case, term
from tests.pvp.test_risk import TOOL
from tests.world.cases import refer


def form_of(page, name):
    """The form of a page that has a field of this name."""
    return page[page.rindex('<form method="post"', 0, page.index(f'name="{name}"')) :]


def seconds(clicks, keys, thinks, pages):
    """What it takes by the model: a click, a key, a thought, a page that comes."""
    return round(clicks * TAP + keys * KEY + thinks * THINK + pages * PAGE, 1)


def follow(client, address, *patterns):
    """The page that the links lead to, one after the other from `address`, and how many clicks that was."""
    page = client.get(address).content.decode()
    for pattern in patterns:
        page = client.get(linked(page, pattern)[0]).content.decode()
    return page, len(patterns)


def test_24_questions_of_which_15_are_yes_take_a_minute_and_a_quarter(people, sign_in):
    """Clicks: *Start an assessment*, the tool, the button; an answer each; the button, and the button that
    completes it. Nothing has to be typed. Thinking is one thought a question; she speaks the while.
    """
    case, client = make_case(people, grade=term("pvp.grade", "standard")), sign_in("owner")
    start = reverse("assessments:start", args=[case.uuid])
    page, clicks = follow(client, case.get_absolute_url(), f"^{start}$")
    form, tool = form_of(page, "framework_version"), client.get(start).context["form"]
    version = tool.fields["framework_version"].queryset.get(code=TOOL)
    answer = client.post(start, chosen_already(form) | {"framework_version": version.pk})
    clicks += 2
    row = Assessment.objects.get()
    asked = row.method.questions
    given = {f"q-{one.code}": "yes" if place < 15 else "no" for place, one in enumerate(asked)}
    form = form_of(client.get(answer.url).content.decode(), f"q-{asked[0].code}")
    answer = client.post(answer.url, chosen_already(form) | given | {"check": "1"})
    clicks += len(given) + 1
    form = form_of(client.get(answer.url).content.decode(), "grade")
    assert client.post(answer.url, chosen_already(form)).status_code == 302
    clicks += 1
    assert Assessment.objects.get().state == "completed"
    measured = (clicks, 0, seconds(clicks, 0, 24, 5))
    assert len(given) == 24 and measured == (29, 0, 72.2), measured


def test_an_entry_of_the_chronology_takes_half_a_minute(people, sign_in):
    """Clicks: *add an entry*, the box for what happened, the kind, the button. The day is today’s, the source
    is one’s own agency, and it is a fact: what most entries are is chosen already.
    """
    case, client = make_case(people), sign_in("owner")
    add = reverse("chronology:add", args=[case.uuid])
    page, clicks = follow(client, case.get_absolute_url(), f"^{add}$")
    typed = {"what": "He waited at the school gate and shouted"}
    sent = chosen_already(form_of(page, "what")) | typed | {"kind": "contact"}
    assert client.post(add, sent).status_code == 302
    clicks, keys = clicks + 3, len(typed["what"])
    assert Event.objects.get().source_agency == "Northshire Police"
    measured = (clicks, keys, seconds(clicks, keys, 3, 3))
    assert measured == (4, 40, 25.9), measured


def test_victim_told_takes_a_quarter_of_a_minute_from_the_first_page(people, sign_in):
    """Clicks: *Record it* under “Waiting for you”, told, the box, the button. Day and name are filled in."""
    row, client = refer(people, make_case(people)), sign_in("owner")
    told = reverse("pvp:marac_told", args=[row.uuid])
    page, clicks = follow(client, "/", f"^{told}")
    typed = {"how": "At the clinic, alone"}
    sent = chosen_already(form_of(page, "told")) | typed | {"told": "told"}
    assert client.post(told, sent).status_code == 302
    clicks, keys = clicks + 3, len(typed["how"])
    row = MaracReferral.objects.get()
    assert row.told == "told" and row.told_by
    measured = (clicks, keys, seconds(clicks, keys, 2, 3))
    assert measured == (4, 20, 17.5), measured
