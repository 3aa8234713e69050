"""Plays a series of meetings: one held with actions, the next with what it carries; and a daily log."""

from datetime import timedelta

from meetings.models import AgendaItem, Meeting, MeetingSeries
from meetings.secretary.services import raise_in_one_line
from meetings.selectors.kinds import offered_outcomes
from meetings.series import services
from meetings.series.selectors import planned_day
from meetings.services import conduct
from pam.access import visibility
from pam.frameworks.selectors import version_in_force
from pam.ui.fields import london_moment

MEMBERS = ("lro", "pvp", "lead", "Alison Brandt")
SAID = (
    "The coordinator took the meeting through what changed since the last one.",
    "Nothing new is known; the plan goes on as it is.",
    "Partners ask to be told earlier. The LRO will ring them.",
)
LINES = [("lro", "3w visit the addresses at night"), ("secretary", "4w bring the scores again")]
OPEN_LINES = ("Two missing 15-year-olds, both found before in Harbourne", "Knife brought to a school")


def arrange(world):
    """Notes all that happens around both series."""
    story = world.story
    monthly, daily = (
        ("ocg-management", "OCG management", "monthly", 14),
        ("dmm", "Daily management", "daily", 8),
    )
    story.at(story.when(-70, 9, 0), _begin, world, "series-ocg", *monthly)
    held = _first_tuesday(story.when(-20, 14, 0))
    story.at(held - timedelta(days=8), _call, world, "series-ocg", "series-1", held)
    story.at(held, _hold, world, "series-1")
    story.at(held + timedelta(days=2), _approve, world, "series-1")
    story.at(story.when(-4, 9, 0), _call, world, "series-ocg", "series-2", None)
    story.at(story.when(-20, 9, 0), _begin, world, "series-log", *daily)
    story.at(story.when(-1, 7, 30), _call, world, "series-log", "log-1", story.when(-1, 8, 0))
    story.at(story.when(-1, 8, 0), _log, world, "log-1")


def _first_tuesday(latest):
    """The last moment up to `latest` that is the first Tuesday of a month, at the same time of the day."""
    day = latest
    while day.weekday() != 1 or day.day > 7:
        day -= timedelta(days=1)
    return day


def _begin(world, key, code, title, every, hour):
    city = world.city
    with world.story.acting(city.people["chair"]) as actor:
        kind = version_in_force(actor, "agenda", code)
        series = MeetingSeries(
            framework_version=kind,
            title=title,
            summary=kind.body.get("purpose", ""),
            reference_terms=kind.body.get("terms-of-reference", ""),
            every=every,
            weekday=1 if every == "monthly" else None,
            which=1 if every == "monthly" else None,
            hour=world.story.when(-1, hour, 0).time(),
            place="Conference room 2, headquarters",
            quorum=kind.body.get("quorum", {}).get("people"),
            lead=city.people["chair"],
            secretary=city.people["secretary"],
            team=city.teams["command"],
            retention_group=world.group("2"),
        )
        world.records[key] = services.create_series(actor=actor, series=series)
        world.open_to[key] = {"command"}
        people = [city.people[name] for name in MEMBERS]
        services.add_members(actor=actor, series=series, people=people)


def _call(world, series, key, starts):
    with world.story.acting(world.city.people["chair"]) as actor:
        row = MeetingSeries.objects.get(pk=world.records[series].pk)
        if starts is None:  # as the rhythm says
            starts = london_moment(planned_day(actor, row), row.hour)
        world.records[key] = services.call_next(actor=actor, series=row, starts_at=starts).meeting
        world.open_to[key] = {"command"}


def _hold(world, key):
    """A formal meeting: something is said and an outcome noted of each item, two actions are raised."""
    with world.story.acting(world.city.people["chair"]) as actor:
        meeting = Meeting.objects.get(pk=world.records[key].pk)
        conduct.start(actor=actor, meeting=meeting)
        conduct.all_present(actor=actor, meeting=meeting)
        lines = list(LINES)
        for turn, item in enumerate(_items(actor, meeting)):
            outcomes = offered_outcomes(meeting, item)
            code = outcomes[-1 if turn % 3 else 0][0]
            said = SAID[turn % len(SAID)]
            conduct.write_notes(actor=actor, meeting=meeting, item=item, notes=said, version=item.version)
            if not item.about_id and lines and turn > 2:
                owner, words = lines.pop(0)
                line = f'@"{world.city.people[owner].user.name}" {words}'
                raise_in_one_line(actor=actor, meeting=meeting, item=item, line=line)
            conduct.record_outcome(actor=actor, meeting=meeting, item=item, outcome=code)
        world.story.at(world.story.moment + timedelta(minutes=95), _close, world, key)


def _log(world, key):
    """A daily log: each line ends; two stay open until tomorrow."""
    with world.story.acting(world.city.people["chair"]) as actor:
        meeting = Meeting.objects.get(pk=world.records[key].pk)
        conduct.start(actor=actor, meeting=meeting)
        conduct.all_present(actor=actor, meeting=meeting)
        for title in OPEN_LINES:
            item = conduct.add_item(actor=actor, meeting=meeting, title=title)
            conduct.record_outcome(actor=actor, meeting=meeting, item=item, outcome="tomorrow")
        world.story.at(world.story.moment + timedelta(minutes=25), _close, world, key)


def _items(actor, meeting):
    rows = visibility.visible_to(actor, AgendaItem).filter(record_id=meeting.pk, removed_at=None)
    return list(rows.order_by("position", "pk"))


def _close(world, key):
    with world.story.acting(world.city.people["chair"]) as actor:
        meeting = Meeting.objects.get(pk=world.records[key].pk)
        conduct.close(actor=actor, meeting=meeting)


def _approve(world, key):
    with world.story.acting(world.city.people["chair"]) as actor:
        conduct.approve(actor=actor, meeting=Meeting.objects.get(pk=world.records[key].pk))
