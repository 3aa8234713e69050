"""Domain filters of actions, chained after the gate."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import BigIntegerField, Count, Func, Q
from django.utils import timezone

from pam.access.kept_rows import Together
from pam.access.models import Membership
from pam.records.querysets import TrackedQuerySet


class ActionQuerySet(TrackedQuerySet):
    """Filters that know nothing of the person who may see what: `gate.visible_to(reader, Action).open()`."""

    def open(self):
        """Those still to do."""
        return self.filter(status="open")

    def overdue(self):
        """Open, and the due date has passed (Europe/London)."""
        return self.open().filter(due__lt=timezone.localdate())

    def owned_by(self, reader):
        """Those that `reader` has to do, acting for their agency: their own, their teams', and those of the
        agency itself if they answer for it. The database says who does (pam_answering_agency). What its owner
        declined is theirs who raised it.
        """
        answering = Func(function="pam_answering_agency", output_field=BigIntegerField())
        of_agency = Q(owner=None, owner_team=None, owner_agency_id=answering)
        owned = Q(owner_id=reader.membership_id) | Q(owner_team_id__in=reader.team_ids) | of_agency
        back = Q(acceptance="declined", author_id=reader.membership_id)
        return self.filter(owned & ~Q(acceptance="declined") | back)

    def with_owner(self):
        """With what `owner_name` and `owner_words` say."""
        return self.select_related("owner__user", "owner_team", "owner_agency")

    def soonest_first(self):
        """By due date, then by number: the order that lists page in."""
        return self.order_by("due", "pk")

    def spread(self):
        """How the plan is spread: {strand: {"done": n, "open": n, "overdue": n}} in one query; overdue are
        not in open.

        What was superseded or withdrawn is no part of a plan.
        """
        today = timezone.localdate()
        rows = (
            self.exclude(status__in=self.model.OFF_PLAN)
            .order_by()
            .values("strand")
            .annotate(
                done=Count("pk", filter=Q(status="done")),
                open=Count("pk", filter=Q(status="open", due__gte=today)),
                overdue=Count("pk", filter=Q(status="open", due__lt=today)),
            )
        )
        return {row.pop("strand"): row for row in rows}

    def waiting_by_record(self):
        """How many are open, and how many of those overdue: {record number: (open, overdue)} in one query."""
        late = Count("pk", filter=Q(due__lt=timezone.localdate()))
        rows = self.open().order_by().values("record_id").annotate(waiting=Count("pk"), late=late)
        return {row["record_id"]: (row["waiting"], row["late"]) for row in rows}

    def waiting_of(self, record, today):
        """The same of one record, an expression, as one value for a `Subquery`: [open, overdue], or NULL."""
        rows = self.open().filter(record_id=record).order_by().values("record_id")
        late = Count("pk", filter=Q(due__lt=today))
        return rows.annotate(both=Together(Count("pk"), late)).values("both")

    def of_teams(self, reader):
        """Those owned by one of the reader's teams, or by a person in one of them."""
        people = Membership.objects.filter(teams__in=reader.team_ids).values("pk")
        return self.filter(Q(owner_id__in=people) | Q(owner_team_id__in=reader.team_ids))

    def of_agency(self, reader):
        """Those owned by the reader's agency, its teams and its people."""
        return self.filter(owner_agency_id=reader.agency_id)

    def containing(self, words):
        """Those whose title or details say `words`, as one types into a search box."""
        return self.filter(search=SearchQuery(words, config="english", search_type="websearch"))
