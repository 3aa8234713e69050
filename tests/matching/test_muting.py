"""What too many records share tells their own agency nothing; nobody silences a match for others."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from pam.access import visibility
from pam.access.models import Membership
from pam.matching.models import Match, MutedKey
from pam.matching.tasks import enqueue_notices
from pam.matching.tasks import match as compare_all
from pam.notifications.models import Delivery
from pam.records.models import Subject
from pam.records.services import add_subject
from pam.reference.services.settings import set_general
from tests.actions.world import make_ocg as make_owners_ocg
from tests.standing import standing
from tests.world.world import make_ocg

PLATE = "AB12 CDE"
MOST = 10  # the least that the setting takes


def add_plate(people, persona, record, name=PLATE):
    actor = people.reader(persona)
    with visibility.reading(actor):
        return add_subject(actor=actor, record=record, subject=Subject(kind="vehicle", name=name))


def others_group(people, number):
    with visibility.reading(people.reader("other_force")):
        return make_ocg(people, "other_force", f"Eastmoor group {number}", team="other")


@pytest.fixture(autouse=True)
def few(people):
    set_general("matching.most_records", MOST)


@standing
def known(people):
    """A plate in an OCG of the owner's, compared already."""
    subject = add_plate(people, "owner", make_owners_ocg(people))
    compare_all()
    return subject


def stuff(people, persona, number):
    """The plate in so many records of one agency, compared already."""
    for n in range(number):
        record = make_owners_ocg(people, f"Stuffed {n}") if persona == "owner" else others_group(people, n)
        add_plate(people, persona, record)
    compare_all()
    Match.objects.all().delete()


@standing
def stuffed(people, known):
    """The plate in too many records of the owner's for anyone there to be told, and in another agency's."""
    set_general("matching.most_records", MOST)
    stuff(people, "owner", MOST)
    add_plate(people, "other_force", others_group(people, 0))
    assert compare_all() == 0 and MutedKey.objects.exists()


@pytest.mark.slow
def test_many_subjects_of_one_record_mute_the_plate_for_nobody(people, known):
    stuffed = others_group(people, 0)
    for _ in range(MOST + 3):
        add_plate(people, "other_force", stuffed)
    compare_all()
    Match.objects.all().delete()
    add_plate(people, "other_force", others_group(people, 1))
    assert compare_all() == 1 and Match.objects.get().known == known
    assert not MutedKey.objects.exists()


def test_of_one_record_a_key_points_at_three_subjects_at_most(people):
    record = make_owners_ocg(people)
    first = [add_plate(people, "owner", record) for _ in range(8)]
    compare_all()
    add_plate(people, "other_force", others_group(people, 0))
    assert compare_all() == 3
    assert {row.known_id for row in Match.objects.all()} == {subject.pk for subject in first[:3]}


@pytest.mark.slow
def test_many_records_of_one_agency_do_not_silence_another(people, known):
    stuff(people, "other_force", MOST + 2)
    add_plate(people, "other_force", others_group(people, 99))
    assert compare_all() == 1 and Match.objects.get().known == known


@pytest.mark.slow
def test_too_many_records_of_an_agency_mute_that_agency_and_its_supervisors_are_told(people, stuffed):
    row = MutedKey.objects.get()
    assert (row.agency, row.rule, row.records) == (people.agencies["police"], "vehicle", MOST + 1)
    enqueue_notices()
    enqueue_notices()
    told = {row.recipient_id for row in Delivery.objects.filter(event="match_muted")}
    police = Membership.objects.filter(agency=people.agencies["police"])
    assert told == set(police.live().filter(roles__contains=["supervisor"]).values_list("pk", flat=True))
    assert Delivery.objects.filter(event="match_muted").count() == len(told) > 0


@pytest.mark.slow
def test_matching_starts_again_when_fewer_records_share_it(people, stuffed):
    set_general("matching.most_records", MOST + 20)
    add_plate(people, "other_force", others_group(people, 1))
    assert compare_all() > 0 and not MutedKey.objects.exists()


@pytest.mark.slow
def test_a_supervisor_reads_what_is_muted_and_why_and_nobody_else_does(people, stuffed, sign_in):
    page = reverse("matching:muted")
    shown = sign_in("owner").get(page).content.decode()
    assert (
        "AB12CDE" in shown.upper()
        and f"More than {MOST} records of" in shown
        and "Vehicle registration" in shown
    )
    assert page in sign_in("owner").get(reverse("matching:matches")).content.decode()
    assert sign_in("colleague").get(page).status_code == 403
    assert "AB12CDE" not in sign_in("administrator").get(page).content.decode().upper()


@pytest.mark.slow
def test_the_text_of_a_muted_identifier_is_hidden_from_a_supervisor_who_sees_none_of_its_records(
    people, stuffed, sign_in
):
    Membership.objects.filter(pk=people.memberships["colleague"].pk).update(roles=["supervisor"])
    shown = sign_in("colleague").get(reverse("matching:muted")).content.decode()
    assert "In records you cannot open" in shown and "AB12CDE" not in shown.upper()


def test_the_web_role_reads_no_muted_key_and_no_key_by_itself(people):
    with visibility.reading(people.reader("owner")):
        for table in ("matching_mutedkey", "matching_matchkey"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table}")


@pytest.mark.slow
def test_what_is_muted_goes_with_the_last_subject_that_has_it(people, stuffed):
    first, *others = Subject.objects.filter(name=PLATE)
    for subject in others:
        subject.delete()
    assert MutedKey.objects.exists()
    first.delete()
    assert not MutedKey.objects.exists()
