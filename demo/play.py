"""What the parts of the story share: addressing, actions that are done or are not, and who looks at what."""

from datetime import timedelta

from pam.access.kept_rows import with_uuid
from pam.access.levels import Level
from pam.actions.models import Action
from pam.actions.services import tracker as actions
from pam.audit.services import Verb, log
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.records import services
from pam.records.models import RetentionGroup
from pam.reference.models import ReferenceValue

LEVELS = {level.name.lower(): level for level in Level}


class World:
    """The city and its records while the story is played. `records` and `open_to` are by the record's key.

    `open_to` says which teams' people can open a record by now, so that actions go to those who can see them.
    """

    def __init__(self, story, city):
        self.story, self.city, self.rng = story, city, story.rng
        self.records, self.open_to, self.roles = {}, {}, set()
        self.groups = {group.code: group for group in RetentionGroup.objects.filter(agency=None)}
        self.terms = {(term.listing, term.code): term for term in ReferenceValue.objects.all()}

    def term(self, listing, code):
        """The term with this code."""
        return self.terms[listing, code]

    def group(self, code):
        """The retention group of every agency with this code."""
        return self.groups[code]

    def addressed(self, to, actor):
        """The numbers of the agencies in `to` ("all", "own" or their keys), as the services take them."""
        if to == "all":
            return None
        return [actor.agency_id] if to == "own" else [self.city.agencies[key].pk for key in to]

    def note(self, key, author, title, text, to):
        """A note in the chronology, an hour or three after what it tells."""
        record, happened = self.records[key], self.story.moment - timedelta(hours=self.rng.randint(1, 3))
        with self.story.acting(author) as actor:
            services.add_note(
                actor=actor,
                record=record,
                title=title,
                text=text,
                happened_at=happened,
                agencies=self.addressed(to, actor),
            )

    def give(self, key, by, to, level, basis, agreement, reason, until, **more):
        """Shares a record with an agency or a team, until so many days from today; `more` are conditions and
        kinds.
        """
        group = self.city.agencies.get(to) or self.city.teams[to]
        end = None if until is None else self.story.when(until, 18, 0)
        if end is not None and end <= self.story.moment:
            return
        with self.story.acting(by) as actor:
            proposal = ShareProposal(
                principal=group.principal,
                level=LEVELS[level],
                basis=self.city.bases[basis],
                agreement=self.city.agreements[agreement],
                reason=reason,
                purpose="harm" if self.records[key].kind == "pvp" else "crime",
                until=end,
                **more,
            )
            share(actor=actor, record=self.records[key], proposal=proposal)
        ended = (end is not None and end < self.story.end) or not self.city.agreements[agreement].in_force(
            self.story.end
        )
        if LEVELS[level] >= Level.VIEW and not ended and "kinds" not in more:
            agency = group if group.pk and to in self.city.agencies else group.agency
            teams = [
                k
                for k, team in self.city.teams.items()
                if team.agency_id == agency.pk and (to == k or to in self.city.agencies)
            ]
            self.open_to[key].update(teams)

    def document(self, key, author, name, title, lines, to):
        """A small file on a record."""
        from demo.files import upload

        with self.story.acting(author) as actor:
            services.add_document(
                actor=actor,
                record=self.records[key],
                upload=upload(name, title, lines),
                title=title,
                agencies=self.addressed(to, actor),
            )

    def task(
        self, key, author, title, owner, days, outcome, *, strand="", plan="", to="all", details="", fate=None
    ):
        """An action due in `days`, and what becomes of it:
        done in time, done late, left open, or withdrawn.
        """
        due = self.story.moment.date() + timedelta(days=days)
        with self.story.acting(author) as actor:
            action = actions.add(
                actor=actor,
                record=self.records[key],
                title=title[:200],
                owner=owner,
                due=due,
                strand=strand,
                plan=plan,
                details=details,
                agencies=self.addressed(to, actor),
            )
        late = (due - self.story.today).days
        # Most work is done by its date; what is weeks overdue has nearly always been chased to an end.
        done = self.rng.random() < (
            1 if late < -75 else 0.97 if late < -40 else 0.72 if late < -7 else 0.45 if late < 0 else 0.12
        )
        if fate or done:
            ends = self.story.moment + timedelta(days=max(0.2, days * self.rng.uniform(0.3, 1.15)))
            self.story.at(ends, self.finish, action, fate or "done", outcome)
        return action

    def finish(self, action, fate, outcome):
        """The owner reports what came of an action, or its author takes it back."""
        by = action.author if fate == "withdrawn" else action.owner
        with self.story.acting(by) as actor:
            row = with_uuid(actor, Action, action.uuid)
            if row is None:  # the share that it rested on has ended
                return
            if fate == "withdrawn":
                actions.finish(
                    actor=actor,
                    action=row,
                    version=row.version,
                    status=fate,
                    outcome="Overtaken by events; agreed with the lead.",
                )
            else:
                actions.finish(actor=actor, action=row, version=row.version, outcome=outcome)

    def look(self, key, membership, operation="open"):
        """A person opens a record."""
        record = self.records[key]
        with self.story.acting(membership) as actor:
            log(actor, Verb.CONSULTATION, operation, [record.pk], detail=record.reference)

    def looks(self, key, begins, times):
        """Those who can open a record do so now and then, more often recently."""
        for _ in range(times):
            day = -int((self.rng.random() ** 2) * min(-begins, 400))
            self.story.on(day, self._look_by_a_reader, key)

    def _look_by_a_reader(self, key):
        teams = sorted(self.open_to[key])
        own = self.records[key].team_id
        weights = [6 if self.city.teams[team].pk == own else 1 for team in teams]
        team = self.rng.choices(teams, weights)[0]
        self.look(key, self.city.some(self.rng, team))
