"""An organised crime group from its first trigger to the archive and back, over 18 months.

The clock shows where the story is (demo/clock.py): what other tests prove in the browser is done by
services, each as the person who does it. Then the group's pages are opened in a real Chromium, on a desk and
on a phone.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from demo.clock import Story
from ocg.members import events, watch
from ocg.models import Disruption, Ocg, PlanReview, PlanVersion
from ocg.plan.selectors import plan as plans
from ocg.plan.selectors.reviews import asked
from ocg.plan.services import reviews
from ocg.services import create
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.actions.models import Action
from pam.actions.services import tracker
from pam.notifications.models import Delivery
from pam.orders import services as orders
from pam.records.models import Record, Subject
from pam.records.services import save_record
from pam.stages.models import Move
from tests.actions.world import add_action
from tests.loop import outside_the_loop
from tests.merging import made as merging
from tests.ocg import made, made_plan, scored
from tests.ocg.test_harm import add as add_harm
from tests.ocg.test_members import add as add_member
from tests.ocg.test_members import move as change_status
from tests.orders.test_orders import act
from tests.orders.test_orders import add as add_order
from tests.records.world import add_person, share_with
from tests.served import Visitor
from tests.stages.made import again, decide, move
from tests.world.disruptions import output, term
from tests.world.members import status
from tests.world.plans import said

pytestmark = pytest.mark.browser
MONTHS = 548  # days

WHOLE_PATH = [
    "Under assessment", "Scored", "With the region", "Under assessment", "Scored", "With the region",
    "Mapped", "Active", "Monitored", "Archived", "Reopened", "Active",
]  # fmt: skip


class Life:
    """What happens to one group, as verbs: the owner leads it, the colleague is its Senior Responsible
    Officer and assessor, probation is the partner.
    """

    def __init__(self, people, story):
        self.people, self.story = people, story

    def trigger(self):
        """The first report: the group, and another one that turns out to be the same."""
        self.ocg, self.twin = self.records("Saltmarsh group"), self.records("Saltmarsh lot")
        made.assessor(self.people)
        member = self.people.memberships["colleague"]
        Membership.objects.filter(pk=member.pk).update(roles=["officer", "assessor", "supervisor"])
        self.jo = add_member(self.people, self.ocg, Subject(name="Jo Quay", category="suspect"))
        first = status(release_on=timezone.localdate() + timedelta(days=538))
        self.al = add_member(self.people, self.ocg, Subject(name="Al Reed", category="suspect"), first=first)

    def records(self, title):
        """A group at the first stage of the map."""
        actor = self.people.reader("owner")
        lead, team = self.people.memberships["owner"], self.people.teams["unit"]
        with visibility.reading(actor):
            return create(actor=actor, ocg=Ocg(title=title, team=team, lead=lead, tier=term("ocg.tier", "2")))

    def goes(self, *codes):
        """Moves that need nobody else."""
        for code in codes:
            move(self.people, self.ocg, code, reason="As the map asks")

    def scores(self):
        """Both methods side by side."""
        for code in (scored.ATTRIBUTES, scored.MATRIX):
            scored.score(self.people, self.ocg, code=code, place=1)

    def may_not_be_active_yet(self):
        """Says what is missing."""
        with pytest.raises(Refused) as refused:
            self.goes("activate")
        transaction.set_rollback(False)  # the story makes no savepoints, and nothing was written
        assert "signed" in str(refused.value) + " ".join(map(str, refused.value.args))

    def plans(self):
        """The plan with two objectives, actions of two agencies, signed by both."""
        self.is_shared()
        made_plan.sro(self.people, self.ocg)
        self.plan = made_plan.begin(
            self.people, self.ocg, made_plan.objective(), made_plan.objective("No child carries")
        )
        for strand, owner in (("pursue", "owner"), ("prevent", "granted"), ("protect", "owner")):
            add_action(self.people, self.ocg, strand=strand, title=f"First of {strand}", owner=owner)
        self.sets_the_next_review()
        self.signs()

    def sets_the_next_review(self):
        """Two months ahead."""
        self.saves("next_review", self.story.moment.date() + timedelta(days=60))

    def is_shared(self):
        """With the partner. Grants run out by the clock of the database, which is not moved."""
        then, self.story.moment = self.story.moment, self.story.end
        share_with(self.people, self.ocg, level=Level.CONTRIBUTE)
        self.story.moment = then

    def signs(self):
        """The lead, then the Senior Responsible Officer."""
        for persona in ("owner", "colleague"):
            made_plan.sign(self.people, self.plan, persona)

    def saves(self, name, value):
        """The lead changes one field of the group."""
        actor = self.people.reader("owner")
        with visibility.reading(actor):
            row = Ocg.objects.get(pk=self.ocg.pk)
            setattr(row, name, value)
            save_record(actor=actor, record=row, version=row.version, changed=[name])

    def disrupts(self, number, persona="owner"):
        """A disruption, agreed by the assessor a moment later."""
        row = made.submit(
            self.people,
            self.ocg,
            persona,
            on=self.story.moment.date(),
            what=f"Warrant {number}",
            outputs=[output("arrests", number)],
        )
        made.assess(self.people, row)
        return row

    def one_comes_back(self):
        """Returned with a reason, amended, agreed."""
        row = made.submit(self.people, self.ocg, on=self.story.moment.date(), what="Warrant 11")
        made.assess(self.people, row, "returned", reason="Say how many were arrested")
        row = made.amend(self.people, row, outputs=[output("arrests", 3)], what="Warrant 11, three arrested")
        made.assess(self.people, row)

    def reviews_and_plans_anew(self):
        """A review with nothing new, then another objective in version 2."""
        actor = self.people.reader("owner")
        with visibility.reading(actor):
            now = plans.group_of(actor, self.ocg.pk)
            plan = plans.plan_of(actor, self.ocg)
            words = said(asked(actor, now, plan), now)
            reviews.review(actor=actor, record=now, plan=plan, version=now.version, said=words)
        made_plan.add(self.people, self.plan, made_plan.objective("The money is found"))
        self.signs()

    def is_ordered(self):
        """An order on a member, breached."""
        day = self.story.moment.date()
        self.order = add_order(
            self.people, self.ocg, self.jo.subject, start=day, end=day + timedelta(days=700)
        )

    def breaches(self):
        """The breach is reported."""
        day = self.story.moment.date()
        act(self.people, orders.record_breach, self.order, on=day, text="Seen on the quay", reference="C 7")

    def proves_to_be_one(self):
        """The other group is merged into it: a supervisor approves."""
        self.merge = merging.merged(self.people, Record.objects.get(pk=self.ocg.pk), self.twin)

    def are_two_again(self):
        """The merge is undone."""
        merging.undo(self.people, self.merge)

    def proves_to_be_none(self):
        """The other group is set aside, with the reason."""
        add_person(self.people, self.twin, "Lee Marsh")
        for code in ("assess", "set-aside"):
            move(self.people, self.twin, code, reason="Two lone dealers")

    def ends_the_work(self):
        """All actions end, each status is known, the group is archived."""
        actor = self.people.reader("owner")
        still = Action.objects.filter(record_id=self.ocg.pk, status="open")
        for number in list(still.values_list("pk", flat=True)):
            with visibility.reading(actor):
                row = Action.objects.get(pk=number)
                tracker.finish(actor=actor, action=row, version=row.version, outcome="Done")
        self.decided("archive")

    def decided(self, code):
        """A move that the Senior Responsible Officer approves."""
        decide(self.people, move(self.people, self.ocg, code, reason="Agreed by the chair"))

    def is_released(self):
        """The day of the earliest release comes, then the new status."""
        watch.note_releases(self.story.moment.date())
        change_status(self.people, self.al, "licence", until=self.story.moment.date() + timedelta(days=200))


def told(life, before):
    """Word of the release, so many days before it."""
    release = life.al.statuses.first().release_on
    watch.warn(release - timedelta(days=before))


def eighteen_months(people, story):
    """The life of the group, each event at its own moment; returns it."""
    life = Life(people, story)
    plot = [
        (548, life.trigger), (545, life.goes, "assess"), (540, life.scores),
        (538, life.goes, "score", "send"), (530, life.goes, "send-back", "score", "send"),
        (522, life.goes, "map"), (521, life.may_not_be_active_yet),
        (515, life.plans), (510, life.goes, "activate"), (508, life.disrupts, 10, "granted"),
        *((480 - 30 * n, life.disrupts, n) for n in range(1, 10)),
        (490, add_harm, people, life), (400, life.reviews_and_plans_anew), (380, life.is_ordered),
        (330, life.breaches), (300, life.one_comes_back), (190, told, life, 180), (100, told, life, 90),
        (120, life.proves_to_be_one), (90, life.are_two_again), (85, life.proves_to_be_none),
        (61, life.sets_the_next_review),
        (60, life.goes, "monitor"),
        (38, told, life, 28), (10, life.is_released), (9, life.ends_the_work), (5, life.decided, "take-out"),
        (3, life.scores),
    ]  # fmt: skip
    for days, verb, *values in plot:
        if verb is add_harm:
            story.on(-days, lambda: add_harm(people, life.ocg))
        else:
            story.on(-days, verb, *values)
    long_ago = timezone.now() - timedelta(days=900)
    Membership.objects.update(starts_at=long_ago)  # everybody was in post all the time
    story.play()
    return life


@pytest.fixture
def screen(chromium, sign_in):
    """A function from persona and width to a browser, signed in."""

    def screen(persona, width=1280):
        with outside_the_loop():
            client = sign_in(persona)
        return Visitor(chromium, client, width, 844)

    return screen


@pytest.mark.timeout(180)
def test_a_group_lives_from_the_trigger_to_the_archive_and_back(people, screen, tmp_path):
    with outside_the_loop():
        life = eighteen_months(people, Story())
        ocg = again(people, life.ocg)
        the_database_says_so(life, ocg)
        life.saves("next_review", timezone.localdate() + timedelta(days=30))
    partner_reports_from_a_phone(screen("granted", 390), ocg)
    with outside_the_loop():
        assert Disruption.objects.filter(record_id=ocg.pk).count() == 12
    lead = screen("owner")
    is_active_again(lead, ocg)
    everything_is_on_its_pages(lead, ocg, life)
    first_screen_of_a_phone(screen("colleague", 390), ocg, tmp_path)


def the_database_says_so(life, ocg):
    """The whole path, what was signed and reviewed on it, the warnings, and the other group."""
    made_moves = Move.objects.filter(record_id=ocg.pk, state=Move.State.MADE).order_by("pk")
    assert [row.to_label for row in made_moves] == WHOLE_PATH[:-1]
    assert PlanVersion.objects.filter(record_id=ocg.pk, sro_signed_at__isnull=False).count() == 2
    assert PlanReview.objects.filter(record_id=ocg.pk).count() == 1
    assert Delivery.objects.filter(event=events.SOON).values("occasion").distinct().count() == 3
    twin = Record.objects.get(pk=life.twin.pk)
    assert (twin.title, twin.stage) == ("Saltmarsh lot", "not-an-ocg")


def partner_reports_from_a_phone(phone, ocg):
    """The shortest form: what happened, and why the level."""
    page = phone.page
    phone.open(reverse("ocg:disruption_add", args=[ocg.uuid]))
    page.get_by_label("What happened", exact=True).fill("Recalled to prison, phone seized")
    page.get_by_role("radio", name="Pursue").check()
    page.get_by_role("radio", name="Minor").check()
    page.get_by_label("Why this level", exact=True).fill("One runner less")
    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Recalled to prison, phone seized").first.wait_for()


def is_active_again(lead, ocg):
    """The lead makes the move on the group's page, under "Stage"."""
    page = lead.page
    lead.open(ocg.get_absolute_url())
    page.locator("details.pam-fold", has=page.locator("#stage-h")).evaluate("part => { part.open = true }")
    assert page.get_by_role("button", name="Activate").count(), page.locator("#stage").inner_text()
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("heading", level=1, name="Activate").wait_for()
    page.locator("main form").get_by_role("button", name="Activate").click()
    page.get_by_text("The stage is Active now.").wait_for()


def everything_is_on_its_pages(lead, ocg, life):
    """The group's page and the pages behind it say what happened."""
    said = {
        ocg.get_absolute_url(): ["Saltmarsh group", "OCG score: matrix", "2: 1 serving, 1 on licence"],
        reverse("stages:of_record", args=[ocg.uuid]): WHOLE_PATH,
        reverse("ocg:scores", args=[ocg.uuid]): ["OCG score: attributes", "OCG score: matrix", "Warrant 9"],
        reverse("ocg:plan", args=[ocg.uuid]): ["Version 2"],
        reverse("ocg:disruptions", args=[ocg.uuid]): ["Warrant 11, three arrested", "Recalled to prison"],
        reverse("ocg:harm", args=[ocg.uuid]): ["harm"],
        reverse("orders:detail", args=[life.order.uuid]): ["Breached", "Seen on the quay"],
        reverse("ocg:member", args=[life.al.uuid]): ["On licence", "Serving"],
        reverse("records:chronology", args=[ocg.uuid]): ["earliest release date"],
    }
    for address, words in said.items():
        assert lead.open(address).status == 200, address
        text = lead.page.locator("main").text_content()
        assert not [word for word in words if word not in text], address


def first_screen_of_a_phone(phone, ocg, folder):
    """Who they are and how bad it is, without scrolling; the page is short, and nothing sticks out."""
    page = phone.page
    phone.open(ocg.get_absolute_url())
    for words in ("Saltmarsh group", "OCG score: matrix"):
        box = page.get_by_text(words).first.bounding_box()
        assert box["y"] + box["height"] <= 844, words
    size = "(({scrollHeight, scrollWidth}) => [scrollHeight, scrollWidth])(document.documentElement)"
    height, width = page.evaluate(size)
    assert height <= 5_000 and width == 390
    page.screenshot(path=folder / "group.png", full_page=True)
