"""Plays the members of the groups, where they are over time, and the orders and warnings about them."""

from datetime import timedelta

from demo.groups import GROUPS
from demo.reading import columns, read
from ocg.members import selectors, services
from ocg.models import Member, MemberStatus
from pam.access import visibility
from pam.orders import services as orders
from pam.orders.models import Order
from pam.records.models import Subject
from pam.subjects.models import WarningMarker
from pam.subjects.services.warnings import add_warning

MEMBER = ("group", "name", "added", "role", "position", "statuses", "manager", "warnings")
ORDER = ("group", "name", "kind", "issuer", "reference", "start", "end", "requirements", "visits", "breach")
DUE = ("serving",)  # whose further day is one of release


def arrange(world):
    """Notes them, each with what comes after."""
    told = read("members.yaml")
    leads = {group.key: group.lead for group in GROUPS}
    for row in _rows(told["members"], MEMBER):
        by = world.city.people[leads[row["group"]]]
        for number, status in enumerate(row["statuses"]):
            world.story.on(status[0], _status if number else _begin, world, row, by, status, hour=14)
    for row in _rows(told["orders"], ORDER):
        by = world.city.people[leads[row["group"]]]
        world.story.on(row["start"] + 1, _order, world, row, by, hour=16)
        for visit in row["visits"] or ():
            world.story.on(visit[0], _visit, world, row, by, *visit[1:], hour=17)
        if row["breach"]:
            day, text, reference = row["breach"]
            world.story.on(day, _breach, world, row, by, text, reference, hour=18)


def _rows(told, names):
    return [dict(zip(names, row, strict=True)) for row in columns(told, *names)]


def _day(world, days):
    return world.story.today + timedelta(days=days)


def _made(world, status):
    day, state, establishment, further, conditions = (*status, None, None, None)[:5]
    end = {"release_on" if state in DUE else "until": _day(world, further)} if further else {}
    return MemberStatus(
        state=state,
        since=_day(world, day),
        establishment=establishment or "",
        requirements=conditions or "",
        **end,
    )


def _subject(actor, record, name):
    rows = visibility.visible_to(actor, Subject).filter(record_id=record.pk, name=name)
    return rows.order_by("pk").first()


def _begin(world, row, by, status):
    record = world.records[row["group"]]
    probation = world.city.agencies["probation"] if row["manager"] else None
    with world.story.acting(by) as actor:
        subject = _subject(actor, record, row["name"])
        subject = subject or Subject(name=row["name"], category=row["added"] or "suspect")
        part = Member(
            role=world.term("ocg.member-role", row["role"]),
            position=row["position"],
            manager=row["manager"] or "",
            manager_agency=probation,
        )
        made = _made(world, status)
        row["kept"] = services.add_member(
            actor=actor, record=record, subject=subject, member=part, status=made
        )
        for kind, details in row["warnings"] or ():
            warning = WarningMarker(
                kind=world.term("subjects.warning", kind),
                details=details,
                source="Officers attending",
                review_on=_day(world, 120),
            )
            add_warning(actor=actor, record=record, subject=part.subject, warning=warning)


def _status(world, row, by, status):
    with world.story.acting(by) as actor:
        member = selectors.member(actor, row["kept"].uuid)
        services.set_status(actor=actor, member=member, status=_made(world, status))


def _order(world, row, by):
    record = world.records[row["group"]]
    with world.story.acting(by) as actor:
        order = Order(
            kind=world.term("subjects.order", row["kind"]),
            area="England and Wales",
            issuer=row["issuer"],
            reference=row["reference"] or "",
            start=_day(world, row["start"]),
            end=_day(world, row["end"]),
            requirements=row["requirements"],
            checked_by=record.agency,
        )
        subject = _subject(actor, record, row["name"])
        row["kept"] = orders.add_order(actor=actor, record=record, subject=subject, order=order)


def _visit(world, row, by, who, found):
    with world.story.acting(by) as actor:
        day = world.story.moment.date()
        orders.record_visit(actor=actor, order=row["kept"], on=day, by=who, text=found)


def _breach(world, row, by, text, reference):
    with world.story.acting(by) as actor:
        day = world.story.moment.date()
        orders.record_breach(actor=actor, order=row["kept"], on=day, text=text, reference=reference)
