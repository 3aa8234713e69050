"""The same list by django-guardian's own shortcut, as people use it: the peer of the gate's list.

Usage, as the owner role: _guardian.py RECORDS. Writes one JSON row a reader to stdout: the first 25 rows in
the list's order and their whole count (a ListView's paginator), from the same grants, behind no wall. The
readers are put into the groups that their principals are, in a transaction that is taken back.
"""

import json
import statistics
import sys

import django

django.setup()

from _clock import Clock, timed  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from guardian.shortcuts import get_objects_for_user  # noqa: E402

from demo.bulk.people import BENCH, bench_email  # noqa: E402
from pam.access.levels import Level  # noqa: E402
from pam.access.models import Grant, Membership  # noqa: E402
from pam.access.reader import reader_of_membership  # noqa: E402
from pam.records.models import Record  # noqa: E402

PERMISSIONS = [f"records.{level.codename}" for level in Level if level >= Level.VIEW]
WARM, ROUNDS = 1, 5


def first_page(user):
    """The first page of the groups that guardian says `user` may see, and how many there are."""
    rows = get_objects_for_user(user, PERMISSIONS, klass=Record, any_perm=True, with_superuser=False)
    rows = rows.filter(kind="ocg", closed_at=None).order_by("priority", "next_review", "pk")
    page = Paginator(rows.select_related("lead__user", "agency"), 25).page(1)
    return list(page), page.paginator.count


def main():
    """Measures the list as each reader."""
    Grant.objects.is_generic = lambda: False  # guardian asks its own managers; pam's is not one of these
    records, clock = int(sys.argv[1]), Clock()
    with connection.execute_wrapper(clock):
        for name, _ in BENCH:
            member = Membership.objects.select_related("user").get(user__email=bench_email(name))
            rounds, found = [], 0
            with transaction.atomic():
                member.user.groups.set(reader_of_membership(member.pk).principals)
                for _ in range(WARM + ROUNDS):
                    (_, found), figures = timed(lambda: first_page(member.user), clock)  # noqa: B023
                    rounds.append(figures)
                transaction.set_rollback(True)
            medians = {
                what: round(statistics.median(one[what] for one in rounds[WARM:]), 2)
                for what in ("db_ms", "page_ms", "page_cpu_ms", "db_cpu_ms")
                if rounds[-1][what] is not None
            }
            print(json.dumps({"reader": name, "records": records, "found": found, **medians}), flush=True)


if __name__ == "__main__":
    main()
