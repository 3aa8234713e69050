"""Loads the demo: two years in the life of an invented city."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from demo import (
    play_assessments,
    play_cases,
    play_chronologies,
    play_clocks,
    play_disruptions,
    play_enquiries,
    play_facts,
    play_groups,
    play_households,
    play_imports,
    play_keeping,
    play_lists,
    play_marac,
    play_meetings,
    play_members,
    play_merging,
    play_papers,
    play_places,
    play_plans,
    play_practice,
    play_referrals,
    play_region,
    play_safeguarding,
    play_scoring,
    play_series,
    play_transfers,
)
from demo.clock import Story
from demo.outside import add_training, write_from_the_front_page
from demo.people import invite_newcomer, make_city, managers, requests, someone_left
from demo.play import World
from meetings.models import MinutesCopy
from meetings.services.notices import notify_minutes_ready
from pam.access.models import Agency
from pam.accounts.services.lapsing import open_due
from pam.accounts.services.terms_of_use import accept_for_everybody
from pam.actions.services.reminders import EVENTS, enqueue_reminders
from pam.db.prepared import all_prepared_statements
from pam.notifications.models import Channel, Delivery

# The lists go by the last change that everyone who can open the record may know of.
LAST_CHANGES = """
UPDATE records_record r SET updated = greatest(r.created, (
  SELECT max(e.created) FROM records_entry e WHERE e.record_id = r.id AND e.agencies IS NULL), (
  SELECT max(a.updated) FROM actions_action a WHERE a.record_id = r.id AND a.agencies IS NULL))
"""
# The database is small: else PostgreSQL plans each statement anew five times before it keeps a plan.
ONE_PLAN = "SET LOCAL plan_cache_mode = force_generic_plan"


class AlreadyThere(Exception):
    """The database has agencies already: the demo is for an empty one."""


@transaction.atomic
def load_demo():
    """Makes the city and plays its two years. Returns the `World`. Raises AlreadyThere."""
    if Agency.objects.exists():
        raise AlreadyThere
    story = Story()
    world = World(story, make_city())
    play_groups.arrange(world)
    play_facts.arrange(world)
    play_cases.arrange(world)
    play_households.arrange(world)
    play_assessments.arrange(world)
    play_clocks.arrange(world)
    play_disruptions.arrange(world)
    play_members.arrange(world)
    play_plans.arrange(world)
    play_places.arrange(world)
    play_referrals.arrange(world)
    play_scoring.arrange(world)
    play_meetings.arrange(world)
    play_series.arrange(world)
    play_marac.arrange(world)
    play_safeguarding.arrange(world)
    play_chronologies.arrange(world)
    play_transfers.arrange(world)
    play_papers.arrange(world)
    play_keeping.arrange(world)
    play_enquiries.arrange(world)
    play_lists.arrange(world)
    play_practice.arrange(world)
    play_merging.arrange(world)
    play_region.arrange(world)
    with connection.cursor() as cursor:
        cursor.execute(ONE_PLAN)
    # a fifth quicker; and chance draws what the story says
    with all_prepared_statements(), play_scoring.chance(draws=False):
        world.events = story.play()
    play_imports.bring_in(world)
    invite_newcomer(world.city)
    write_from_the_front_page(world.city)
    add_training(world.city)
    accept_for_everybody()
    someone_left(world.city)
    managers(world.city)
    requests(world.city)
    open_due()
    _told_in_its_time()
    with connection.cursor() as cursor:
        cursor.execute(LAST_CHANGES)
    return world


def _told_in_its_time():
    """What happened long ago was told then; the reminders of today go out with the first digest, at once."""
    now = timezone.now()
    for copy in MinutesCopy.objects.filter(created__lt=now - timedelta(days=1)):
        notify_minutes_ready(copy)  # the file itself is made by the worker after the load
        Delivery.objects.filter(event="minutes_ready", about=copy.uuid).update(created=copy.created)
    Delivery.objects.filter(created__lt=now - timedelta(days=1)).update(
        channel=Channel.PAGE, sent_at=F("created")
    )
    enqueue_reminders()
    Delivery.objects.filter(event__in=EVENTS.values()).update(created=now - timedelta(days=5))
