"""Orders on people and places: made, checked, breached, varied, discharged; a register of all; warnings."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.dashboard.selectors.waiting import waiting_rows
from pam.notifications.models import Delivery
from pam.notifications.services import send_due
from pam.orders import events, reminders, services
from pam.orders.models import Order, OrderEvent
from pam.records.models import Entry
from pam.reference.services.settings import set_general
from tests.records.test_queries import count
from tests.records.world import add_person, group, page_text, share_with, url
from tests.standing import standing
from tests.subjects.test_warnings import add as warn_about
from tests.world.orders import kind, order

REFUSED = (ProgrammingError, IntegrityError)


@standing
def ocg(people):
    """A group of the owner's, who leads it."""
    return group(people)


@standing
def sam(people, ocg):
    """A person of it."""
    return add_person(people, ocg)


def days(number):
    """So many days from today."""
    return timezone.localdate() + timedelta(days=number)


def add(people, record, subject, persona="owner", agencies=None, **values):
    """A persona adds an order, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.add_order(
            actor=actor, record=record, subject=subject, order=order(**values), agencies=agencies
        )


def act(people, service, row, persona="owner", **values):
    """A persona does something with an order or a breach as it is now."""
    actor, named = people.reader(persona), "breach" if isinstance(row, OrderEvent) else "order"
    with visibility.reading(actor):
        now = type(row).objects.get(pk=row.pk)
        if service in (services.vary_order, services.discharge_order, services.settle_breach):
            values["version"] = now.version
        return service(actor=actor, **{named: now}, **values)


def test_an_order_is_added_in_a_form_and_is_on_the_persons_page_and_beside_the_record(
    people, ocg, sam, sign_in
):
    client, end = sign_in("owner"), days(20)
    assert "No orders" in page_text(client.get(url("subjects:subject", sam)))
    typed = {"subject": str(sam.uuid), "kind": kind().pk, "area": "England and Wales", "audience": "all"}
    typed |= {"issuer": "Eastmoor County Court", "start_day": 3, "start_month": 3, "start_year": 2026}
    typed |= {"end_day": end.day, "end_month": end.month, "end_year": end.year}
    typed |= {"requirements": "Keeps out of the harbour\nHas one telephone"}
    answer = client.post(url("orders:add", ocg), typed)
    row = Order.objects.get()
    assert answer["Location"] == url("orders:detail", row) and len(row.condition_lines) == 2
    for page in (url("subjects:subject", sam), ocg.get_absolute_url(), url("orders:of_record", ocg)):
        assert "Gang injunction" in page_text(client.get(page)), page
    assert "Has one telephone" in page_text(client.get(answer["Location"]))
    assert Entry.objects.get(kind="order").title == "Order made: Gang injunction, Sam Sailor"


@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("dapo", {"start": date(2024, 11, 26), "area": "Pilot areas in England and Wales"}, "start"),
        ("dapo", {"start": date(2025, 1, 6)}, "area"),
        ("gang-injunction", {"area": "Scotland"}, "area"),
        ("gang-injunction", {"end": days(-200)}, "end"),
    ],
)
def test_a_kind_that_was_not_in_force_on_that_day_or_there_is_refused(people, ocg, sam, code, values, field):
    with pytest.raises(Refused) as refused:
        add(people, ocg, sam, code=code, **values)
    assert refused.value.field == field


def test_a_kind_of_a_wider_area_is_made_within_it_and_one_of_a_pilot_only_there(people, ocg, sam):
    add(people, ocg, sam, area="Pilot areas in England and Wales")
    add(people, ocg, sam, code="dapo", start=date(2025, 1, 6), area="Pilot areas in England and Wales")
    add(people, ocg, sam, code="phone-restriction", area="Scotland")
    assert Order.objects.count() == 3


def test_a_visit_is_recorded_under_the_warnings_about_the_person(people, ocg, sam, sign_in):
    row, client = add(people, ocg, sam), sign_in("owner")
    warn_about(people, sam, "weapons")
    form = client.get(url("orders:visit", row))
    assert "Warnings before a visit" in form.content.decode() and "Weapons" in page_text(form)
    today = timezone.localdate()
    typed = {"by": "PC Ward", "text": "At home", "on_day": today.day, "on_month": today.month}
    client.post(url("orders:visit", row), {**typed, "on_year": today.year})
    assert OrderEvent.objects.get().type == "visit"
    assert "PC Ward" in page_text(client.get(url("orders:detail", row)))


def test_warnings_before_a_visit_are_those_that_the_reader_may_see(people, ocg, sam, sign_in):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    row = add(people, ocg, sam)
    warn_about(people, sam, "weapons", agencies=[people.agencies["police"].pk])
    assert "Weapons" in page_text(sign_in("owner").get(url("orders:visit", row)))
    assert "Weapons" not in page_text(sign_in("granted").get(url("orders:visit", row)))


def test_a_breach_is_reported_and_settled_and_is_a_line_in_the_chronology(people, ocg, sam):
    row = add(people, ocg, sam)
    breach = act(people, services.record_breach, row, on=days(-1), text="Seen there", reference="C 7")
    act(people, services.settle_breach, breach, outcome="Charged")
    breach.refresh_from_db()
    assert (breach.reference, breach.outcome) == ("C 7", "Charged")
    titles = list(Entry.objects.filter(kind="order").order_by("pk").values_list("title", flat=True))
    assert titles[1:] == [
        "Order breached: Gang injunction, Sam Sailor",
        "Outcome of a breach: Gang injunction, Sam Sailor",
    ]
    visit = act(people, services.record_visit, row, on=days(0), by="PC Ward", text="At home")
    with pytest.raises(Refused):
        act(people, services.settle_breach, visit, outcome="Charged")


@pytest.mark.parametrize("day", [1, -101])
def test_what_happens_to_an_order_lies_between_its_first_day_and_today(people, ocg, sam, day):
    row = add(people, ocg, sam)
    for service, values in (
        (services.record_visit, {"by": "PC Ward", "text": "x"}),
        (services.record_breach, {"text": "x"}),
        (services.discharge_order, {"reason": "x"}),
        (services.vary_order, {"text": "x", "end": None}),
    ):
        with pytest.raises(Refused) as refused:
            act(people, service, row, on=days(day), **values)
        assert refused.value.field == "on"


def test_a_variation_keeps_what_the_order_said_before(people, ocg, sam):
    row = add(people, ocg, sam)
    event = act(
        people, services.vary_order, row, on=days(0), text="Longer", end=days(400), requirements="One line"
    )
    now = Order.objects.get()
    assert (now.end, now.condition_lines) == (days(400), ["One line"])
    assert (event.end_before, event.end_after) == (days(90), days(400))


def test_a_discharged_order_stays_as_it_was_also_for_the_owner_of_the_database(people, ocg, sam):
    row = add(people, ocg, sam)
    act(people, services.discharge_order, row, on=days(0), reason="Appeal")
    assert Order.objects.get().state_words == "Discharged"
    for service, values in (
        (services.vary_order, {"text": "x", "end": None}),
        (services.discharge_order, {"reason": "x"}),
    ):
        with pytest.raises(Refused):
            act(people, service, row, on=days(0), **values)
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE orders_order SET discharged_on = NULL, discharge_reason = ''")


def test_a_partner_who_contributes_records_a_visit_and_changes_no_order_of_others(people, ocg, sam):
    share_with(people, ocg)
    row = add(people, ocg, sam)
    with pytest.raises(PermissionDenied):
        act(people, services.record_visit, row, "granted", on=days(0), by="PO Ash", text="At home")
    share_with(people, ocg, level=Level.CONTRIBUTE)
    act(people, services.record_visit, row, "granted", on=days(0), by="PO Ash", text="At home")
    with pytest.raises(PermissionDenied):
        act(people, services.discharge_order, row, "granted", on=days(0), reason="No")


def test_orders_are_for_the_agencies_that_the_person_is_for_or_fewer(people, ocg, sign_in):
    share_with(people, ocg)
    police = [people.agencies["police"].pk]
    kit = add_person(people, ocg, "Kit Crane", agencies=police)
    row = add(people, ocg, kit)
    assert row.agencies == police
    client = sign_in("granted")
    assert client.get(url("orders:detail", row)).status_code == 404
    for page in (url("orders:of_record", ocg), reverse("orders:list"), ocg.get_absolute_url()):
        assert "Kit Crane" not in page_text(client.get(page)), page
        assert str(row.uuid) not in client.get(page).content.decode(), page
    with pytest.raises(Refused):
        add(people, ocg, kit, agencies=[*police, people.agencies["probation"].pk])


def test_the_database_keeps_orders_and_what_happened_to_them(people, ocg, sam):
    police = [people.agencies["police"].pk]
    kit = add_person(people, ocg, "Kit Crane", agencies=police)
    row = add(people, ocg, kit)
    act(people, services.record_visit, row, on=days(0), by="PC Ward", text="At home")
    for sql in (
        "UPDATE orders_order SET agencies = NULL",
        "UPDATE orders_orderevent SET agencies = NULL",
        "UPDATE orders_orderevent SET text = 'Away'",
        "UPDATE orders_orderevent SET type = 'breach'",
        f"UPDATE orders_order SET subject_id = {sam.pk}",
    ):
        with pytest.raises(REFUSED), visibility.reading(people.reader("owner")), transaction.atomic():
            connection.cursor().execute(sql)


def test_the_register_shows_orders_in_force_and_is_narrowed_by_filters(people, ocg, sam, sign_in):
    client, page = sign_in("owner"), reverse("orders:list")
    assert "No orders in force" in page_text(client.get(page))
    soon = add(people, ocg, sam, code="cbo", end=days(5))
    add(people, ocg, sam, code="scpo", end=None)
    add(people, ocg, sam, code="shpo", end=days(-1))
    act(people, services.record_breach, soon, on=days(0), text="Seen")

    def shown(query=""):
        words = page_text(client.get(page + query))
        words = words[words.index("Last day") :]
        codes = {"cbo": "Criminal behaviour order", "scpo": "Serious crime", "shpo": "Sexual harm"}
        return {code for code, label in codes.items() if f"{label}" in words}

    assert shown() == {"cbo", "scpo"}
    assert shown("?within=7") == shown("?breached=on") == {"cbo"}
    assert shown("?state=ended") == {"shpo"} and shown("?state=any") == {"cbo", "scpo", "shpo"}
    assert shown(f"?kind={kind('scpo').pk}") == {"scpo"}
    assert "No orders in force" in page_text(sign_in("other_force").get(page))
    typed = {"kind": "csv", "recipient": "Pat Holm", "reason": "Visits"}
    answer = sign_in("owner").post(reverse("orders:list_download"), typed)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Criminal behaviour order" in text and "Sexual harm" not in text


def test_the_lead_is_told_once_before_an_order_ends(people, ocg, sam):
    row = add(people, ocg, sam, end=days(60))
    assert reminders.warn(days(31)) == 0
    assert reminders.warn(days(32)) == 1 and reminders.warn(days(33)) == 0
    told = Delivery.objects.get(event=events.ENDING)
    assert told.recipient_id == people.memberships["owner"].pk and told.about == row.uuid
    set_general("orders.ending_days", 59)
    assert reminders.warn(days(2)) == 0, "told already"
    act(people, services.vary_order, row, on=days(0), text="Longer", end=days(80))
    reader = people.reader("owner")
    with visibility.reading(reader):
        assert events.about_order(told, reader) is None, "it ends on another day now"
    assert reminders.warn(days(40)) == 1


def test_a_mail_says_that_an_order_ends_and_never_which(people, ocg, sam):
    add(people, ocg, sam, end=days(10))
    assert reminders.warn() == 1 and send_due() >= 1
    for message in mail.outbox:
        assert "order" in message.body and "Sailor" not in message.body and "injunction" not in message.body


QUERIES = {"register": 8, "of a record": 13, "one": 15}


@pytest.mark.slow
def test_pages_of_orders_take_the_same_queries_at_3_and_at_8_rows(people, ocg, sam, sign_in):
    for number in (3, 5):
        for n in range(number):
            row = add(people, ocg, sam, reference=f"R {n}")
            act(people, services.record_breach, row, on=days(0), text="Seen")
        client = sign_in("owner")
        addresses = {
            "register": reverse("orders:list"),
            "of a record": url("orders:of_record", ocg),
            "one": url("orders:detail", row),
        }
        assert {name: count(client, address) for name, address in addresses.items()} == QUERIES


def test_my_work_of_the_lead_lists_an_order_that_ends_soon(people, ocg, sam):
    row = add(people, ocg, sam, start=days(-30), end=days(20))
    add(people, ocg, sam, start=days(-30), end=days(90))

    def waits_for(persona):
        reader = people.reader(persona)
        with visibility.reading(reader):
            return [one.url for one in waiting_rows(reader, most=100) if "order" in one.ask]

    assert waits_for("owner") == [url("orders:detail", row)]
    assert waits_for("colleague") == waits_for("granted") == []
    set_general("orders.ending_days", 10)
    assert waits_for("owner") == []
