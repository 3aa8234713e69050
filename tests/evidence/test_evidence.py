"""Inspection evidence: as at any day, over what the reader sees alone, each figure with its list."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ocg.evidence.figures import find as of_groups
from ocg.models import Disruption, DisruptionAssessment, LeadOffer, LeadTraining, Ocg, Score
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Membership
from pam.actions.models import Action
from pam.evidence.registry import all_evidence
from pam.records.bulk import rows
from pam.records.models import Record
from pam.records.services import add_part, save_record
from places.evidence import find as of_profiles
from places.models import Recommendation
from places.profiles import services as profiles
from tests.actions.world import add_action
from tests.ocg.made import assess, assessor, submit
from tests.ocg.test_lead import answer
from tests.records.world import group, page_text, share_with
from tests.standing import standing
from tests.world.disruptions import term
from tests.world.places import aware, profile, recommendation, source

TODAY = timezone.localdate


def ago(days):
    """The day so many days ago."""
    return TODAY() - timedelta(days=days)


def found(people, find=of_groups, day=None, persona="owner"):
    """The figures as a persona finds them, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return find(actor, day or TODAY())[1]


def made(record, days):
    """Dates a record and its history so many days back, as if it had been made then."""
    then = timezone.now() - timedelta(days=days)
    rows(Record).filter(pk=record.pk).update(opened_at=then, created=then)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL ROLE pam_keeper")
        cursor.execute("ALTER TABLE ocg_historicalocg DISABLE TRIGGER pam_history_stays")
        cursor.execute("UPDATE ocg_historicalocg SET history_date = %s WHERE id = %s", [then, record.pk])
        cursor.execute("ALTER TABLE ocg_historicalocg ENABLE TRIGGER pam_history_stays")
        cursor.execute("RESET ROLE")


@standing
def ocg(people):
    """A group of the owner's, made 100 days ago."""
    record = group(people)
    made(record, 100)
    return record


def records(found, code):
    """The records behind a figure."""
    return [line.record for line in found[code].behind]


def test_a_group_counts_from_the_day_that_it_was_opened(people, ocg):
    assert found(people, day=ago(99))["no-plan"].words == "1 of 1"
    assert found(people, day=ago(101))["no-plan"].words == "None"


def test_a_group_without_a_lead_is_listed_as_it_was_on_the_day(people, ocg):
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = Ocg.objects.get(pk=ocg.pk)
        row.lead = people.memberships["colleague"]
        save_record(actor=actor, record=row, version=row.version, changed=["lead"])
    ended = timezone.now() - timedelta(days=10)
    Membership.objects.filter(pk=people.memberships["owner"].pk).update(
        starts_at=timezone.now() - timedelta(days=900)
    )
    Membership.objects.filter(pk=people.memberships["colleague"].pk).update(ends_at=ended)
    assert records(found(people), "no-lro") == [ocg.pk]
    assert records(found(people, day=ago(5)), "no-lro") == []  # the owner led it until today


def test_a_lead_counts_from_the_day_on_which_they_accepted(people, ocg):
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = Ocg.objects.get(pk=ocg.pk)
        row.lead = people.memberships["colleague"]
        save_record(actor=actor, record=row, version=row.version, changed=["lead"])
    lines = found(people)["no-lro"].behind
    assert [(line.record, line.words) for line in lines] == [(ocg.pk, "Its LRO had not accepted")]
    answer(people, LeadOffer.objects.get())
    assert found(people)["no-lro"].behind == []


def test_a_lead_without_training_is_counted_as_it_was_known_on_the_day(people, ocg):
    assert records(found(people), "untrained") == [ocg.pk] and found(people)["untrained"].words == "1 of 1"
    owner = people.memberships["owner"]
    LeadTraining.objects.create(
        membership=owner,
        kind=term("ocg.lro-training", "lro-course"),
        on=ago(40),
        recorded_by=owner,
        recorded_at=timezone.now() - timedelta(days=20),
    )
    assert records(found(people), "untrained") == []
    assert records(found(people, day=ago(30)), "untrained") == [ocg.pk], "recorded later"
    LeadTraining.objects.update(removed_at=timezone.now() - timedelta(days=5))
    assert records(found(people), "untrained") == [ocg.pk]
    assert records(found(people, day=ago(10)), "untrained") == [], "taken off later"


def test_a_review_is_overdue_by_the_date_that_it_had_on_the_day(people, ocg):
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = Ocg.objects.get(pk=ocg.pk)
        row.next_review = TODAY() + timedelta(days=60)
        save_record(actor=actor, record=row, version=row.version, changed=["next_review"])
    now, after = found(people), found(people, day=TODAY())
    assert records(now, "review-late") == records(after, "review-late") == []
    with visibility.reading(actor):
        row.next_review = ago(3)
        save_record(actor=actor, record=row, version=row.version, changed=["next_review"])
    assert [line.words[:14] for line in found(people)["review-late"].behind] == ["Review was due"]
    assert records(found(people, day=ago(1)), "review-late") == []


def test_plans_count_by_the_days_on_which_actions_were_added_and_taken_off(people, ocg):
    first = add_action(people, ocg, strand="pursue")
    assert records(found(people), "one-strand") == [ocg.pk]
    assert records(found(people, day=ago(1)), "no-plan") == [ocg.pk]
    second = add_action(people, ocg, strand="protect")
    assert records(found(people), "one-strand") == records(found(people), "no-plan") == []
    then = timezone.now() - timedelta(days=20)
    rows(Action).filter(pk__in=[first.pk, second.pk]).update(created=then)
    rows(Action).filter(pk=second.pk).update(status="withdrawn", ended_at=timezone.now())
    assert records(found(people), "one-strand") == [ocg.pk]
    assert records(found(people, day=ago(1)), "one-strand") == []  # both were on the plan


def test_actions_of_partners_are_counted_by_plan(people, ocg):
    share_with(people, ocg, "probation", Level.CONTRIBUTE)
    add_action(people, ocg, strand="pursue")
    assert records(found(people), "partner-actions") == [ocg.pk]
    add_action(people, ocg, owner="granted", strand="pursue")
    one = found(people)["partner-actions"]
    assert (one.words, one.behind) == ("1 of 2, 1.0 a plan", [])


def test_disruptions_count_as_moderated_from_the_day_on_which_they_were(people, ocg):
    row = submit(people, ocg)
    assessor(people)
    assess(people, row)
    then = timezone.now() - timedelta(days=30)
    rows(Disruption).filter(pk=row.pk).update(created=then)
    assert found(people)["disruptions"].words == "1 submitted, 1 moderated"
    before = found(people, day=ago(2))["disruptions"]
    assert before.words == "1 submitted, 0 moderated" and [line.record for line in before.behind] == [ocg.pk]
    assert found(people, day=ago(31))["disruptions"].words == "0 submitted, 0 moderated"
    assert DisruptionAssessment.objects.count() == 1


def test_a_group_is_assessed_on_time_by_what_was_recorded_by_then(people, ocg):
    actor = people.reader("owner")
    with visibility.reading(actor):
        score = Score(threat=1, risk=2, harm=3, rationale="Seen", on=ago(40))
        score = add_part(actor=actor, part=score, record=ocg)
    assert found(people)["reassessed"].words == "1 of 1"
    assert [line.words for line in found(people, day=ago(1))["reassessed"].behind] == ["Never assessed"]


def test_what_a_partner_owns_is_not_in_the_figures_and_hidden_rows_count_nowhere(people, ocg):
    share_with(people, ocg, "probation", Level.VIEW)
    assert found(people, persona="granted")["no-plan"].words == "None"
    assert found(people, persona="colleague")["no-plan"].words == "None"


def test_of_profiles_data_used_actions_impact_and_partners_told_are_counted(people):
    actor = people.reader("owner")
    with visibility.reading(actor):
        record = profiles.create_profile(actor=actor, profile=profile(people, "new"))
        profiles.add_recommendation(actor=actor, record=record, row=recommendation())
        own = source()
        own.agency, own.organisation = people.agencies["police"], ""
        profiles.add_source(actor=actor, record=record, source=own)
    now = found(people, of_profiles)
    assert now["profile-fresh"].words == "1 of 1"
    for code in ("profile-data", "profile-told", "profile-actions", "profile-impact"):
        assert (now[code].words, len(now[code].behind)) == ("None of 1", 1), code
    row = Recommendation.objects.get(record_id=record.pk)
    add_action(people, record, plan=row.plan_name)
    with visibility.reading(actor):
        profiles.add_source(actor=actor, record=record, source=source())
        profiles.add_aware_partner(actor=actor, record=record, row=aware())
        row.impact, row.measured_on = "Fewer calls", TODAY()
        profiles.edit_recommendation(actor=actor, row=row, version=row.version)
    now = found(people, of_profiles)
    for code in ("profile-data", "profile-told", "profile-actions", "profile-impact"):
        assert (now[code].words, now[code].behind) == ("1 of 1", []), code


def test_the_page_opens_the_list_behind_each_figure_as_at_the_same_day(people, ocg, sign_in):
    client, day = sign_in("owner"), ago(50)
    asked = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    page = client.get(reverse("evidence:page"), asked)
    assert "Over the 1 group of" in page_text(page)
    address = reverse("evidence:behind", args=["no-plan"]) + f"?on_day={day.day}"
    assert address in page.content.decode()
    behind = page_text(client.get(reverse("evidence:behind", args=["no-plan"]), asked))
    assert ocg.reference in behind and "No action yet" in behind
    day = ago(101)
    asked = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    assert ocg.reference not in page_text(client.get(reverse("evidence:behind", args=["no-plan"]), asked))


def test_a_figure_that_is_not_there_is_a_404(people, sign_in):
    assert sign_in("owner").get(reverse("evidence:behind", args=["no-such"])).status_code == 404


def test_queries_do_not_grow_with_groups(people, ocg):
    def asked():
        actor = people.reader("owner")
        with (
            visibility.reading(actor),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            for evidence in all_evidence():
                evidence.find(actor, TODAY())
        return len(queries)

    asked()  # fills what is kept in memory
    before = asked()
    for number in range(6):
        add_action(people, group(people, title=f"Group {number}"), strand="pursue")
    assert asked() == before
