"""A lead of a partner, who contributes and does not manage, reviews the plan and changes nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ocg.models import Ocg, PlanObjective, PlanReview, PlanReviewLine
from ocg.plan.selectors import plan as plans
from ocg.plan.selectors.reviews import asked
from ocg.plan.services import reviews
from pam.access import visibility
from pam.access.errors import Stale
from pam.access.levels import Level
from pam.access.models import Grant
from tests.ocg.made_plan import add, begin, gap, objective
from tests.ocg.test_lead import answer, ask
from tests.records.world import group, page_text, share_with, url
from tests.standing import standing
from tests.world.plans import said


@standing
def ocg(people):
    """A group of the owner's with a plan, which a partner leads: probation, who contributes."""
    record = group(people)
    share_with(people, record, level=Level.CONTRIBUTE)
    plan = begin(people, record)
    add(people, plan, gap())
    answer(people, ask(people, record, "granted"), "granted")
    return record


def review(people, record, version=None, persona="granted"):
    """A persona says that each objective is at risk, and sets the next review 40 days from now."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        now = plans.group_of(actor, record.pk)
        plan = plans.plan_of(actor, record)
        words = said(asked(actor, now, plan), now)
        words = type(words)(
            **{
                **vars(words),
                "objectives": [(row, "at_risk", "Two runners are back") for row, _, _ in words.objectives],
                "next_review": timezone.localdate() + timedelta(40),
            }
        )
        return reviews.review(actor=actor, record=now, plan=plan, version=version or now.version, said=words)


def test_a_lead_of_a_partner_reviews_the_plan_without_managing_the_group(people, ocg, sign_in):
    page = sign_in("granted").get(url("ocg:plan_review", ocg))
    assert page.status_code == 200
    before = Ocg.objects.get(pk=ocg.pk)
    row = review(people, ocg)
    now, one = Ocg.objects.get(pk=ocg.pk), PlanObjective.objects.get(plan_id=row.plan_id)
    assert now.next_review == timezone.localdate() + timedelta(40) and now.version == before.version + 1
    assert (one.state, one.sentence) == ("at_risk", "Two runners are back") and one.stated_at
    latest = one.history.order_by("-history_id").first()
    assert (latest.state, latest.history_user_id) == ("at_risk", people.reader("granted").user_id)
    assert now.history.order_by("-history_id").first().next_review == now.next_review
    assert "At risk" in page_text(sign_in("owner").get(url("ocg:plan_review_page", row)))


def test_a_lead_of_a_partner_is_not_asked_of_what_others_wrote_and_they_cannot_change(people, ocg):
    actor = people.reader("granted")
    with visibility.reading(actor):
        assert not asked(actor, plans.group_of(actor, ocg.pk), plans.plan_of(actor, ocg)).gaps


def test_a_review_on_an_older_page_of_a_lead_of_a_partner_is_refused(people, ocg):
    with pytest.raises(Stale):
        review(people, ocg, version=Ocg.objects.get(pk=ocg.pk).version + 7)
    assert not PlanReview.objects.filter(record_id=ocg.pk).exists()


def test_who_manages_and_does_not_lead_reviews_nothing(people, ocg):
    with pytest.raises(PermissionDenied):
        review(people, ocg, persona="owner")


def test_a_lead_whose_share_was_narrowed_to_view_reviews_no_more(people, ocg):
    Grant.objects.filter(content_object_id=ocg.pk, level=Level.CONTRIBUTE).update(level=Level.VIEW)
    with pytest.raises(PermissionDenied):
        review(people, ocg)
    assert not PlanReview.objects.filter(record_id=ocg.pk).exists()


def test_the_wall_lets_the_lead_of_a_partner_change_nothing_but_by_a_review(people, ocg):
    row = review(people, ocg)
    partner = people.reader("granted")
    with visibility.reading(partner), connection.cursor() as cursor:
        for sql, values in (
            ("UPDATE records_record SET next_review = current_date WHERE id = %s", [ocg.pk]),
            ("UPDATE ocg_planobjective SET sentence = 'Fine' WHERE record_id = %s", [ocg.pk]),
            ("UPDATE ocg_plan SET end_state = 'None' WHERE record_id = %s", [ocg.pk]),
        ):
            cursor.execute(sql, values)
            assert cursor.rowcount == 0, sql
    other = begin(people, group(people, "Lock group"), objective("Another group's"))
    theirs = PlanObjective.objects.get(plan_id=other.pk)
    with visibility.reading(partner), transaction.atomic():
        PlanReviewLine(
            review_id=row.pk,
            record_id=row.record_id,
            author_id=row.author_id,
            author_agency_id=row.author_agency_id,
            section="objective",
            about=theirs.uuid,
            title="Another",
            state="Met",
            text="Done",
        ).save()
    theirs.refresh_from_db()
    assert theirs.state == "on_track" and not theirs.sentence
    with visibility.reading(people.reader("owner")), pytest.raises(DatabaseError), transaction.atomic():
        PlanReview(
            plan_id=row.plan_id,
            record_id=row.record_id,
            author_id=people.memberships["owner"].pk,
            author_agency_id=people.reader("owner").agency_id,
            next_review=timezone.localdate() + timedelta(9),
        ).save()
