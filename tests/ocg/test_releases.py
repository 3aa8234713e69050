"""The release watch: who is told before an earliest release date, and what follows when it comes."""

from datetime import timedelta

from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ocg.members import events, watch
from ocg.models import Member, MemberStatus, Ocg
from pam.access import visibility
from pam.access.models import Membership
from pam.clocks.models import Clock
from pam.dashboard.selectors.waiting import waiting_rows
from pam.notifications.models import Delivery
from pam.notifications.services import send_due
from pam.records.bulk import rows
from pam.records.models import Entry, Subject
from pam.reference.services.settings import set_general
from tests.ocg.test_members import add, move
from tests.records.world import group, page_text, share_with, url
from tests.stages.made import archive
from tests.standing import standing
from tests.world.members import status


@standing
def ocg(people):
    """A group of the owner's, who leads it."""
    return group(people)


def serving(people, record, days, **values):
    """A member who is released in so many days."""
    first = status(release_on=timezone.localdate() + timedelta(days=days))
    member = add(people, record, Subject(name="Jo Quay", category="suspect"), first=first)
    if values:
        rows(Member).filter(pk=member.pk).update(**values)
    return member


def told(day):
    """{number of a membership} that the job owes word on a day."""
    known = set(Delivery.objects.values_list("pk", flat=True))
    watch.warn(day)
    return {row.recipient_id for row in Delivery.objects.filter(event=events.SOON).exclude(pk__in=known)}


def on(member, before):
    """So many days before the release."""
    return member.statuses.get().release_on - timedelta(days=before)


def test_the_lead_is_told_at_180_90_and_28_days_once_each(people, ocg):
    member, lead = serving(people, ocg, 400), {people.memberships["owner"].pk}
    assert told(on(member, 181)) == set()
    assert told(on(member, 180)) == lead
    assert told(on(member, 179)) == set()
    assert told(on(member, 90)) == lead
    assert told(on(member, 28)) == lead
    assert told(on(member, 27)) == told(on(member, 1)) == set()


def test_releases_are_watched_after_a_group_was_archived_too(people, ocg):
    member = serving(people, ocg, 400)
    archive(people, ocg)
    assert people.memberships["owner"].pk in told(on(member, 28))


def test_of_several_that_passed_unsaid_the_nearest_alone_is_told(people, ocg):
    member = serving(people, ocg, 400)
    assert told(on(member, 20)) and told(on(member, 19)) == set()
    assert Delivery.objects.filter(event=events.SOON).count() == 1


def test_the_days_are_a_setting_and_can_be_left_out(people, ocg):
    member = serving(people, ocg, 400)
    set_general("ocg.release_first", 200)
    set_general("ocg.release_second", None)
    assert told(on(member, 199)) and told(on(member, 90)) == set() and told(on(member, 28))


def test_those_of_the_role_in_the_owner_team_are_told_and_no_others(people, ocg):
    member = serving(people, ocg, 400)
    colleague = people.memberships["colleague"]
    Membership.objects.filter(pk=colleague.pk).update(roles=["officer", "supervisor"])
    assert colleague.pk not in told(on(member, 180)), "not of the team"
    colleague.teams.add(people.teams["unit"])
    assert colleague.pk in told(on(member, 90))
    set_general("ocg.release_role", "")
    assert told(on(member, 28)) == {people.memberships["owner"].pk}


def test_the_coordinator_of_the_group_is_told_if_they_may_see_it(people, ocg):
    member, colleague = serving(people, ocg, 400), people.memberships["colleague"]
    rows(Ocg).filter(pk=ocg.pk).update(coordinator=colleague)
    assert colleague.pk not in told(on(member, 180)), "may not open it"
    colleague.teams.add(people.teams["unit"])
    assert colleague.pk in told(on(member, 90))


def test_the_offender_managers_agency_is_told_only_where_the_record_is_shared_with_it(people, ocg):
    member = serving(people, ocg, 400, manager_agency=people.agencies["probation"])
    theirs = set(Membership.objects.filter(agency=people.agencies["probation"]).values_list("pk", flat=True))
    assert not told(on(member, 180)) & theirs
    share_with(people, ocg)
    assert told(on(member, 90)) & theirs


def test_who_is_no_longer_inside_is_not_told_of(people, ocg):
    member = serving(people, ocg, 400)
    told(on(member, 180))
    owed = Delivery.objects.get(event=events.SOON)
    reader = people.reader("owner")
    with visibility.reading(reader):
        assert events.about_release(owed, reader).path == url("ocg:member", member)
    move(people, member, "licence")
    with visibility.reading(reader):
        assert events.about_release(owed, reader) is None
    watch.warn(timezone.localdate() + timedelta(days=310))
    assert Delivery.objects.filter(event=events.SOON).count() == 1


def test_a_mail_says_that_a_release_is_near_and_never_whose(people, ocg):
    serving(people, ocg, 20)
    watch.warn()
    assert send_due() >= 1
    for message in mail.outbox:
        assert "release" in message.body and "Quay" not in message.body and "Stonefell" not in message.body


def test_when_the_day_comes_the_score_falls_due_and_the_chronology_says_so_once(people, ocg):
    member = serving(people, ocg, 30)
    day = member.statuses.get().release_on
    assert watch.note_releases(day - timedelta(days=1)) == 0
    assert watch.note_releases(day) == 1
    assert watch.note_releases(day) == watch.note_releases(day + timedelta(days=5)) == 0
    clock = Clock.objects.get(record=ocg, framework_version__code="score-after-release")
    assert clock.state == "running" and clock.author_id == people.memberships["owner"].pk
    titles = list(Entry.objects.filter(record_id=ocg.pk, kind="member").values_list("title", flat=True))
    assert titles.count("Jo Quay: earliest release date") == 1
    saves = MemberStatus.history.filter(member_id=member.pk).count()
    assert saves == 1 and member.statuses.get().version == 1, "no form becomes stale by it"


def test_who_is_released_early_makes_the_score_fall_due_and_no_second_time_on_the_day(people, ocg):
    member = serving(people, ocg, 30)
    day = member.statuses.get().release_on
    move(people, member, "licence")
    assert Clock.objects.filter(framework_version__code="score-after-release").count() == 1
    assert watch.note_releases(day) == 0


def test_a_release_that_only_some_may_know_of_happens_for_them_alone(people, ocg):
    share_with(people, ocg)
    police = [people.agencies["police"].pk]
    add(people, ocg, first=status(release_on=timezone.localdate()), agencies=police)
    assert watch.note_releases() == 1
    assert Entry.objects.get(record_id=ocg.pk, title__contains="earliest release date").agencies == police
    assert Clock.objects.get(framework_version__code="score-after-release").agencies == police


def test_my_work_of_the_lead_lists_a_release_that_is_near(people, ocg):
    serving(people, ocg, 60)
    member = serving(people, ocg, 10)

    def asks(persona):
        reader = people.reader(persona)
        with visibility.reading(reader):
            found = waiting_rows(reader, most=100)
            return [row.url for row in found if "release" in row.ask]

    assert asks("owner") == [url("ocg:member_status", member)]
    assert asks("colleague") == asks("granted") == []
    move(people, member, "licence")
    assert asks("owner") == []


def test_the_list_shows_the_next_90_days_over_all_groups_that_the_reader_sees(people, ocg, sign_in):
    serving(people, ocg, 60)
    other = group(people, "Quay group")
    add(
        people,
        other,
        Subject(name="Kit Crane", category="suspect"),
        first=status(release_on=timezone.localdate() + timedelta(days=150)),
    )
    client, page = sign_in("owner"), reverse("ocg:releases")
    words = page_text(client.get(page))
    assert "Jo Quay" in words and "Kit Crane" not in words
    words = page_text(client.get(f"{page}?within=180"))
    assert words.index("Jo Quay") < words.index("Kit Crane")
    assert "Jo Quay" not in page_text(sign_in("colleague").get(page))
    typed = {"kind": "csv", "recipient": "Pat Holm", "reason": "Release planning"}
    answer = sign_in("owner").post(reverse("ocg:releases_download"), typed)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Jo Quay" in text and "Kit Crane" not in text


def test_an_exploited_person_who_serves_is_on_the_list_by_that_role(people, ocg, sign_in):
    add(
        people,
        ocg,
        Subject(name="Noor Ash", category="victim"),
        code="exploited",
        first=status(release_on=timezone.localdate() + timedelta(days=5)),
    )
    assert watch.note_releases(timezone.localdate() + timedelta(days=5)) == 1
    assert not Clock.objects.filter(framework_version__code="score-after-release").exists()
    assert "Exploited person" in page_text(sign_in("owner").get(reverse("ocg:releases")))
