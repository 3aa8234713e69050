"""Lists begin with what is most serious, and of that with what is due next."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from ocg.models import Ocg
from pam.access import visibility
from pam.records import services
from pam.records.models import Record
from pam.reference.models import ReferenceValue
from pvp.models import CaseFile
from tests.pvp.test_cases import make_case, term
from tests.records.world import group


def titles(client, name, sort=""):
    """The titles of a list, in its order."""
    return [row.title for row in client.get(reverse(name), {"sort": sort}).context["page"].rows]


def tiered(people, title, tier, days=30):
    """A group of a tier whose review is in so many days."""
    day = date(2027, 1, 1) + timedelta(days)
    return group(people, title, tier=term("ocg.tier", tier), next_review=day)


def test_groups_begin_with_the_highest_tier_and_of_a_tier_with_the_next_review(people, sign_in):
    for title, tier, days in (("Low", "4", 1), ("Later", "1", 9), ("Sooner", "1", 3), ("Middle", "2", 0)):
        tiered(people, title, tier, days)
    client = sign_in("owner")
    assert titles(client, "ocg:list") == ["Sooner", "Later", "Middle", "Low"]
    assert titles(client, "ocg:list", "-risk") == ["Low", "Middle", "Later", "Sooner"]


def test_an_overdue_high_case_comes_before_a_standard_one_that_was_changed_last(people, sign_in):
    make_case(people, "High, overdue")
    make_case(people, "Standard, new", grade=term("pvp.grade", "standard"))
    make_case(people, "Medium", grade=term("pvp.grade", "medium"))
    assert titles(sign_in("owner"), "pvp:list") == ["High, overdue", "Medium", "Standard, new"]


def test_a_new_grade_moves_the_case_in_its_list(people, sign_in):
    case = make_case(people, "Regraded", grade=term("pvp.grade", "standard"))
    make_case(people, "Medium", grade=term("pvp.grade", "medium"))
    actor = people.reader("owner")
    with visibility.reading(actor):
        case = visibility.get(actor, CaseFile, case.uuid)
        case.grade = term("pvp.grade", "high")
        services.save_record(actor=actor, record=case, version=case.version, changed=["grade"])
    assert titles(sign_in("owner"), "pvp:list") == ["Regraded", "Medium"]


def test_a_tier_that_is_moved_in_its_list_moves_its_groups(people, sign_in):
    tiered(people, "Once low", "4")
    tiered(people, "Second", "2")
    tier = ReferenceValue.objects.get(listing="ocg.tier", code="2")
    tier.order = 9
    tier.save()
    assert titles(sign_in("owner"), "ocg:list") == ["Once low", "Second"]


@pytest.mark.django_db
def test_an_older_copy_of_a_record_does_not_set_its_place_back(people):
    record, actor = tiered(people, "Low", "4"), people.reader("owner")
    with visibility.reading(actor), connection.cursor() as cursor:
        cursor.execute("UPDATE records_record SET priority = -9 WHERE id = %s", [record.pk])
    assert Record.objects.get(pk=record.pk).priority == Ocg.objects.get(pk=record.pk).tier.order


@pytest.mark.slow
def test_the_order_of_risk_goes_by_its_index(people):
    for number in range(40):
        tiered(people, f"Group {number}", str(1 + number % 4))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM records_record WHERE kind = 'ocg'"
            " ORDER BY priority, coalesce(next_review, DATE '9999-12-31'), id LIMIT 25"
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "pam_record_priority" in plan and "Sort" not in plan
