"""Hit or no hit: who is asked, who answers, and what neither side learns."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import ContactPoint, LawfulBasis
from pam.access.services import create_team
from pam.audit.models import LogEntry
from pam.enquiries import services as enquiries
from pam.enquiries.models import Enquiry, EnquiryRecipient
from pam.enquiries.notices import enqueue_enquiries
from pam.notifications.tasks import send_due
from pam.reference.services.settings import set_general
from tests.actions.test_pages import date_parts, text
from tests.refusals import refused

FORM = {"kind": "person", "name": "Alex Moor", "more": "", "purpose": "Missing since Friday"}


def ask(people, agencies=("police",), persona="other_force", **changes):
    """A question of a persona to some agencies."""
    actor = people.reader(persona)
    values = {
        "kind": "person",
        "name": "Alex Moor",
        "purpose": "Missing since Friday",
        "basis": people.basis,
        "answer_by": timezone.localdate() + timedelta(days=4),
        "agencies": [people.agencies[key] for key in agencies],
    }
    with visibility.reading(actor):
        return enquiries.ask(actor=actor, **values | changes)


def answer(people, question, persona, said, words=""):
    """A persona answers for their agency."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        row = EnquiryRecipient.objects.filter(question=question, agency_id=actor.agency_id).first()
        if row is None:
            raise PermissionDenied
        return enquiries.answer(actor=actor, row=row, answer=said, words=words)


def who_sees(people, question):
    """The personas who see the question, asked of the database."""
    seen = set()
    for persona in (
        "owner",
        "colleague",
        "granted",
        "signposted",
        "other_force",
        "superuser",
        "administrator",
        "auditor",
    ):
        with visibility.reading(people.reader(persona)):
            if Enquiry.objects.filter(pk=question.pk).exists():
                seen.add(persona)
    return seen


def test_those_who_answer_for_an_agency_see_it_and_nobody_else(people):
    assert who_sees(people, ask(people)) == {"other_force", "owner"}, (
        "the supervisor answers where no team was chosen"
    )
    assert who_sees(people, ask(people, ["council"])) == {"other_force", "signposted"}, (
        "without a supervisor, the officers"
    )


def test_the_team_that_an_administrator_chose_answers_instead(people, sign_in):
    people.memberships["colleague"].teams.add(people.teams["pvp"])
    question, admin = ask(people), sign_in("administrator")
    page = reverse("enquiries:contact_point")
    assert page in text(admin.get(reverse("accounts:people")))
    shown = text(admin.post(page, {"team": people.teams["pvp"].pk}, follow=True))
    assert "answers other agencies now" in shown and sign_in("owner").get(page).status_code == 403
    assert who_sees(people, question) == {"other_force", "owner", "colleague"}
    people.memberships["owner"].teams.clear()
    assert who_sees(people, question) == {"other_force", "colleague"}
    with (
        visibility.reading(people.reader("colleague")),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        ContactPoint.objects.create(agency=people.agencies["police"], team=people.teams["unit"])


def test_no_agency_learns_who_else_was_asked(people, sign_in):
    question = ask(people, ["police", "council"])
    with visibility.reading(people.reader("owner")):
        assert [row.agency for row in EnquiryRecipient.objects.filter(question=question)] == [
            people.agencies["police"]
        ]
    page = reverse(
        "enquiries:answer",
        args=[EnquiryRecipient.objects.get(question=question, agency=people.agencies["police"]).uuid],
    )
    assert "Council" not in text(sign_in("owner").get(page)).split("<h1")[1]


def test_a_hit_that_is_not_declared_reads_like_no_hit_byte_for_byte(people, sign_in):
    question, asker = ask(people), sign_in("other_force")
    # The form has one answer for both; words that were typed with it are dropped.
    answer(people, question, "owner", "none", words="We know him well")
    row = EnquiryRecipient.objects.get()
    assert row.words == "" and "know him well" not in text(
        asker.get(reverse("enquiries:enquiry", args=[question.uuid]))
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        EnquiryRecipient.objects.filter(pk=row.pk).update(words="We know him well")


def test_it_is_answered_once_and_by_those_who_answer_alone(people):
    question = ask(people)
    with pytest.raises(PermissionDenied):
        answer(people, question, "colleague", "hit")
    with refused("missing"):
        answer(people, question, "owner", "contact")
    answer(people, question, "owner", "hit", "Ring the OCG desk")
    with refused("already_answered"):
        answer(people, question, "owner", "none")


def test_asking_rests_on_an_agreement_and_is_a_disclosure_to_each(people):
    ask(people, ["police", "council"])
    rows = LogEntry.objects.filter(verb="disclosure")
    assert {row.recipient_agency_id for row in rows} == {
        people.agencies["police"].pk,
        people.agencies["council"].pk,
    }
    assert not any(word in row.detail + row.reason for row in rows for word in ("Alex", "Missing"))
    people.agreement.bases.clear()
    people.ended_agreement.bases.clear()  # it ends tomorrow
    with refused("no_agreement"):
        ask(people)
    with refused("own_agency"):
        ask(people, ["other"])


def test_the_answer_is_logged_as_a_consultation_on_both_sides(people, sign_in):
    question = ask(people)
    answer(people, question, "owner", "hit")
    sign_in("other_force").get(reverse("enquiries:enquiry", args=[question.uuid]))
    rows = LogEntry.objects.filter(verb="consultation", detail__contains=str(question.uuid))
    assert {(row.agency_name, row.operation) for row in rows} == {
        ("Northshire Police", "answer question"),
        ("Eastmoor Police", "open answers"),
    }


def test_unanswered_ones_go_to_the_supervisors_and_administrators_after_some_days_and_answers_to_the_asker(
    people,
):
    desk = create_team(agency=people.agencies["police"], name="Desk")
    people.memberships["colleague"].teams.add(desk)
    ContactPoint.objects.create(agency=people.agencies["police"], team=desk)
    question = ask(people)
    for days in (0, 4, 4):
        EnquiryRecipient.objects.update(asked_at=timezone.now() - timedelta(days=days))
        enqueue_enquiries()
        send_due()
    told = {(m.to[0].split("@")[0], m.subject[:-8]) for m in mail.outbox}
    assert told == {
        ("colleague", "An enquiry from another agency"),
        ("colleague", "An enquiry is unanswered"),
        ("owner", "An enquiry is unanswered"),
        ("administrator", "An enquiry is waiting for your agency"),
    }
    answer(people, question, "owner", "hit")
    enqueue_enquiries()
    send_due()
    assert mail.outbox[-1].to == ["other_force@pam.example"] and len(mail.outbox) == 5
    assert not any(
        word in m.subject + m.body for m in mail.outbox for word in ("Alex", "Missing", "Eastmoor")
    )


def test_the_wall_takes_no_question_or_answer_in_anothers_name_and_none_that_is_answered(people):
    question, row = ask(people), EnquiryRecipient.objects.get()
    other = people.memberships["granted"]

    def refused(sql, params=()):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, params)
                return cursor.rowcount == 0
        except ProgrammingError:
            return True

    asked = (
        "INSERT INTO enquiries_enquiryrecipient (uuid, question_id, agency_id, asked_at, answer, "
        "words) VALUES"
        " (gen_random_uuid(), %s, %s, now(), %s, '')"
    )
    said = "UPDATE enquiries_enquiryrecipient SET answer = 'none', answered_by_id = %s WHERE id = %s"
    with visibility.reading(people.reader("granted")):
        assert refused(asked, [question.pk, people.agencies["council"].pk, ""])
        assert refused(said, [other.pk, row.pk])
    with visibility.reading(people.reader("other_force")):
        assert refused(asked, [question.pk, people.agencies["council"].pk, "hit"])
        assert refused(said, [people.memberships["other_force"].pk, row.pk])
        assert refused("UPDATE enquiries_enquiry SET name = 'x'")
    with visibility.reading(people.reader("owner")):
        assert refused(said, [other.pk, row.pk]) and refused(
            "UPDATE enquiries_enquiry SET withdrawn_at = now()"
        )
        assert not refused(said, [people.memberships["owner"].pk, row.pk])


def test_the_whole_way_by_pages(people, sign_in):
    asker, owner = sign_in("other_force"), sign_in("owner")
    page = reverse("enquiries:ask")
    assert page in text(asker.get("/"))
    typed = FORM | {"basis": people.basis.pk, "agencies": [people.agencies["police"].pk]}
    typed |= date_parts(timezone.localdate() + timedelta(days=4), "answer_by")
    assert "Say why you ask" in text(asker.post(page, typed | {"purpose": ""}))
    assert "Send this question?" in text(asker.post(page, typed)) and not Enquiry.objects.exists()
    assert "Missing since" in text(asker.post(page, typed | {"change": "yes"}))
    assert "Question sent" in text(asker.post(page, typed | {"confirm": "yes"}, follow=True))
    reply = reverse("enquiries:answer", args=[EnquiryRecipient.objects.get().uuid])
    assert reply in text(owner.get("/")) and reply in text(owner.get(reverse("enquiries:to_answer")))
    assert "Select an answer" in text(owner.post(reply, {"answer": "", "words": "x"}))
    shown = text(owner.post(reply, {"answer": "hit", "words": "Ring the desk"}))
    assert "Send this answer?" in shown and EnquiryRecipient.objects.get().waiting
    owner.post(reply, {"answer": "hit", "words": "Ring the desk", "confirm": "yes"})
    told = text(asker.get(reverse("enquiries:enquiry", args=[Enquiry.objects.get().uuid])))
    assert "Hit" in told and "Ring the desk" in told and "1 of 1 have answered" in text(asker.get("/"))
    assert reply not in text(owner.get("/"))


def test_a_withdrawn_question_needs_no_answer(people, sign_in):
    question = ask(people)
    sign_in("other_force").post(reverse("enquiries:enquiry", args=[question.uuid]))
    with refused("withdrawn"):
        answer(people, question, "owner", "hit")


def test_a_question_can_begin_with_a_subject_that_one_sees_and_with_no_other(people, world, sign_in):
    page = reverse("enquiries:ask")
    subject = f"?subject={world.parts['hidden']['subject'].uuid}"
    assert "canaryhidden" in text(sign_in("owner").get(page + subject))
    assert text(sign_in("granted").get(page + subject)).count("canaryhidden") == 0


def test_nobody_goes_through_a_list_of_names_by_asking_more_than_a_day_allows(people):
    set_general("enquiries.daily_limit", 2)
    ask(people), ask(people, persona="granted", agencies=["council"])
    ask(people)
    with refused("daily_limit"):
        ask(people)
    Enquiry.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    ask(people)
    set_general("enquiries.daily_limit", None)
    assert [ask(people) for _ in range(3)]


def test_an_agency_asks_on_no_basis_that_only_other_kinds_of_agency_have(people):
    basis = LawfulBasis.objects.get(code="common-law")
    ask(people, basis=basis)
    LawfulBasis.objects.filter(pk=basis.pk).update(agency_kinds=["health"])
    with refused("basis_of_other_agencies", field="basis"):
        ask(people, basis=LawfulBasis.objects.get(pk=basis.pk))
