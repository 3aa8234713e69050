"""Local profiles: recommendations traced to actions, freshness, data used, partners told."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.actions.services import tracker
from pam.reference.services.settings import set_general
from places.models import LocalProfile
from places.profiles import selectors, services
from tests.actions.world import add_action
from tests.records.world import page_text, share_with
from tests.refusals import refused
from tests.standing import standing
from tests.world.places import aware, profile, recommendation, source


@standing
def record(people):
    """A local profile of the owner's."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return services.create_profile(actor=actor, profile=profile(people, "new"))


def call(people, verb, persona="owner", **values):
    """A persona calls a verb, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return verb(actor=actor, **values)


def traced(people, record, persona="owner"):
    """The recommendations as a persona reads them."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return selectors.recommendations_of(actor, record)


def test_recommendations_are_numbered_and_keep_their_number(people, record):
    first = call(people, services.add_recommendation, record=record, row=recommendation())
    first.withdrawn, first.number = True, 7
    call(people, services.edit_recommendation, row=first, version=first.version)
    second = call(people, services.add_recommendation, record=record, row=recommendation())
    assert (first.number, second.number) == (1, 2)
    assert [one.row.number for one in traced(people, record)] == [2]


def test_a_recommendation_is_traced_to_its_actions_and_their_outcomes(people, record):
    row = call(people, services.add_recommendation, record=record, row=recommendation())
    assert traced(people, record)[0].state == "No actions yet"
    action = add_action(people, record, plan=row.plan_name)
    add_action(people, record, plan="Recommendation 12")
    (one,) = traced(people, record)
    assert (one.state, len(one.actions), one.done) == ("In hand", 1, 0)
    call(
        people, tracker.finish, action=action, version=action.version, status="done", outcome="Locks changed"
    )
    assert (traced(people, record)[0].state, traced(people, record)[0].done) == ("Done, not measured", 1)
    row.impact, row.impact_figure, row.impact_unit = "Fewer calls", 31, "fewer calls a month"
    row.measured_on = timezone.localdate()
    call(people, services.edit_recommendation, row=row, version=row.version)
    (one,) = traced(people, record)
    assert (one.state, one.figure_words) == ("Done and measured", "31 fewer calls a month")


def test_an_action_that_is_for_others_is_not_counted(people, record):
    share_with(people, record, "probation", Level.VIEW)
    row = call(people, services.add_recommendation, record=record, row=recommendation())
    add_action(people, record, plan=row.plan_name, agencies=["police"])
    assert len(traced(people, record)[0].actions) == 1
    assert traced(people, record, "granted")[0].actions == []


def test_a_figure_says_what_changed_and_when_it_was_measured(people, record):
    row = call(people, services.add_recommendation, record=record, row=recommendation())
    row.impact_figure = 5
    with refused("missing", field="impact"):
        call(people, services.edit_recommendation, row=row, version=row.version)
    row.impact = "Fewer calls"
    with refused("missing", field="measured_on"):
        call(people, services.edit_recommendation, row=row, version=row.version)
    row.measured_on = timezone.localdate() + timedelta(days=1)
    with refused("too_late", field="measured_on"):
        call(people, services.edit_recommendation, row=row, version=row.version)


def test_a_profile_is_up_to_date_for_as_many_months_as_the_agency_set(people, record):
    today = timezone.localdate()
    row = LocalProfile.objects.get(pk=record.pk)
    row.profile_on = None
    assert selectors.fresh_until(row) is None and not selectors.is_fresh(row)
    row.profile_on = selectors.months_after(today, -12)
    assert selectors.is_fresh(row)
    row.profile_on -= timedelta(days=1)
    assert not selectors.is_fresh(row)
    set_general("places.profile_months", 24)
    assert selectors.is_fresh(row)


def test_a_month_ends_where_the_next_one_has_fewer_days():
    assert str(selectors.months_after(selectors.date(2026, 1, 31), 1)) == "2026-02-28"
    assert str(selectors.months_after(selectors.date(2026, 11, 30), 3)) == "2027-02-28"
    assert str(selectors.months_after(selectors.date(2026, 3, 15), -12)) == "2025-03-15"


def test_the_page_says_whose_data_were_used_and_who_was_told(people, record, sign_in):
    call(people, services.add_source, record=record, source=source())
    call(people, services.add_aware_partner, record=record, row=aware())
    page = page_text(sign_in("owner").get(reverse("places:profile", args=[record.uuid])))
    assert "Housing repairs" in page and "Residents of the wharf" in page


def test_days_to_come_and_data_that_end_before_they_begin_are_refused(people, record):
    tomorrow = timezone.localdate() + timedelta(days=1)
    late = source()
    late.received_on = tomorrow
    with refused("too_late", field="received_on"):
        call(people, services.add_source, record=record, source=late)
    row = profile(people, "other")
    row.profile_on = tomorrow
    with refused("too_late", field="profile_on"):
        call(people, services.create_profile, profile=row)
    row = profile(people, "other")
    row.period_from, row.period_to = row.period_to, row.period_from
    with refused("not_in_order", field="period_to"):
        call(people, services.create_profile, profile=row)
