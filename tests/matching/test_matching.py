"""Covert matches: who is told, who is not, and that the person who adds can't tell."""

import re
from datetime import date

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pam.access import visibility
from pam.access.levels import Level
from pam.audit.models import LogEntry
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.matching import services as matching
from pam.matching.keys import RULES, agree, keys_of
from pam.matching.models import Match, MatchKey, MatchQueueItem
from pam.matching.selectors import rules
from pam.matching.tasks import enqueue_notices
from pam.matching.tasks import match as compare_all
from pam.notifications.tasks import send_due
from pam.records.models import Subject
from pam.records.services import add_subject, save_part
from pam.reference.services.settings import set_general
from tests.actions.world import make_ocg as make_owners_ocg
from tests.matrix.requests import same_bytes, undone
from tests.refusals import refused
from tests.standing import standing
from tests.world.world import make_ocg

UUID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(rb"<time.*?</time>")
BORN = date(1990, 5, 1)


def add(people, persona, record, name="Rowan Tealby", **fields):
    """A subject that a persona adds to a record."""
    actor = people.reader(persona)
    values = {"born": BORN} if fields.get("kind", "person") == "person" else {}
    to = {"agencies": fields.pop("agencies", None)}
    with visibility.reading(actor):
        row = add_subject(actor=actor, record=record, subject=Subject(name=name, **values | fields), **to)
    return Subject.objects.get(pk=row.pk)


@standing
def known(people):
    """Rowan Tealby, in an OCG of the owner's that nobody else may see, compared already."""
    subject = add(people, "owner", make_owners_ocg(people))
    compare_all()
    return subject


@standing
def theirs(people):
    """The other force's own OCG."""
    with visibility.reading(people.reader("other_force")):
        return make_ocg(people, "other_force", "Eastmoor group", team="other")


def test_the_lead_is_told_the_agency_and_its_contact_and_nothing_of_the_other_record(
    people, known, theirs, sign_in
):
    add(people, "other_force", theirs, "TEALBY,  Rówan")
    assert compare_all() == 1 and compare_all() == 0
    match = Match.objects.get()
    assert (match.told, match.agency.name, match.rules) == (
        people.memberships["owner"],
        "Eastmoor Police",
        "Name and date of birth",
    )
    owner = sign_in("owner")
    page = reverse("matching:match", args=[match.uuid])
    assert page in owner.get("/").content.decode()
    assert page in owner.get(reverse("disclosure:shares", args=[known.record.uuid])).content.decode()
    told = owner.get(page).content.decode()
    assert "Eastmoor Police" in told and "contact@other.example" in told
    assert not any(
        word in told for word in (theirs.reference, "Eastmoor group", "Otto", "Serious crime", "TEALBY")
    )


def test_nobody_is_told_where_the_one_who_adds_may_see_the_other(people, known):
    second = make_owners_ocg(people, "Second group")
    add(people, "owner", second)
    assert compare_all() == 0 and not Match.objects.exists()


def test_a_part_that_is_addressed_to_others_counts_as_hidden(people, theirs):
    mine = make_owners_ocg(people)
    add(people, "owner", mine, agencies=[people.agencies["police"].pk])
    with visibility.reading(people.reader("owner")):
        share(
            actor=people.reader("owner"),
            record=mine,
            proposal=ShareProposal(
                principal=people.agencies["other"].principal,
                level=Level.VIEW,
                basis=people.basis,
                reason="Joint",
                until=None,
                agreement=people.agreement,
            ),
        )
    add(people, "other_force", theirs)
    assert compare_all() == 1


@pytest.mark.slow
def test_the_one_who_adds_gets_the_same_bytes_for_the_same_queries_with_and_without_a_match(
    people, theirs, sign_in
):
    client = sign_in("other_force")
    page = reverse("subjects:subject_add", args=[theirs.uuid])
    typed = {
        "kind": "person",
        "name": "Rowan Tealby",
        "category": "suspect",
        "role": "",
        "details": "",
        "audience": "all",
        "born_day": 1,
        "born_month": 5,
        "born_year": 1990,
    }

    def send():
        with undone(), CaptureQueriesContext(connection) as queries:
            response = client.post(page, typed)
            pages = [client.get(theirs.get_absolute_url()), client.get("/")]
            after = [
                TIME.sub(b"", UUID.sub(b"", same_bytes(page))) for page in pages
            ]  # each new subject has a number of its own
        return response.status_code, same_bytes(response), after, len(queries)

    send()
    without = send()
    add(people, "owner", make_owners_ocg(people))
    compare_all()
    again = send()
    assert without[0] == again[0] == 302
    assert without == again


@pytest.mark.slow
def test_who_adds_learns_nothing_after_the_match_either(people, known, theirs, sign_in):
    client = sign_in("other_force")
    add(people, "other_force", theirs)
    pages = [
        "/",
        theirs.get_absolute_url(),
        reverse("oversight:access_log", args=[theirs.uuid]),
        reverse("matching:matches"),
    ]
    with undone():
        before = [TIME.sub(b"", same_bytes(client.get(page))) for page in pages]
    compare_all()
    assert Match.objects.exists()
    with undone():
        assert [TIME.sub(b"", same_bytes(client.get(page))) for page in pages] == before
    assert not LogEntry.objects.filter(records__contains=[theirs.pk], operation="covert match").exists()
    with visibility.reading(people.reader("other_force")):
        assert not Match.objects.exists()


def test_a_change_is_compared_like_an_addition_and_the_same_two_are_told_of_once(people, known, theirs):
    subject = add(people, "other_force", theirs, "Somebody Else")
    assert compare_all() == 0
    actor = people.reader("other_force")
    for name in ("Rowan Tealby", "Rowan James Tealby"):
        subject.name = name
        with visibility.reading(actor):
            save_part(actor=actor, part=subject, version=subject.version)
        compare_all()
    assert Match.objects.count() == 1


def test_a_job_that_died_left_its_rows_and_the_next_one_finds_them(people, known, theirs, monkeypatch):
    add(people, "other_force", theirs)
    monkeypatch.setattr(matching, "_add_match", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        compare_all()
    monkeypatch.undo()
    assert MatchQueueItem.objects.count() == 1
    assert compare_all() == 1 and not MatchQueueItem.objects.exists()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"kind": "vehicle", "name": "AB12 CDE"}, {"kind": "vehicle", "name": "ab12cde, grey van"}),
        (
            {"kind": "place", "name": "12 Quay St, HB1 4AB"},
            {"kind": "place", "name": "12 Quay Street", "details": "hb14ab"},
        ),
        (
            {"name": "Ro", "details": "Rings from 07700 900123"},
            {"name": "Unknown", "details": "+44 (0)7700 900 123"},
        ),
        (
            {"kind": "organisation", "name": "Tealby Haulage Ltd"},
            {"kind": "organisation", "name": "TEALBY HAULAGE"},
        ),
        (
            {"name": "X", "details": "rowan@Mail.example"},
            {"name": "Y", "details": "Writes from rowan@mail.example."},
        ),
        ({"name": "Łukasz Nowak", "born": BORN}, {"name": "Nowak, Lukasz", "born": BORN}),
        ({"name": "张伟明", "born": BORN}, {"name": "张伟明", "born": BORN}),
        ({"name": "Zoë O'Connell-Díaz", "born": BORN}, {"name": "zoe oconnell diaz", "born": BORN}),
        (
            {"name": "Ro", "details": "07700 900124\n07700 900731"},
            {"name": "Unknown", "details": "07700900731\n07700900125"},
        ),
        (
            {"kind": "object", "name": "IMEI 35-209900-176148-1"},
            {"kind": "object", "name": "imei 352099001761481"},
        ),
    ],
)
def test_identifiers_match_however_they_are_typed(one, other):
    assert keys_of(Subject(**one), RULES) & keys_of(Subject(**other), RULES)


@pytest.mark.parametrize(
    "one",
    [{"name": "Rowan Tealby"}, {"name": "Tealby", "born": BORN}, {"kind": "place", "name": "Quay Street"}],
)
def test_a_name_alone_is_no_identifier(one):
    assert not keys_of(Subject(**one), RULES)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1990-05-01", "1990-05", True),
        ("1990-05-01", "1990", True),
        ("1990-05-01", "36@2026", True),
        ("1990-05-01", "1990-06", False),
        ("1990", "1991", False),
        ("30@2026", "60@2026", False),
    ],
)
def test_dates_of_birth_agree_as_far_as_they_are_known(one, other, same):
    first, second = Subject(name="Łukasz Nowak", born=one), Subject(name="Lukasz Nowak", born=other)
    shared = keys_of(first, ["name-born"]) & keys_of(second, ["name-born"])
    assert (bool(shared) and agree("name-born", first, second)) is same


def test_a_flat_is_not_the_house_that_it_is_in():
    house = Subject(kind="place", name="12 Quay Street, HB1 4AB")
    flat = Subject(kind="place", name="Flat 2, 12 Quay St, HB1 4AB")
    again = Subject(kind="place", name="12 Quay St Flat 2", details="HB14AB")
    assert not keys_of(house, RULES) & keys_of(flat, RULES)
    assert keys_of(flat, RULES) & keys_of(again, RULES)


def test_a_rule_that_is_retired_matches_no_more(people, known, theirs):
    set_general("matching.by_name_born", False)
    add(people, "other_force", theirs)
    assert compare_all() == 0


def test_the_mail_holds_a_link_and_no_name(people, known, theirs):
    add(people, "other_force", theirs)
    compare_all()
    enqueue_notices()
    assert [send_due(), send_due()] == [1, 0]
    message = mail.outbox[0]
    assert (
        message.to == ["owner@pam.example"]
        and reverse("matching:match", args=[Match.objects.get().uuid]) in message.body
    )
    assert not any(
        word in message.subject + message.body for word in ("Tealby", "Eastmoor", known.record.reference)
    )


def test_what_came_of_it_is_written_once_and_the_wall_asks_too(people, known, theirs, sign_in):
    add(people, "other_force", theirs)
    compare_all()
    match, owner = Match.objects.get(), sign_in("owner")
    page = reverse("matching:match", args=[match.uuid])
    assert "Say what you did" in owner.post(page, {"state": "different", "note": " "}).content.decode()
    owner.post(page, {"state": "contacted", "note": "Rang their duty desk"})
    assert (
        "Rang their duty desk" in owner.get(page).content.decode()
        and page not in owner.get("/").content.decode()
    )
    with visibility.reading(people.reader("owner")), refused("already_answered"):
        matching.answer(actor=people.reader("owner"), match=match, state="different", note="x")
    with visibility.reading(people.reader("colleague")), connection.cursor() as cursor:
        cursor.execute("UPDATE matching_match SET note = 'x'")
        assert cursor.rowcount == 0
        for table in (MatchKey, MatchQueueItem):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(f"SELECT 1 FROM {table._meta.db_table}")


def test_what_was_there_before_is_found_later_and_tells_nobody(people, known, theirs):
    MatchQueueItem.objects.all().delete()
    for name in ("Rowan Tealby", "Robin Quayle"):
        add(people, "other_force", theirs, name)
    MatchQueueItem.objects.update(quiet=True)
    assert matching.compare_quiet(rules()) == 2 and matching.compare_quiet(rules()) == 0
    assert not MatchQueueItem.objects.exists() and not Match.objects.exists()
    assert MatchKey.objects.filter(subject__name="Robin Quayle").exists()
