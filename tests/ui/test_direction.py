"""A name that reads from right to left keeps its place in the sentence, and others stay as they are."""

import re

import pytest
from django.template import Context, Template
from django.urls import reverse

from pam.access.models import User
from tests.records.world import add_person, group

MUHAMMAD, SARAH = "محمد علي", "שרה לוי"


@pytest.mark.parametrize("name", [MUHAMMAD, SARAH, f"{MUHAMMAD} <b>", "ߡߡߊ߬"])
def test_a_name_that_reads_from_right_to_left_is_isolated(name):
    shown = Template("{{ name|bdi }}, born 1990").render(Context({"name": name}))
    assert shown == f"<bdi>{name.replace('<', '&lt;').replace('>', '&gt;')}</bdi>, born 1990"
    bare = Template("{{ name|isolated }} leaves").render(Context({"name": name}))
    assert bare.startswith("\u2068") and "\u2069 leaves" in bare


@pytest.mark.parametrize("name", ["Rowan Tealby", "Zoë O'Connell", "张伟明", "ਹਰਪ੍ਰੀਤ", "<i>", None, 7])
def test_any_other_stays_as_it_is(name):
    plain = "" if name is None else Template("{{ name }}").render(Context({"name": name}))
    for tag in ("bdi", "isolated"):
        assert Template(f"{{{{ name|{tag} }}}}").render(Context({"name": name})) == plain


def test_names_on_pages_and_in_lists_to_choose_from_are_isolated(people, sign_in):
    record = group(people, f"{MUHAMMAD} 14:05")
    person = add_person(people, record, SARAH)
    User.objects.filter(pk=people.users["low_clearance"].pk).update(name=MUHAMMAD)
    client = sign_in("owner")
    page = client.get(record.get_absolute_url()).content.decode()
    assert f"<bdi>{SARAH}</bdi>" in page and f"<bdi>{MUHAMMAD} 14:05</bdi>" in page
    assert re.search(f"<title>\\s*(Error: )?\u2068{MUHAMMAD} 14:05\u2069", page)
    found = client.get(reverse("search:results"), {"q": SARAH}).content.decode()
    found = re.sub("</?mark>", "", found)  # what was searched for is marked
    assert f"<bdi>{SARAH}</bdi>" in found
    options = client.get(reverse("ocg:new")).content.decode()
    assert f"\u2068{MUHAMMAD}\u2069" in options and f"<bdi>{MUHAMMAD}</bdi></option>" not in options
    assert (
        f"<bdi>{SARAH}</bdi>"
        in client.get(reverse("records:subject_end", args=[person.uuid])).content.decode()
    )
