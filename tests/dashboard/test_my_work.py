"""What My work shows beside what waits: found in one question, named through the gate."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant
from pam.audit.models import LogEntry
from pam.audit.services import log
from pam.dashboard.selectors.work import my_work
from pam.db.having_rows import having_rows
from pam.disclosure.models import AccessRequest
from pam.records.models import Record
from tests.actions.world import share_with_probation
from tests.records.world import group, page_text

# What a test's request takes besides: role and reader taken back, savepoints.
QUERIES = 7


def asked(client):
    """The statements of My work, the second time that it is opened."""
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("home"))
    return [one["sql"] for one in captured.captured_queries]


def led_opened_and_shared(people, count):
    """So many groups of the owner's, who has opened them, and shared with probation."""
    actor = people.reader("owner")
    for n in range(count):
        record = group(people, f"Wharf {n}", next_review=timezone.localdate())
        share_with_probation(people, record)
        with visibility.reading(actor):
            log(actor, LogEntry.Verb.CONSULTATION, "open", [record.pk])


@pytest.mark.slow
def test_my_work_asks_the_same_questions_however_much_was_led_opened_and_shared(people, sign_in):
    client, partner = sign_in("owner"), sign_in("granted")
    led_opened_and_shared(people, 2)
    few = len(asked(client)), len(asked(partner))
    led_opened_and_shared(people, 4)
    assert (len(asked(client)), len(asked(partner))) == few


def test_my_work_asks_what_waits_once_for_list_and_header(people, sign_in):
    statements = asked(sign_in("owner"))
    assert len([sql for sql in statements if "pam_open_work(" in sql]) == 1
    assert not [sql for sql in statements if "pam_waiting(" in sql or "pam_my_work(" in sql]
    assert len(statements) == QUERIES


def test_the_latest_share_of_each_record_is_shown_the_newest_first(people):
    first, second = group(people, "First"), group(people, "Second")
    share_with_probation(people, first)
    share_with_probation(people, second)
    earlier = Grant.objects.get(content_object_id=second.pk, group=people.agencies["probation"].principal)
    Grant.objects.filter(pk=earlier.pk).update(given_at=timezone.now() - timedelta(days=3))
    with visibility.reading(people.reader("granted")):
        shared = my_work().shared
    assert [share.record for share in shared] == [first.pk, second.pk]
    assert {share.level for share in shared} == {Level.VIEW}


def test_a_share_that_has_ended_is_not_shown(people):
    record = group(people, "First")
    share_with_probation(people, record)
    with visibility.reading(people.reader("granted")):
        assert [share.record for share in my_work().shared] == [record.pk]
    Grant.objects.filter(content_object_id=record.pk, source="share").update(
        until=timezone.now() - timedelta(minutes=1)
    )
    with visibility.reading(people.reader("granted")):
        assert my_work().shared == []


def test_what_was_opened_last_comes_first_and_once(people, sign_in):
    first, second, client = group(people, "First"), group(people, "Second"), sign_in("owner")
    for record in (first, second, first):
        client.get(record.get_absolute_url())
    with visibility.reading(people.reader("owner")):
        assert my_work().opened == [first.pk, second.pk]
    part = page_text(client.get(reverse("home"))).partition("Recently opened")[2]
    assert re.findall("First|Second", part)[:2] == ["First", "Second"]


def test_whether_there_are_rows_is_one_question_for_all(people):
    reader = people.reader("owner")
    group(people)
    with visibility.reading(reader), CaptureQueriesContext(connection) as captured:
        answers = having_rows(
            [
                visibility.visible_to(reader, Record),
                AccessRequest.objects.filter(asker_id=reader.membership_id),
                Record.objects.none(),
            ]
        )
    assert answers == [True, False, False] and len(captured) == 1
