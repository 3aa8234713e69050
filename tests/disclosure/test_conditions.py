"""Handling conditions of a share: shown where it is read, and enforced."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.conditions import conditions_each, conditions_in
from pam.access.levels import Level
from pam.access.models import Grant, HandlingCondition
from pam.audit.models import LogEntry
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.sharing import share_record
from tests.refusals import refused
from tests.standing import standing
from tests.world.world import add_parts, make_ocg


@standing
def ocg(people):
    with visibility.reading(people.reader("owner")):
        record = make_ocg(people, "owner", "Harbour group", team="unit")
        record.parts = add_parts(people, record, "canaryshared")
    return record


def share(people, ocg, persona="owner", to="probation", **changes):
    actor = people.reader(persona)
    values = {
        "level": Level.VIEW,
        "basis": people.basis,
        "reason": "Joint plan",
        "agreement": people.agreement,
        "until": timezone.now() + timedelta(days=20),
    }
    with visibility.reading(actor):
        return share_record(
            actor=actor,
            record=ocg,
            proposal=ShareProposal(principal=people.agencies[to].principal, **(values | changes)),
        )


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.slow
def test_conditions_stand_on_every_page_of_the_record_for_that_reader_alone(sign_in, people, ocg):
    share(people, ocg, conditions=["source"], condition_text="Not before the arrests")
    share(people, ocg, to="council")
    addresses = [ocg.get_absolute_url(), reverse("records:chronology", args=[ocg.uuid])]
    addresses += [reverse("actions:detail", args=[ocg.parts["action"].uuid])]
    for address in addresses:
        page = text_of(sign_in("granted").get(address))
        assert "Shared with you on these conditions" in page and "Protect where it came from" in page, address
        assert "Not before the arrests" in page and "pam-never-print" not in page
        for persona in ("owner", "signposted"):
            assert "on these conditions" not in text_of(sign_in(persona).get(address))
    assert "Not before the arrests" in text_of(
        sign_in("owner").get(reverse("disclosure:shares", args=[ocg.uuid]))
    )


def test_conditions_stand_beside_each_row_of_lists_and_searches_and_print_leaves_out_what_it_must(
    sign_in, people, ocg
):
    share(people, ocg, conditions=["source", "no-print"], condition_text="Not before the arrests")
    for address in (
        reverse("ocg:list"),
        reverse("actions:list") + "?whose=all",
        reverse("search:results") + "?q=harbour+group",
    ):
        theirs, own = sign_in("granted").get(address), sign_in("owner").get(address)
        said = re.search(r"On conditions (.*?); Not before the arrests", text_of(theirs))
        assert said and "Protect where it came from" in said[1], address
        assert "On conditions" not in text_of(own), address
        assert "pam-row-not-printed" in theirs.content.decode(), address
        assert "pam-row-not-printed" not in own.content.decode(), address


def test_conditions_of_a_list_take_the_same_queries_for_one_record_and_for_several(
    people, ocg, django_assert_num_queries
):
    share(people, ocg, conditions=["source"])
    with visibility.reading(people.reader("owner")):
        others = [make_ocg(people, "owner", f"Wharf group {n}", team="unit") for n in range(3)]
    for other, codes in zip(others, (["source"], ["no-print"], ["source", "no-print"]), strict=True):
        share(people, other, conditions=codes)
    reader = people.reader("granted")
    for records in ([ocg], [ocg, *others]):
        with visibility.reading(reader), django_assert_num_queries(2):
            assert conditions_each(reader, [record.pk for record in records]).keys() == {
                record.pk for record in records
            }


def test_a_condition_that_another_process_added_a_moment_ago_holds_in_a_list_too(people):
    assert conditions_in([(["no-print"], "")]).no_print  # what there is, is kept now
    HandlingCondition.objects.bulk_create(
        [HandlingCondition(code="new", label="New", meaning="Not on paper.", no_print=True)]
    )
    assert conditions_in([(["new"], "")]).no_print


def test_what_must_not_be_printed_is_neither_printed_nor_downloaded(sign_in, people, ocg):
    share(people, ocg, conditions=["no-print"])
    client, address = sign_in("granted"), reverse("records:document", args=[ocg.parts["document"].uuid])
    page = client.get(ocg.get_absolute_url()).content.decode()
    assert 'class="govuk-template pam-never-print"' in page and "pam-print-refused" in page
    assert f'href="{address}"' not in page, "it is read on the page, and not downloaded"
    refused = client.get(address)
    assert refused.status_code == 403 and "on condition that it is not printed" in text_of(refused)
    assert LogEntry.objects.filter(operation="download refused", records=[ocg.pk]).count() == 1
    assert sign_in("owner").get(address).status_code == 200
    HandlingCondition.objects.filter(code="no-print").update(no_print=False)  # what it enforces is data
    assert client.get(address).status_code == 200


def test_whoever_must_not_pass_it_on_cannot_share_it_even_if_they_manage_it(sign_in, people, ocg):
    share(people, ocg, level=Level.MANAGE, conditions=["no-onward"])
    with refused("no_onward_sharing"):
        share(people, ocg, "granted", to="council")
    page = text_of(sign_in("granted").get(reverse("disclosure:share", args=[ocg.uuid])))
    assert "Ask OCG unit at Northshire Police to share it." in page and "Why you are sharing it" not in page
    given = Grant.objects.get(content_object_id=ocg.pk)
    copy = Grant(
        content_object_id=ocg.pk,
        group_id=people.agencies["council"].principal_id,
        level=Level.VIEW,
        permission_id=given.permission_id,
        given_by_id=people.memberships["granted"].pk,
        reason="Onward",
    )
    with (
        visibility.reading(people.reader("granted")),
        pytest.raises(ProgrammingError, match="row-level"),
        transaction.atomic(),
    ):
        copy.save_base(raw=True)


def test_conditions_end_with_the_share_that_they_came_with(people, ocg):
    from pam.access.conditions import conditions_of

    share(people, ocg, conditions=["no-print", "no-onward"])
    mine = people.memberships["granted"].principal
    actor = people.reader("owner")
    with visibility.reading(actor):
        share_record(
            actor=actor,
            record=ocg,
            proposal=ShareProposal(
                principal=mine,
                level=Level.VIEW,
                basis=people.basis,
                reason="In her own name",
                until=timezone.now() + timedelta(days=20),
                agreement=people.agreement,
            ),
        )
    reader = people.reader("granted")
    with visibility.reading(reader):
        assert conditions_of(reader, ocg).no_print  # of two shares the stricter one holds
    Grant.objects.exclude(group_id=mine.pk).update(until=timezone.now() - timedelta(seconds=1))
    with visibility.reading(reader):
        assert not conditions_of(reader, ocg)


def test_conditions_are_chosen_where_a_record_is_shared_and_shown_before_it_is_done(sign_in, people, ocg):
    client, address = sign_in("owner"), reverse("disclosure:share", args=[ocg.uuid])
    sent = {
        "principal": people.agencies["probation"].principal_id,
        "level": "2",
        "reason": "Joint",
        "basis": "",
        "conditions": ["no-print", "no-action"],
        "condition_text": "Ring first",
        "ground": f"{people.agreement.pk}:{people.basis.pk}",
    }
    check = client.post(address, sent)
    assert "No printing or copies" in text_of(check) and "Ring first" in text_of(check)
    assert check.content.decode().count('type="hidden" name="conditions"') == 2
    client.post(address, sent | {"confirm": "yes"})
    grant = Grant.objects.get()
    assert (grant.conditions, grant.condition_text) == (["no-action", "no-print"], "Ring first")
