"""The pages that people work on, with something in them, in a real Chromium: accessible, and within the
screen.
"""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse

from meetings.services import conduct, minutes
from pam.access import visibility
from tests.loop import outside_the_loop
from tests.matrix.targets import api_token
from tests.served import Visitor
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser

HEIGHTS = {390: 844, 1280: 900}
# What a phone lays out in another way: a list, a record, a form, the chair's screen, a page of tables.
ALSO_ASKED_ON_A_PHONE = {"home", "ocg:list", "ocg:detail", "ocg:edit", "meetings:chair_item", "actions:list"}


@pytest.fixture
def approved(world):
    """The small world, its second meeting closed, approved, and its minutes made."""
    actor, meeting = world.people.reader("owner"), world.private_meeting
    with visibility.reading(actor):
        conduct.close(actor=actor, meeting=meeting)
        meeting.refresh_from_db()
        copies = conduct.approve(actor=actor, meeting=meeting)
    for copy in copies:
        minutes.make(copy.pk)
    return world


def pages(world):
    """{persona: [address]} of the main pages."""
    ocg, pvp, action = world.ocg.uuid, world.pvp.uuid, world.parts["shared"]["action"].uuid
    item = world.parts["meeting"]["item"].uuid
    owner = [
        reverse("home"),
        reverse("ocg:list"),
        reverse("ocg:detail", args=[ocg]),
        reverse("ocg:edit", args=[ocg]),
        reverse("records:note", args=[ocg]),
        reverse("disclosure:share", args=[ocg]),
        reverse("disclosure:shares", args=[ocg]),
        reverse("oversight:access_log", args=[ocg]),
        reverse("pvp:list"),
        reverse("pvp:detail", args=[pvp]),
        reverse("meetings:list"),
        reverse("meetings:detail", args=[world.meeting.uuid]),
        reverse("meetings:people", args=[world.meeting.uuid]),
        reverse("meetings:agenda", args=[world.meeting.uuid]),
        reverse("meetings:chair_item", args=[world.meeting.uuid, item]),
        reverse("meetings:minutes", args=[world.private_meeting.uuid]),
        reverse("actions:list") + "?whose=all&status=any",
        reverse("actions:detail", args=[action]),
        reverse("search:results") + "?q=wharf",
        reverse("accounts:account"),
    ]
    partner = [
        reverse("home"),
        reverse("ocg:detail", args=[ocg]),
        reverse("meetings:detail", args=[world.meeting.uuid]),
    ]
    everybody = [reverse("account_login")]
    with outside_the_loop():
        token = api_token(world)
    administrator = [reverse("api:systems"), reverse("api:token_new"), reverse("api:token_end", kwargs=token)]
    return {"owner": owner, "granted": partner, "administrator": administrator, "anonymous": everybody}


def faults(screen, address):
    """What is wrong with a page, on a desk and then on a phone: what axe finds (on a phone for some pages),
    what the browser complains of, and what sticks out sideways.
    """
    wrong, page = [], screen.page
    page.set_viewport_size({"width": 1280, "height": HEIGHTS[1280]})
    response = screen.open(address)
    if response.status != 200 or urlsplit(page.url).path != urlsplit(address).path:
        wrong.append(f"went to {page.url}")
    for width, height in sorted(HEIGHTS.items(), reverse=True):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"scrolls sideways: {wide} of {width} pixels"] if wide > width else []
        if width == 1280 or resolve(urlsplit(address).path).view_name in ALSO_ASKED_ON_A_PHONE:
            wrong += [f"at {width}: {found}" for found in violations(page)]
    return wrong


@pytest.mark.timeout(240)
def test_main_pages_are_accessible_and_fit(approved, chromium, sign_in):
    found, said = [], []
    for persona, addresses in pages(approved).items():
        with outside_the_loop():
            client = sign_in(persona)
        screen = Visitor(chromium, client)
        screen.page.on("console", lambda message: said.append(f"console: {message.text}"))
        screen.page.on("pageerror", lambda error: said.append(f"script: {error}"))
        for address in addresses:
            found += [f"{persona} at {address}: {fault}" for fault in faults(screen, address) + said]
            said.clear()
    assert not found, "\n".join(found)
