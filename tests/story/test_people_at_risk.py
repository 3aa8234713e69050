"""People at risk, in a real Chromium: a referral from a phone to the closing of the case; a child missing
three times and a link that a school must not learn of; an adult about whose care a request was refused.

What other tests prove in the browser is done by services. pam's answers are Django's own, in the test's
transaction.
"""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Membership
from pam.assessments import services as assessments
from pam.clocks import selectors as clocks
from pam.clocks import services as clock_services
from pam.clocks.models import Clock
from pam.disagreements.models import Escalation, NotShared
from pam.records.models import Record, Subject
from pam.records.services import add_subject, link
from pvp.missing import services as missing
from pvp.models import CaseFile, MaracReferral, MissingEpisode
from pvp.safety import services as safety
from tests.drafts.test_in_chromium import Browser
from tests.loop import outside_the_loop
from tests.pvp.test_cases import make_case, term
from tests.pvp.test_risk import DYNAMICS, assess
from tests.records.world import add_person, group, share_with
from tests.stages.made import decide, move, second_supervisor
from tests.world.cases import episode, item, refer
from tests.world.closings import complete_closing
from tests.world.disagreements import refuse
from tests.world.referrals import open_desk, strand

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
HEALTH, PROBATION, HOUSING = "expired_grant", "granted", "signposted"


class Screen(Browser):
    """A person's browser, with what they do on it."""

    def at(self, name, *args):
        """Opens a page by its name."""
        self.open(reverse(name, args=args))

    def fills(self, **values):
        """Types into boxes, chooses from lists and radios, by the names of their fields."""
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").first.wait_for(state="attached")
            radio = self.page.locator(f"input[type=radio][name={name}][value='{value}']")
            if radio.count():
                radio.check()
            elif self.page.locator(f"select[name={name}]").count():
                self.page.locator(f"select[name={name}]").select_option(str(value))
            else:
                self.page.locator(f"main [name={name}]").fill(str(value))

    def presses(self, name):
        """A button or link of the page."""
        place = self.page.get_by_role("main")
        place.get_by_role("button", name=name, exact=True).or_(
            place.get_by_role("link", name=name, exact=True)
        ).first.click()

    def reads(self, *texts):
        """Waits until each is on the page."""
        for text in texts:
            self.page.get_by_text(text).first.wait_for()

    def reads_nothing_of(self, *texts):
        """None of these is anywhere in the page."""
        source = self.page.content()
        assert not [text for text in texts if text in source]


@pytest.fixture
def screen(chromium, sign_in):
    """A function from persona and width to a browser, closed after the test."""

    def screen(persona, width=1280):
        with outside_the_loop():
            client = sign_in(persona)
        return Screen(chromium, client, width)

    return screen


@contextmanager
def acting(people, persona="owner"):
    """Behind the wall, as a persona."""
    with outside_the_loop():
        actor = people.reader(persona)
        with visibility.reading(actor):
            yield actor


def of_strand(people, name, code):
    """A case of the owner's of a strand."""
    case = make_case(people, name)
    case.strand = term("pvp.strand", code)
    case.save()
    return case


# --- (a) Domestic abuse


def test_domestic_abuse_from_a_phone_in_a_clinic_to_the_closing_of_the_case(people, screen):
    with outside_the_loop():
        open_desk(people)
    refers_from_a_phone(screen(HEALTH, 390))
    officer = screen("owner")
    takes_the_referral(officer, people)
    with outside_the_loop():
        case = CaseFile.objects.select_related("person", "strand", "grade").get(title="Rosa Lind")
    two_tools_and_a_second_grade(people, case)
    officer.open(case.get_absolute_url())
    officer.reads("Risk over time", "no supervisor has seen it yet")
    repeats_within_twelve_months(officer, people, case)
    row = refers_to_marac_in_one_go(officer, people, case)
    plans_with_probation_and_housing(officer, people, case)
    tells_her(officer, people, row)
    closes(officer, people, case)
    referrer = screen(HEALTH, 390)
    referrer.at("pvp:my_referrals")
    referrer.reads("Accepted")
    referrer.reads_nothing_of(case.reference, "MARAC")


def refers_from_a_phone(nurse):
    """The form with what it asks for."""
    nurse.at("pvp:refer")
    with outside_the_loop():
        kind = strand("domestic").pk
    nurse.fills(danger="no", strand=kind, name="Rosa Lind", concern="Broken wrist; he answered for her")
    nurse.fills(told="agrees", safe_number="01632 960001", contact="01632 960002")
    nurse.presses("Send the referral")
    nurse.reads("Waiting")


def takes_the_referral(officer, people):
    """Rated, then a case file with what is known filled in."""
    officer.at("pvp:referral_queue")
    officer.presses("Rosa Lind")
    officer.presses("Rate it")
    officer.fills(rating="red", rationale="He was in the room")
    officer.presses("Save the rating")
    officer.presses("Accept: open a case file")
    with outside_the_loop():
        grade = term("pvp.grade", "medium").pk
    officer.fills(grade=grade, team=people.teams["pvp"].pk, words="Third visit since spring")
    officer.presses("Accept and open the case file")
    officer.reads("Rosa Lind", "01632 960001")


def two_tools_and_a_second_grade(people, case):
    """24 questions, and a tool without a score that a specialist grades higher."""
    with outside_the_loop():
        member = people.memberships["colleague"]
        member.teams.add(people.teams["pvp"])
        colleague = people.reader("colleague")
        assess(colleague, case, yes=15)
        row = assess(colleague, case, code=DYNAMICS, grade="standard", reason="No sign now")
    with acting(people) as actor:
        words = {"grade": "high", "reason": "A pattern of years"}
        assessments.give_second_grade(actor=actor, assessment=row, version=row.version, **words)
        suspect = Subject(name="Dean Lind", category="suspect", role="Husband")
        add_subject(actor=actor, record=Record.objects.get(pk=case.pk), subject=suspect)


def repeats_within_twelve_months(officer, people, case):
    """Referred 364 days ago because of one man and 366 days ago because of another: the page says that the
    one is a repeat today, by which dated rule, and the other is not.
    """
    for name, days in (("Dean Lind", 364), ("Carl Lind", 366)):
        with outside_the_loop(), patch.object(timezone, "now", return_value=later(-days)):
            suspect = Subject.objects.filter(record_id=case.pk, name=name).first()
            if suspect is None:
                suspect = add_person(people, case, name)
            refer(people, case, suspect=suspect)
    officer.at("pvp:marac", case.uuid)
    officer.reads("Criteria today")
    said = officer.page.get_by_role("row").filter(has_text="Repeat referral").first.inner_text()
    assert "Met" in said and "364 days before" in said and "within 12 months of the last referral" in said
    assert "366" not in said and "Carl Lind" in said and "not today" in said and "from 1 January 2010" in said


def refers_to_marac_in_one_go(officer, people, case):
    """What is known is filled in; the man, consent and the button are left."""
    officer.at("pvp:marac", case.uuid)
    officer.reads("Criteria today", "Visible high risk", "15 yes")
    officer.presses("Refer to MARAC")
    with outside_the_loop():
        dean = Subject.objects.get(record_id=case.pk, name="Dean Lind")
    officer.fills(perpetrator=dean.uuid, consent="yes")
    officer.presses("Refer to MARAC")
    officer.reads("What the list gets", "364 days before")
    with outside_the_loop():
        row = MaracReferral.objects.latest("referred_on")
        assert {one["code"]: one["fired"] for one in row.criteria} == {
            "visible-high-risk": True,
            "repeat": True,
        }
        return row


def later(days):
    """The moment so many days from now."""
    return NOW() + timedelta(days=days)


NOW = timezone.now


def plans_with_probation_and_housing(officer, people, case):
    """Two items of other agencies, and that she agreed to them."""
    with outside_the_loop():
        for agency in ("probation", "council"):
            share_with(people, case, agency=agency)
    with acting(people) as actor:
        for what, agency in (("His officer rings us first", "probation"), ("New locks on Friday", "council")):
            row = item(what=what, owner_agency=people.agencies[agency])
            safety.add_item(actor=actor, record=case, item=row)
    officer.open(case.get_absolute_url())
    officer.reads("New locks on Friday", "Not agreed with the person yet")
    officer.at("pvp:safety_agree", case.uuid)
    officer.fills(how="In person, alone")
    officer.presses("Keep it as agreed")
    officer.reads("Kept, as it was agreed.")
    officer.open(case.get_absolute_url())
    officer.reads("Agreed with Rosa Lind on")


def tells_her(officer, people, row):
    """It waits until it is recorded."""
    officer.open("/waiting/")
    officer.reads("Tell the person about the MARAC")
    officer.at("pvp:marac_told", row.uuid)
    officer.fills(told="told", how="At the clinic, alone")
    officer.presses("Save")
    officer.reads("At the clinic, alone")
    with outside_the_loop():
        assert MaracReferral.objects.get(pk=row.pk).told == "told"


def closes(officer, people, case):
    """The strand's own items are asked for; a supervisor approves."""
    officer.at("pvp:closing", case.uuid)
    officer.reads("MARAC: heard, or why it was not referred")
    with outside_the_loop():
        complete_closing(people, case)
        second_supervisor(people)
        decide(people, move(people, case, "close", reason="Safe now"))
    officer.open(case.get_absolute_url())
    officer.reads("Closed")


# --- (b) A child missing three times


def test_a_child_missing_three_times_and_a_link_that_the_school_does_not_learn_of(people, screen):
    with outside_the_loop():
        case = of_strand(people, "Kit Marsh", "missing")
        ocg = group(people, title="Saltmarsh group")
        share_with(people, case, agency="council")  # as the school of the council
    goes_missing(people, case)
    with acting(people) as actor:
        link(
            actor=actor,
            record=case,
            other=Record.objects.get(pk=ocg.pk),
            kind="exploited_by",
            why="Found there",
        )
    officer = screen("owner")
    officer.at("pvp:missing", case.uuid)
    assert officer.page.locator("main tbody tr").count() == 3
    officer.open(reverse("clocks:of_record", args=[case.uuid]))
    officer.reads("Interview after a missing child returns")
    late_interview(officer)
    a_strategy_discussion(people, case)
    officer.open(case.get_absolute_url())
    officer.reads("Kit Marsh")
    assert "Saltmarsh group" in officer.page.content()
    school = screen(HOUSING, 390)
    for address in (
        case.get_absolute_url(),
        reverse("records:chronology", args=[case.uuid]),
        reverse("search:results") + "?q=Saltmarsh",
    ):
        school.open(address)
        school.page.get_by_role("main").wait_for()
        school.reads_nothing_of("Saltmarsh group", ocg.reference, "Exploited by")
    school.open(case.get_absolute_url())
    school.reads("Kit Marsh")


def goes_missing(people, case):
    """Three times; after each the child is back, the last time five days ago, and no interview since."""
    with acting(people) as actor:
        for days in (40, 20, 6):
            gone = timezone.now() - timedelta(days=days)
            row = missing.add_episode(
                actor=actor, record=case, episode=episode(missing_from=gone), person=case.person
            )
            missing.returned(actor=actor, episode=row, version=1, at=gone + timedelta(days=1))
        for row in list(MissingEpisode.objects.order_by("missing_from")[:2]):
            day = timezone.localdate(row.returned_at)
            words = {"interview": "done", "on": day, "by": "Ife Adeyemi", "note": "She was at a friend’s"}
            missing.record_interview(actor=actor, episode=row, version=row.version, **words)


def late_interview(officer):
    """72 hours have passed: the clock is late, and the interview is recorded all the same."""
    with outside_the_loop():
        row = MissingEpisode.objects.get(interview="")
        clock = Clock.objects.get(ended_at=None, framework_version__framework__code="return-interview")
        assert clock.due < timezone.now()
    officer.at("pvp:missing_episode", row.uuid)
    officer.presses("Return interview")
    officer.fills(interview="declined", by="Ife Adeyemi", note="She tries again on Friday")
    officer.presses("Save")
    officer.reads("She tries again on Friday")


def a_strategy_discussion(people, case):
    """Its clock is started and met."""
    with acting(people) as actor:
        version = clocks.may_be_started(actor, case).get(code="strategy-discussion")
        began = timezone.now() - timedelta(hours=4)
        row = clock_services.start_clock(
            actor=actor, record=case, framework_version=version, started_at=began
        )
        clock_services.meet_clock(
            actor=actor, clock=row, version=row.version, ended_at=timezone.now(), reason="Held, all agreed"
        )


# --- (d) An adult


def test_what_another_agency_was_refused_is_escalated_answered_and_settled(people, screen):
    with outside_the_loop():
        case = of_strand(people, "Arthur Pole", "adult")
        share_with(people, case, level=Level.CONTRIBUTE)
        Membership.objects.filter(pk=people.memberships["colleague"].pk).update(roles=["officer"])
        refused = refuse(
            people, case, agencies=["police", "probation"], asked_by="Gita Granted, probation",
            what="Where his nephew lives", reason="The nephew is a witness",
        )  # fmt: skip
    partner, officer = screen(PROBATION, 390), screen("owner")
    partner.at("disagreements:decision", refused.uuid)
    partner.reads("Where his nephew lives", "The nephew is a witness")
    partner.at("disagreements:escalate", case.uuid)
    partner.fills(
        with_agency=people.agencies["police"].pk,
        title="Where the nephew lives is kept from us",
        why="He must not be visited there. We ask for the street alone.",
    )
    partner.presses("Escalate")
    partner.reads("Where the nephew lives is kept from us")
    with outside_the_loop():
        row = Escalation.objects.get()
    officer.at("disagreements:escalation", row.uuid)
    officer.presses("Answer")
    officer.fills(text="We look at it with the lead officer today.")
    officer.presses("Save the answer")
    officer.reads("We look at it with the lead officer today.")
    partner.at("disagreements:further", row.uuid)
    partner.fills(text="Two days without an answer")
    partner.presses("Take it further")
    partner.reads("Two days without an answer")
    shared_after_all(officer, refused, row)
    partner.at("disagreements:escalation", row.uuid)
    partner.reads("Settled", "The street is told")


def shared_after_all(officer, refused, row):
    """The street alone; then the escalation is settled."""
    officer.at("disagreements:review", refused.uuid)
    officer.fills(answer="shared", words="The street is told, not the house")
    officer.presses("Save the review")
    officer.reads("The street is told, not the house")
    officer.at("disagreements:settle", row.uuid)
    officer.fills(outcome="The street is told to the officer in charge")
    officer.presses("Settle it")
    officer.reads("Settled")
    with outside_the_loop():
        assert NotShared.objects.get().ended_on and Escalation.objects.get().settled_on
