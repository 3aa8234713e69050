"""The page of an organised crime group with five years of life (bin/bench ocg [--records 10000 1000000]).

A group of 2,000 parts: people, places and vehicles, members with their statuses, scores, disruptions, harm,
actions, notes, groups linked with it; its chart has 300 nodes. At each size of the rest of the database, in
one transaction that is taken back, as the web role: queries, ms in the database and of the whole, both also
as time of the processor, medians of

- **page**: the group's own page, through the whole middleware,
- **scores**: its scores over its life,
- **chart**, **chart data**: the network page, and what its script asks for,
- **export**: all of the group as a spreadsheet.

Then the same beside the smallest size.
"""

import sys
from datetime import timedelta

from _sizes import at_sizes

YEARS, ROUNDS = 5, 5
# 44 members with a status each, 60 disruptions of two rows and a line: 2,000 with what follows.
SUBJECTS, MEMBERS, SCORES, DISRUPTIONS, HARM, ACTIONS, LINKED = 259, 44, 60, 60, 240, 300, 40
PARTS = 2_000


def day(place, number):
    """The day of the `place`-th of so many things, over five years until today."""
    from django.utils import timezone

    return timezone.localdate() - timedelta(days=round(365 * YEARS * (1 - place / max(number - 1, 1))))


def whole_life(agency):
    """A group of `agency` with five years behind it, as its officer would have typed it. Returns it."""
    from _agency import group_of

    from pam.access import visibility
    from pam.records.services import link

    actor = agency.reader
    with visibility.reading(actor):
        group = group_of(agency, "Five years of the quay")
        for n in range(LINKED):
            link(actor=actor, record=group, other=group_of(agency, f"Quay side {n}"))
        _in_bulk(actor, group)
        _members(actor, group)
        _disruptions(actor, group)
        _notes(actor, group)
    return group


def _in_bulk(actor, group):
    from ocg.models import HarmEvent, Score
    from pam.actions.models import Action
    from pam.records.bulk import add_parts
    from pam.records.models import Subject
    from pam.reference.selectors.lists import terms

    kinds, harm = ("person", "person", "place", "vehicle", "object"), terms("ocg.harm-kind")
    several = {
        Subject: [
            Subject(
                name=f"Given{n} Family{n}" if n < MEMBERS else f"Thing {n}",
                kind="person" if n < MEMBERS else kinds[n % 5],
                category="suspect" if n < MEMBERS or kinds[n % 5] == "person" else "",
            )
            for n in range(SUBJECTS)
        ],
        Score: [
            Score(on=day(n, SCORES), threat=40 + n % 50, risk=50, harm=30 + n % 40, rationale="Judged again")
            for n in range(SCORES)
        ],
        HarmEvent: [
            HarmEvent(
                happened=day(n, HARM),
                on=day(n, HARM),
                what=f"Harm {n} at the quay",
                kind=harm[n % len(harm)],
                source="Crime report",
            )
            for n in range(HARM)
        ],
        Action: [
            Action(
                title=f"Visit {n} to the quay",
                strand=("pursue", "prevent", "protect", "prepare")[n % 4],
                owner_id=actor.membership_id,
                owner_agency_id=actor.agency_id,
                due=day(n, ACTIONS) + timedelta(days=30),
            )
            for n in range(ACTIONS)
        ],
    }
    for model, parts in several.items():
        add_parts(actor=actor, record=group, parts=parts, operation=f"bench {model._meta.verbose_name}")


def _members(actor, group):
    from ocg.members.services import add_member
    from ocg.models import Member, MemberStatus
    from pam.access import visibility
    from pam.records.models import Subject
    from pam.reference.selectors.lists import terms

    role = terms("ocg.member-role")[0]
    people = visibility.visible_to(actor, Subject).filter(record_id=group.pk, category="suspect")
    for n, subject in enumerate(people.order_by("pk")[:MEMBERS]):
        state = MemberStatus.State.values[n % 2]
        status = MemberStatus(state=state, since=day(n, MEMBERS), source="Log")
        part = Member(role=role, position=f"Runner {n}", source="Log")
        add_member(actor=actor, record=group, subject=subject, member=part, status=status)


def _disruptions(actor, group):
    from decimal import Decimal

    from ocg.disruptions.selectors import Output
    from ocg.disruptions.services import submit
    from ocg.models import Disruption
    from pam.reference.selectors.lists import terms

    arrests = next(term for term in terms("ocg.disruption-output") if term.code == "arrests")
    for n in range(DISRUPTIONS):
        row = Disruption(
            on=day(n, DISRUPTIONS),
            what=f"Warrant {n} at the quay",
            strand="pursue",
            claimed=terms("ocg.disruption-level")[n % 3],
            claim_reason="Two runners less",
        )
        submit(actor=actor, record=group, disruption=row, outputs=[Output(arrests, None, Decimal(1 + n % 5))])


def _notes(actor, group):
    from django.utils import timezone

    from pam.records.bulk import add_parts
    from pam.records.models import Entry

    left = PARTS - parts_of(actor, group)
    now = timezone.now()
    notes = [
        Entry(
            kind=Entry.Kind.NOTE,
            title=f"Note {n} of the quay",
            text="Seen again at dawn, with the same two cars. " * 5,
            happened_at=now - timedelta(days=365 * YEARS * n / max(left, 1)),
        )
        for n in range(left)
    ]
    add_parts(actor=actor, record=group, parts=notes, operation="bench notes")


def parts_of(actor, group):
    """How many parts the group has."""
    from ocg.models import Disruption, HarmEvent, Member, MemberStatus, Score
    from pam.access import visibility
    from pam.actions.models import Action
    from pam.records.models import Entry, Link, Subject

    models = (Subject, Entry, Link, Action, Score, Disruption, HarmEvent, Member, MemberStatus)
    return sum(visibility.visible_to(actor, one).filter(record_id=group.pk).count() for one in models)


def _export(actor, group, clock):
    from _clock import middle

    from pam.access import visibility
    from pam.records.exports import export_record

    said = {"kind": "xlsx", "recipient": "Bench", "reason": "To measure"}
    with visibility.reading(actor):
        return middle(lambda: export_record(actor=actor, record=group, **said), clock, ROUNDS)


def measure():
    """{what: its figures} in the database of the environment. For a process of its own."""
    import django

    django.setup()
    from _agency import new_agency
    from _clock import Clock
    from _pages import page_and_database, signed_in
    from django.db import connection, transaction
    from django.urls import reverse

    from pam.access import visibility
    from pam.accounts.services.terms_of_use import accept_for_everybody

    with transaction.atomic():
        agency = new_agency("Quay")
        accept_for_everybody()
        group = whole_life(agency)
        with visibility.reading(agency.reader):
            print(f"  {parts_of(agency.reader, group):,} parts", file=sys.stderr, flush=True)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        client, clock, found = signed_in(agency.member.user.email), Clock(), {}
        with connection.execute_wrapper(clock):
            for name, view in (
                ("page", "ocg:detail"),
                ("scores", "ocg:scores"),
                ("chart", "network:record"),
                ("chart data", "network:record_data"),
            ):
                found[name] = page_and_database(client, reverse(view, args=[group.uuid]), clock)[0]
            data = client.get(reverse("network:record_data", args=[group.uuid])).json()
            print(f"  {len(data['nodes'])} nodes", file=sys.stderr, flush=True)
            found["export"] = _export(agency.reader, group, clock)
        transaction.set_rollback(True)
    return found


if __name__ == "__main__":
    at_sizes("ocg", __file__, __doc__, measure)
