"""A training agency: a second person makes it one, everything says so, nothing of it meets what is real."""

from datetime import timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Marking
from pam.access.models import Agency, Agreement, Grant, Membership
from pam.access.one_side import REFUSED, held
from pam.access.reader import reader_of_membership
from pam.access.services import create_agency, create_membership
from pam.accounts.services.terms_of_use import accept_for_everybody
from pam.audit.models import LogEntry
from pam.enquiries.models import Enquiry
from pam.matching.models import Match, MatchQueueItem
from pam.matching.tasks import match
from pam.notifications.services import enqueue
from pam.notifications.tasks import send_due
from pam.records import services as records
from pam.records.models import Identity, Link, Record, Subject
from pam.reference.models import SettingRequest
from pam.reference.services import setting_requests, settings
from tests.refusals import refused
from tests.training.conftest import acting_for

KEY = "training.agency"


def as_web(reader, statement, values=()):
    """What became of a raw statement of the web role: the database's words, "" if it took it."""
    with visibility.reading(reader), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement, values)
        except Error as error:
            return str(error).split("\n")[0]
    return "" if cursor.rowcount else "no row"


def as_owner(statement, values=()):
    """The same of the owner of the tables, whom no policy holds."""
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement, values)
        except Error as error:
            return str(error).split("\n")[0]
    return ""


def test_an_agency_is_for_training_once_a_second_person_accepts_and_only_before_it_has_work(people, sign_in):
    agency = create_agency(name="Westshire Training", short_name="West", kind="police")
    made = [
        create_membership(
            user=people.users[persona], agency=agency, teams=[], roles=roles, clearance=Marking.OFFICIAL
        )
        for persona, roles in (("administrator", ["administrator"]), ("owner", ["officer", "supervisor"]))
    ]
    accept_for_everybody()
    asker, decider = (reader_of_membership(one.pk) for one in made)
    with visibility.reading(asker):
        row = settings.change_setting(actor=asker, key=KEY, value=True, version=0)
    assert isinstance(row, SettingRequest) and not Agency.objects.get(pk=agency.pk).training
    direct = "INSERT INTO reference_setting (key, agency_id, value, version) VALUES (%s, %s, 'true', 1)"
    assert "second person" in as_web(asker, direct, [KEY, agency.pk])
    assert "permission denied" in as_web(asker, "UPDATE access_agency SET training = true")
    with visibility.reading(decider):
        setting_requests.accept_setting_request(actor=decider, request=row)
    assert Agency.objects.get(pk=agency.pk).training
    assert LogEntry.objects.filter(operation="accept setting request", agency_id=agency.pk).exists()
    police = people.reader("administrator")
    with visibility.reading(police), refused("invalid"):
        settings.change_setting(actor=police, key=KEY, value=True, version=0)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(direct, [KEY, people.agencies["police"].pk])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(direct, [KEY, None])


@pytest.mark.slow
def test_each_page_and_mail_of_a_training_agency_says_that_it_is_not_real(
    lesson, school, sign_in, mailoutbox
):
    agency, team, reader = school
    client = sign_in("owner")
    assert "Training: not real" not in client.get("/", follow=True).content.decode()
    member = Membership.objects.get(pk=reader.membership_id)
    acting_for(client, reader)
    for address in ("/", lesson.get_absolute_url(), reverse("ocg:list"), reverse("accounts:account")):
        assert "Training: not real" in client.get(address, follow=True).content.decode(), address
    assert "Lesson group" in client.get(reverse("ocg:list")).content.decode()
    assert "canary" not in client.get(reverse("ocg:list")).content.decode()
    enqueue("handed_over", lesson.uuid, [member])
    mailoutbox.clear()
    send_due()
    subjects = {one.subject.split(" [")[0]: one.body for one in mailoutbox}
    assert subjects["Training: Work was handed over to you"].startswith("Training: not real.")
    assert not any(body.startswith("Training") for words, body in subjects.items() if "Training" not in words)


def test_raw_sql_of_an_insider_binds_no_training_record_to_a_real_one(world, lesson, school):
    agency, team, trainee = school
    people, real = world.people, world.people.reader("owner")
    grant = (
        "INSERT INTO access_grant (uuid, record_id, group_id, permission_id, level, source, given_by_id,"
        " given_at, reason) VALUES (gen_random_uuid(), %s, %s, pam_permission(2), 2, 'share', %s, now(), 'x')"
    )
    probation = people.agencies["probation"].principal_id
    tries = [
        (trainee, grant, [lesson.pk, probation, trainee.membership_id]),
        (real, grant, [world.ocg.pk, agency.principal_id, real.membership_id]),
        (real, grant, [world.ocg.pk, team.principal_id, real.membership_id]),
        (real, "UPDATE records_record SET team_id = %s WHERE id = %s", [team.pk, world.ocg.pk]),
        (
            trainee,
            "UPDATE records_record SET team_id = %s WHERE id = %s",
            [people.teams["unit"].pk, lesson.pk],
        ),
        (
            real,
            "UPDATE records_record SET lead_id = %s WHERE id = %s",
            [trainee.membership_id, world.ocg.pk],
        ),
        (
            real,
            "UPDATE actions_action SET owner_agency_id = %s, owner_id = NULL, owner_team_id = NULL"
            " WHERE record_id = %s",
            [agency.pk, world.ocg.pk],
        ),
        (
            trainee,
            "INSERT INTO enquiries_enquiryrecipient (uuid, question_id, agency_id, asked_at, answer, words)"
            " VALUES (gen_random_uuid(), %s, %s, now(), '', '')",
            [_question(trainee, world).pk, people.agencies["police"].pk],
        ),
    ]
    before = list(Record.objects.order_by("pk").values())
    for reader, statement, values in tries:
        assert REFUSED in as_web(reader, statement, values), statement
        assert REFUSED in as_owner(statement, values), statement
    row = Link(
        record_id=lesson.pk,
        other_id=world.ocg.pk,
        author_id=trainee.membership_id,
        author_agency_id=agency.pk,
    )
    with pytest.raises(Error, match=REFUSED), transaction.atomic():
        row.save()
    assert list(Record.objects.order_by("pk").values()) == before


def _question(reader, world):
    return Enquiry.objects.create(
        asker_id=reader.membership_id,
        asker_agency_id=reader.agency_id,
        kind="person",
        name="Alex",
        purpose="Lesson",
        basis=world.people.basis,
        answer_by=timezone.localdate(),
    )


def test_no_agreement_is_between_training_and_real(people, school):
    agency = school[0]
    kept = {"purpose": "x", "starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(days=1)}
    for keeper in (people.agencies["police"], None):
        agreement = Agreement.objects.create(name=f"Mixed {keeper}", agency=keeper, **kept)
        with pytest.raises(Error, match=REFUSED), transaction.atomic():
            agreement.parties.set([people.agencies["council"], agency])


def _person(reader, record):
    with visibility.reading(reader):
        subject = Subject(name="Casimir Wolferton", born="1980-02-03", kind="person", category="suspect")
        return records.add_subject(actor=reader, record=record, subject=subject)


def test_rows_of_one_human_are_tied_and_matched_on_one_side_alone(world, lesson, school):
    trainee, real = school[2], world.people.reader("owner")
    mine, theirs = _person(trainee, lesson), _person(real, world.ocg)
    other = _person(world.people.reader("other_force"), world.other_ocg)
    while MatchQueueItem.objects.exists():
        match()
    assert (
        not Match.objects.filter(known=mine).exists() and not Match.objects.filter(agency=school[0]).exists()
    )
    assert Match.objects.filter(known__in=[theirs, other]).exists(), "real ones still match"
    identity = Identity.objects.create()
    assert not as_owner("UPDATE records_subject SET identity_id = %s WHERE id = %s", [identity.pk, mine.pk])
    said = as_owner("UPDATE records_subject SET identity_id = %s WHERE id = %s", [identity.pk, theirs.pk])
    assert REFUSED in said


def test_every_table_that_names_two_agencies_is_held(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname = 'pam_one_side'"
        )
        laid = {row[0] for row in cursor.fetchall()}
    assert laid == {model._meta.db_table for model, named in held() if len(named) > 1}
    assert {Grant._meta.db_table, Record._meta.db_table, Link._meta.db_table} <= laid
