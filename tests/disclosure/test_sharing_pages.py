"""The pages of sharing, signposts, who looked and who changed what."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ocg.models import Ocg
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Agreement, Grant, LawfulBasis
from pam.audit.models import LogEntry
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.sharing import share_record
from pam.records import services as records
from pam.records.models import Entry, Subject
from pam.records.selectors import history
from pam.records.selectors.history import changes_of
from pam.reference.services.settings import set_general
from tests.disclosure.clicking import Clicker
from tests.standing import standing
from tests.world.world import make_ocg


@standing
def ocg(people):
    actor = people.reader("owner")
    with visibility.reading(actor):
        record = make_ocg(people, "owner", "Harbour group", team="unit")
        records.add_note(actor=actor, record=record, title="For all", text="Seen")
        records.add_note(
            actor=actor, record=record, title="Police source", text="Source", agencies=[actor.agency_id]
        )
    return record


@standing
def one_agreement(people):
    Agreement.objects.exclude(pk=people.agreement.pk).delete()


def url(name, ocg, *more):
    return reverse(name, args=[ocg.uuid, *more])


def form(people, ocg, **changes):
    end = timezone.localdate() + timedelta(days=60)
    values = {
        "principal": people.agencies["probation"].principal_id,
        "level": Level.VIEW.value,
        "basis": people.basis.pk,
        "reason": "To plan his release together",
        "until_day": end.day,
        "until_month": end.month,
        "until_year": end.year,
    }
    return values | changes


def hidden(answer):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode()))


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.slow
def test_sharing_takes_two_steps_and_shows_first_what_they_will_see(sign_in, people, ocg, one_agreement):
    client = sign_in("owner")
    check = client.post(url("disclosure:share", ocg), form(people, ocg))
    words = text_of(check)
    assert "Share with everyone at Northshire Probation Service?" in words
    assert "For all" in words and "Police source" not in words
    assert "Chronology: 1 for other agencies" in words
    assert people.agreement.name in words
    assert not Grant.objects.filter(content_object_id=ocg.pk).exists()

    sent = hidden(check)
    done = client.post(url("disclosure:share", ocg), sent | {"confirm": "yes"}, follow=True)
    assert "Shared with everyone at Northshire Probation Service." in text_of(done)
    assert "To plan his release together" in text_of(done)
    assert sign_in("granted").get(ocg.get_absolute_url()).status_code == 200


@pytest.mark.slow
def test_a_partner_loses_the_record_at_the_next_click_after_the_share_ends(
    sign_in, people, ocg, one_agreement
):
    owner, partner = sign_in("owner"), sign_in("granted")
    owner.post(url("disclosure:share", ocg), form(people, ocg, confirm="yes"))
    assert partner.get(ocg.get_absolute_url()).status_code == 200
    grant = Grant.objects.get(content_object_id=ocg.pk)
    empty = owner.post(url("disclosure:share_end", ocg, grant.uuid), {"reason": ""})
    assert "Say why the share ends" in text_of(empty)
    assert partner.get(ocg.get_absolute_url()).status_code == 200
    ended = owner.post(
        url("disclosure:share_end", ocg, grant.uuid), {"reason": "Released from licence"}, follow=True
    )
    assert "Released from licence" in text_of(ended)
    assert partner.get(ocg.get_absolute_url()).status_code == 404
    assert owner.post(url("disclosure:share_end", ocg, grant.uuid), {"reason": "Again"}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"principal": ""}, "Choose who to share with"),
        ({"level": "9"}, "Select an option from the list"),
        ({"reason": ""}, "Say why you are sharing it"),
        ({"until_year": "2020"}, "must be"),
        ({"until_day": "31", "until_month": "2"}, "must be a real date"),
    ],
)
def test_bad_input_says_what_is_wrong_and_keeps_what_was_typed(sign_in, people, ocg, wrong, message):
    answer = sign_in("owner").post(url("disclosure:share", ocg), form(people, ocg) | wrong)
    page = answer.content.decode()
    assert message in text_of(answer)
    assert "There is a problem" in page
    for name, value in (form(people, ocg) | wrong).items():
        if name == "reason" and value:
            assert f">\n{value}</textarea>" in page
        elif name.startswith("until"):
            assert f'name="{name}" value="{value}"' in page
        elif value and message != "Select an option from the list":
            assert re.search(rf'value="{value}" (selected|[^>]*checked)', page), name


def test_going_back_from_the_check_keeps_what_was_typed(sign_in, people, ocg):
    page = (
        sign_in("owner").post(url("disclosure:share", ocg), form(people, ocg, change="yes")).content.decode()
    )
    assert "To plan his release together</textarea>" in page
    assert "There is a problem" not in page


def test_where_several_agreements_cover_it_one_must_be_chosen(sign_in, people, ocg):
    client = sign_in("owner")
    asked = client.post(url("disclosure:share", ocg), form(people, ocg, confirm="yes"))
    assert "Choose the legal basis" in text_of(asked)
    assert not Grant.objects.filter(content_object_id=ocg.pk).exists()
    ground = f"{people.ended_agreement.pk}:{people.basis.pk}"
    client.post(url("disclosure:share", ocg), form(people, ocg, confirm="yes", ground=ground))
    assert Grant.objects.get(content_object_id=ocg.pk).agreement == people.ended_agreement


def test_only_who_may_manage_reaches_these_pages_and_hidden_is_absent(sign_in, people, ocg, one_agreement):
    sign_in("owner").post(
        url("disclosure:share", ocg), form(people, ocg, confirm="yes", level=Level.CONTRIBUTE.value)
    )
    grant = Grant.objects.get(content_object_id=ocg.pk)
    for name, more in [
        ("disclosure:shares", ()),
        ("disclosure:share", ()),
        ("oversight:access_log", ()),
        ("records:changes", ()),
        ("disclosure:share_end", (grant.uuid,)),
    ]:
        assert sign_in("granted").get(url(name, ocg, *more)).status_code == 403, name
        assert sign_in("other_force").get(url(name, ocg, *more)).status_code == 404, name


def test_a_signposted_reader_finds_the_reference_on_the_page_of_signposts(
    sign_in, people, ocg, one_agreement
):
    to_council = form(
        people, ocg, principal=people.agencies["council"].principal_id, level=Level.SIGNPOST.value
    )
    check = text_of(sign_in("owner").post(url("disclosure:share", ocg), to_council))
    assert "They do not see its title, names or parts." in check
    sign_in("owner").post(url("disclosure:share", ocg), to_council | {"confirm": "yes"})
    page = text_of(sign_in("signposted").get(reverse("disclosure:signposts")))
    assert ocg.reference in page and "contact@police.example" in page
    assert "Harbour group" not in page
    assert "No signposted records" in text_of(sign_in("granted").get(reverse("disclosure:signposts")))


def test_who_looked_names_each_look_and_the_page_itself_is_logged(sign_in, people, ocg, one_agreement):
    owner = sign_in("owner")
    owner.post(url("disclosure:share", ocg), form(people, ocg, confirm="yes"))
    sign_in("granted").get(ocg.get_absolute_url())
    page = text_of(owner.get(url("oversight:access_log", ocg)))
    assert "Gita Granted Northshire Probation Service Consultation: open" in page
    assert "Disclosure: shared (view) Northshire Probation Service To plan his release together" in page
    assert LogEntry.objects.filter(operation="open access log", records=[ocg.pk]).count() == 1
    only = text_of(owner.get(url("oversight:access_log", ocg) + "?verb=disclosure"))
    assert "Disclosure: share" in only and "Consultation: open" not in only


def test_who_looked_pages_through_a_long_log(sign_in, people, ocg):
    reader = people.reader("owner")
    LogEntry.objects.bulk_create(
        LogEntry(
            verb="consultation",
            operation=f"open {n:03}",
            actor_id=reader.user_id,
            actor_name=reader.name,
            agency_name=reader.agency_name,
            records=[ocg.pk],
        )
        for n in range(120)
    )
    client, seen, address = sign_in("owner"), [], "?verb=consultation"
    while address:
        page = client.get(url("oversight:access_log", ocg) + address)
        seen += re.findall(r"opened (\d{3})", page.content.decode())
        found = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        address = found.group(1).replace("&amp;", "&") if found else ""
    assert seen == [f"{n:03}" for n in reversed(range(120))]


def edit(people, ocg, **changes):
    actor = people.reader("owner")
    with visibility.reading(actor):
        record = visibility.visible_to(actor, Ocg).get(pk=ocg.pk)
        for name, value in changes.items():
            setattr(record, name, value)
        records.save_record(actor=actor, record=record, version=record.version, changed=list(changes))


def test_who_changed_what_shows_old_and_new_in_words(sign_in, people, ocg):
    edit(people, ocg, title="Harbour network", lead=people.memberships["colleague"])
    page = text_of(sign_in("owner").get(url("records:changes", ocg)))
    assert re.search(r"Title Harbour group (Restore this value : Title )?Harbour network", page)
    assert re.search(r"Lead Olive Owner, \S.* Colin Colleague", page)
    assert "Olive Owner, Northshire Police" in page
    assert "Note added: Police source" in page


def test_a_partner_who_manages_reads_no_history_of_what_was_not_addressed_to_them(people, ocg, sign_in):
    actor = people.reader("owner")
    with visibility.reading(actor):
        share_record(
            actor=actor,
            record=ocg,
            proposal=ShareProposal(
                principal=people.agencies["probation"].principal,
                level=Level.MANAGE,
                basis=people.basis,
                reason="Joint",
                until=timezone.now() + timedelta(9),
                agreement=people.agreement,
            ),
        )
        note = visibility.visible_to(actor, Entry).get(record_id=ocg.pk, title="Police source")
        note.title, note.text, note.agencies = "Now for all", "Reworded", None
        records.save_part(actor=actor, part=note, version=note.version)
    page = text_of(sign_in("granted").get(url("records:changes", ocg)))
    assert "Now for all" in page
    assert "Police source" not in page
    partner = people.reader("granted")
    with visibility.reading(partner):
        lines, _ = changes_of(partner, ocg)
    told = [line for line in lines if line.title == "Now for all"]
    assert [line.fields for line in told] == [[]]
    assert "Police source" in text_of(sign_in("owner").get(url("records:changes", ocg)))


@pytest.mark.slow
def test_changes_come_page_by_page_none_lost_none_twice(people, ocg, monkeypatch):
    monkeypatch.setattr(history, "SIZE", 5)
    for number in range(12):
        edit(people, ocg, title=f"Title {number:02}")
    actor, after, seen = people.reader("owner"), "", []
    with visibility.reading(actor):
        while True:
            lines, after = changes_of(actor, ocg, after=after)
            seen += [new for line in lines for label, _, new, _ in line.fields if label == "Title"]
            if not after:
                break
    assert seen == [f"Title {n:02}" for n in reversed(range(12))]


def queries_of_each(client, ocg):
    """{name of a page: how many queries it takes when it is opened again}."""
    found = {}
    for name in ("disclosure:shares", "oversight:access_log", "records:changes", "disclosure:share"):
        client.get(url(name, ocg))
        with CaptureQueriesContext(connection) as captured:
            client.get(url(name, ocg))
        found[name] = len(captured)
    return found


@pytest.mark.slow
def test_these_pages_ask_no_more_queries_of_a_long_life_than_of_a_short_one(sign_in, people, ocg):
    client, actor = sign_in("owner"), people.reader("owner")
    edit(people, ocg, title="Once", lead=people.memberships["colleague"])
    with visibility.reading(actor):
        records.add_subject(actor=actor, record=ocg, subject=Subject(name="Robin"))
    share_all(people, ocg, ["probation"])
    few = queries_of_each(client, ocg)
    share_all(people, ocg, ["council", "health", "charity", "other"])
    for number in range(8):
        edit(
            people,
            ocg,
            title=f"Title {number}",
            lead=people.memberships["colleague" if number % 2 else "owner"],
        )
    many = queries_of_each(client, ocg)
    assert [name for name in few if many[name] > few[name]] == []


def share_all(people, ocg, keys):
    actor = people.reader("owner")
    with visibility.reading(actor):
        for key in keys:
            share_record(
                actor=actor,
                record=ocg,
                proposal=ShareProposal(
                    principal=people.agencies[key].principal,
                    level=Level.VIEW,
                    basis=people.basis,
                    reason="Joint",
                    until=timezone.now() + timedelta(9),
                    agreement=people.agreement,
                ),
            )


@pytest.mark.slow
def test_a_record_is_shared_in_four_clicks_and_one_typed_field(sign_in, people, ocg):
    Agreement.objects.filter(pk=people.agreement.pk).update(usual_basis=people.basis)
    officer = Clicker(sign_in("owner"), ocg.get_absolute_url())
    officer.follows("Share")
    officer.picks("Everyone at Northshire Probation Service")
    officer.types("reason", "To plan his release together")
    officer.presses("See what they will see")
    assert (
        "For all" in officer.text
        and people.agreement.name in officer.text
        and "Police source" not in officer.text
    )
    officer.presses("Share")
    assert "Shared with everyone at Northshire Probation Service." in officer.text
    assert (officer.clicks, officer.typed) == (4, 1)
    grant = Grant.objects.get(content_object_id=ocg.pk)
    assert (grant.level, grant.agreement, grant.lawful_basis) == (Level.VIEW, people.agreement, people.basis)
    assert timezone.localdate(grant.until) == timezone.localdate() + timedelta(days=90)


@pytest.mark.slow
def test_the_ground_of_the_last_share_with_that_agency_is_offered_again(sign_in, people, ocg):
    client, other = sign_in("owner"), LawfulBasis.objects.get(code="common-law")
    again = form(people, ocg, basis="")
    assert "Choose the legal basis" in text_of(client.post(url("disclosure:share", ocg), again))
    client.post(
        url("disclosure:share", ocg),
        again | {"ground": f"{people.ended_agreement.pk}:{other.pk}", "confirm": "yes"},
    )
    check = client.post(url("disclosure:share", ocg), again)
    assert "As you last shared with Northshire Probation Service." in text_of(check)
    assert hidden(check)["ground"] == f"{people.ended_agreement.pk}:{other.pk}"


def test_an_agreement_that_lapses_while_the_check_is_read_is_not_replaced_by_another(sign_in, people, ocg):
    client = sign_in("owner")
    Agreement.objects.filter(pk=people.agreement.pk).update(usual_basis=people.basis)
    check = client.post(url("disclosure:share", ocg), form(people, ocg, basis=""))
    Agreement.objects.filter(pk=people.agreement.pk).update(ends_at=timezone.now())
    refused = client.post(url("disclosure:share", ocg), hidden(check) | {"confirm": "yes"})
    assert "is no longer in force. Nothing was shared." in text_of(refused)
    assert "To plan his release together</textarea>" in refused.content.decode()
    assert not Grant.objects.filter(content_object_id=ocg.pk).exists()


def test_an_agreement_covers_only_its_kinds_of_record_and_says_how_long_a_share_lasts(
    sign_in, people, ocg, one_agreement
):
    client, nothing = sign_in("owner"), {"basis": "", "until_day": "", "until_month": "", "until_year": ""}
    set_general("disclosure.one_off_by_supervisors", False)
    Agreement.objects.update(record_kinds=["pvp"], share_days=14, usual_basis=people.basis)
    assert "covers this kind of record" in text_of(
        client.post(url("disclosure:share", ocg), form(people, ocg, **nothing))
    )
    Agreement.objects.update(record_kinds=["pvp", "ocg"])
    client.post(url("disclosure:share", ocg), form(people, ocg, confirm="yes", **nothing))
    assert timezone.localdate(Grant.objects.get().until) == timezone.localdate() + timedelta(days=14)
