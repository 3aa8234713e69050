"""Lists sort as people do."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from pam.access.models import Agency, User
from pam.records.models import Subject
from tests.records.world import add_person, group, page_text

RIGHT = ["adam", "Ágnes", "Bella", "de Souza", "Östen", "Zadie"]


def people_of_a_record(people, sign_in):
    record = group(people)
    for name in reversed(RIGHT):
        add_person(people, record, name)
    return page_text(sign_in("owner").get(record.get_absolute_url()))


def rename(people):
    for persona, name in zip(
        ("low_clearance", "colleague", "glass_before", "auditor", "data_protection", "administrator"),
        reversed(RIGHT),
        strict=True,
    ):
        User.objects.filter(pk=people.users[persona].pk).update(name=name)


def people_of_an_agency(people, sign_in):
    rename(people)
    page = sign_in("administrator").get(reverse("accounts:people")).content.decode()
    return page_text_of(page[page.index("<tbody") :])


def people_to_choose_from(people, sign_in):
    rename(people)
    page = sign_in("owner").get(reverse("ocg:new")).content.decode()
    return page_text_of(page[page.index('name="lead"') :])


def page_text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("listed", [people_of_a_record, people_of_an_agency, people_to_choose_from])
def test_lists_sort_as_people_do(people, sign_in, listed):
    text = listed(people, sign_in)
    shown = re.findall("|".join(rf"\b{name}\b" for name in RIGHT), text)
    assert list(dict.fromkeys(shown)) == RIGHT


def test_rows_without_another_order_sort_as_people_do(people):
    record = group(people)
    for name in reversed(RIGHT):
        add_person(people, record, name)
    assert [row.name for row in Subject.objects.filter(record=record)] == RIGHT
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_agency SET name = 'éclair' WHERE short_name = 'Probation'")
    names = list(Agency.objects.values_list("name", flat=True))
    assert names.index("Eastmoor Police") < names.index("éclair") < names.index("Harbourne City Council")
