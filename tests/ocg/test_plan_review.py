"""Reviewing a plan: what is asked, what is kept, and what nobody writes for another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ocg.members.services import remove_member
from ocg.models import Ocg, PlanObjective, PlanReview, PlanReviewLine
from ocg.plan.lists import REVIEW_MONTHS
from ocg.plan.selectors import plan as plans
from ocg.plan.selectors.reviews import asked, months_later
from ocg.plan.services import reviews
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.actions.models import Action
from pam.actions.services import tracker
from pam.notifications.models import Delivery
from pam.records.bulk import rows
from pam.reference.services.settings import set_general
from tests.actions.world import add_action
from tests.ocg.made import submit
from tests.ocg.made_plan import add, begin, gap, objective, sro
from tests.ocg.test_members import add as add_member
from tests.records.world import group, page_text, share_with, url
from tests.standing import standing
from tests.world.plans import review_plan, said


@standing
def ocg(people):
    """A group of the owner's, who leads it; the colleague is its Senior Responsible Officer."""
    record = group(people)
    sro(people, record)
    return record


def review(people, record, persona="owner", **values):
    """The owner signs a review in which each objective stands as it did, but for `values` of the `Said`."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        now = plans.group_of(actor, record.pk)
        plan = plans.plan_of(actor, record)
        words = replace(said(asked(actor, now, plan), now), **values)
        return reviews.review(actor=actor, record=now, plan=plan, version=now.version, said=words)


def wanted(people, record):
    """What the owner is asked."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        now = plans.group_of(actor, record.pk)
        return asked(actor, now, plans.plan_of(actor, record))


def late_action(people, record, title="Visit the flats", days=5):
    """An action that was due some days ago."""
    action = add_action(people, record, title=title)
    rows(Action).filter(pk=action.pk).update(due=timezone.localdate() - timedelta(days))
    return action


def test_the_next_review_is_set_by_the_tier(people, ocg):
    begin(people, ocg)
    assert wanted(people, ocg).next_review == months_later(timezone.localdate(), 2)  # the second tier
    set_general(REVIEW_MONTHS[1], 5)
    review(people, ocg)
    kept = Ocg.objects.get(pk=ocg.pk).next_review
    assert kept == months_later(timezone.localdate(), 5) == PlanReview.objects.get().next_review


def test_a_month_later_is_the_same_day_or_the_last_of_the_month():
    assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_later(date(2026, 11, 27), 2) == date(2027, 1, 27)


def test_a_review_keeps_what_changed_by_itself_since_the_last_one(people, ocg, sign_in):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    begin(people, ocg)
    review(people, ocg)
    assert wanted(people, ocg).changes == []
    submit(people, ocg, "granted")
    action = add_action(people, ocg, title="Close the flat", owner="granted")
    reader = people.reader("granted")
    with visibility.reading(reader):
        row = Action.objects.get(pk=action.pk)
        tracker.finish(actor=reader, action=row, version=row.version, outcome="Order made")
    found = wanted(people, ocg)
    assert [(one.source, one.state) for one in found.changes] == [
        ("disruption", "Moderate claimed"),
        ("action", "Done"),
    ]
    assert {one.partner for one in found.partners} == {people.agencies["probation"].name}
    page = page_text(sign_in("owner").get(url("ocg:plan_review_page", review(people, ocg))))
    assert "Close the flat" in page and "Order made" in page and "Next review" in page


def test_a_review_shows_where_members_are_now_and_who_was_taken_out(people, ocg):
    begin(people, ocg)
    review(people, ocg)
    kept = add_member(people, ocg)
    assert [(one.source, one.state) for one in wanted(people, ocg).changes] == [("subject", "Serving")]
    actor = people.reader("owner")
    with visibility.reading(actor):
        remove_member(actor=actor, member=kept, version=kept.version, reason="Another Jo Quay")
    assert [one.state for one in wanted(people, ocg).changes] == ["Taken out as a mistake"]


def test_overdue_actions_get_a_new_date_or_end(people, ocg):
    begin(people, ocg)
    moved, ended = late_action(people, ocg), late_action(people, ocg, "Search")
    new = timezone.localdate() + timedelta(10)
    with pytest.raises(Refused) as refused:
        review(people, ocg, late=())
    assert refused.value.code == "changed"
    found = {row.pk: row for row in wanted(people, ocg).overdue}
    late = [
        reviews.Late(found[moved.pk], "move", "Keys came late", new),
        reviews.Late(found[ended.pk], "impossible", "House was sold"),
    ]
    row = review(people, ocg, late=late)
    now = {one.pk: one for one in Action.objects.all()}
    assert now[moved.pk].due == new and now[moved.pk].times_moved == 1
    assert now[ended.pk].status == "impossible" and now[ended.pk].outcome == "House was sold"
    kept = PlanReviewLine.objects.filter(review=row, section="action").order_by("title")
    assert [(line.title, line.text) for line in kept] == [
        ("Search", "House was sold"),
        ("Visit the flats", "Keys came late"),
    ]


@pytest.mark.slow
def test_a_review_is_whole(people, ocg):
    """Each objective has a sentence, each empty strand a reason, an ask its words; the day is to come."""
    begin(people, ocg)
    ask = wanted(people, ocg)
    goal = ask.objectives[0]
    today = timezone.localdate()
    for values, code in (
        ({"objectives": []}, "changed"),
        ({"objectives": [(goal, "at_risk", " ")]}, "missing"),
        ({"objectives": [(goal, "other", "So")]}, "invalid_choice"),
        ({"empty": {}}, "changed"),
        ({"empty": dict.fromkeys((one.code for one in ask.empty), "")}, "missing"),
        ({"asks": ["assets"], "ask": ""}, "missing"),
        ({"asks": ["gold"], "ask": "Gold"}, "invalid_choice"),
        ({"next_review": today}, "too_early"),
        ({"partners": "x" * 2001}, "max_length"),
        ({"partners": "\x00"}, "null_characters"),
    ):
        with pytest.raises(Refused) as refused:
            review(people, ocg, **values)
        assert refused.value.code == code, values
    assert not PlanReview.objects.exists() and PlanObjective.objects.get().sentence == ""


def test_gaps_are_answered_by_reference_and_new_ones_added(people, ocg):
    plan = begin(people, ocg)
    add(people, plan, gap())
    found = wanted(people, ocg).gaps[0]
    review(people, ocg, gaps=[(found, "IR 41")], new_gap=gap("Who pays the rent?"))
    left = wanted(people, ocg).gaps
    assert [row.question for row in left] == ["Who pays the rent?"]


def test_a_line_of_a_review_is_for_the_agencies_of_what_it_tells_of(people, ocg, sign_in):
    share_with(people, ocg, level=Level.VIEW)
    begin(people, ocg, objective("For all"))
    submit(people, ocg, what="Secret seizure", agencies=[people.agencies["police"].pk])
    row = review(people, ocg)
    assert "Secret seizure" in page_text(sign_in("owner").get(url("ocg:plan_review_page", row)))
    page = page_text(sign_in("granted").get(url("ocg:plan_review_page", row)))
    assert "For all" in page and "Secret seizure" not in page


def test_only_the_lead_signs_and_only_the_sro_comments_once(people, ocg, sign_in):
    begin(people, ocg)
    with pytest.raises(PermissionDenied):
        review(people, ocg, "colleague")
    row = review(people, ocg)
    told = Delivery.objects.get(event="plan_reviewed")
    assert told.recipient_id == people.memberships["colleague"].pk

    def comment(persona, text="Good work"):
        actor = people.reader(persona)
        with visibility.reading(actor):
            kept = PlanReview.objects.select_related("plan").get(pk=row.pk)
            return reviews.comment(actor=actor, review=kept, text=text)

    with pytest.raises(PermissionDenied):
        comment("owner")
    comment("colleague")
    with pytest.raises(Refused):
        comment("colleague", "More")
    assert "Good work" in page_text(sign_in("owner").get(url("ocg:plan_review_page", row)))


def test_the_wall_keeps_a_review_as_it_was_signed(people, ocg):
    begin(people, ocg)
    row = review(people, ocg)
    line = PlanReviewLine.objects.filter(review=row).first()
    owner, colleague = people.reader("owner"), people.reader("colleague")

    def refused(reader, work):
        with visibility.reading(reader), pytest.raises(DatabaseError) as error, transaction.atomic():
            work()
        return str(error.value)

    def late_line():
        PlanReviewLine(
            review_id=row.pk,
            record_id=row.record_id,
            author_id=row.author_id,
            author_agency_id=row.author_agency_id,
            section="ask",
            title="More",
        ).save()

    def other_words():
        kept = PlanReview.objects.get(pk=row.pk)
        kept.ask = "Something else"
        kept.save()

    def by_the_wrong_person():
        kept = PlanReview.objects.get(pk=row.pk)
        kept.comment, kept.commented_at = "Fine", timezone.now()
        kept.commented_by_id = owner.membership_id
        kept.save()

    def not_the_lead():
        PlanReview(
            plan_id=row.plan_id,
            record_id=row.record_id,
            author_id=colleague.membership_id,
            author_agency_id=colleague.agency_id,
            next_review=row.next_review,
        ).save()

    with connection.cursor() as cursor:  # each test is one transaction: the review is of an earlier one
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ocg_planreview DISABLE TRIGGER pam_plan_review_holds")
        rows(PlanReview).update(made_in=1)
        cursor.execute("ALTER TABLE ocg_planreview ENABLE TRIGGER pam_plan_review_holds")
    assert "written once" in refused(owner, late_line)
    assert "as it was signed" in refused(owner, other_words)
    assert "comments on a review" in refused(owner, by_the_wrong_person)
    assert "the lead signs" in refused(colleague, not_the_lead)
    assert line and PlanReviewLine.objects.get(pk=line.pk).title == line.title


def test_a_review_that_is_due_waits_for_the_lead_with_its_form(people, ocg, sign_in):
    begin(people, ocg)
    rows(Ocg).filter(pk=ocg.pk).update(next_review=timezone.localdate() - timedelta(3))
    page = sign_in("owner").get("/waiting/").content.decode()
    assert url("ocg:plan_review", ocg) in page
    review_plan(people, ocg)
    assert url("ocg:plan_review", ocg) not in sign_in("owner").get("/waiting/").content.decode()
