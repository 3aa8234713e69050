"""On which lawful bases an agency shares: those of its kind, and what its administrators decided."""

import pytest
from django.urls import reverse

from pam.access import visibility
from pam.access.models import LawfulBasis
from pam.disclosure.selectors import bases
from pam.enquiries.selectors import bases_to_ask_on
from pam.reference.models import Setting, SettingRequest
from pam.reference.services import setting_requests, settings
from tests.records.world import page_text
from tests.refusals import refused

OTHERS = "children-act-17"  # for councils, health, housing and schools
OWN = "common-law"


def change(people, key, codes, version=0):
    actor = people.reader("administrator")
    with visibility.reading(actor):
        return settings.change_setting(actor=actor, key=key, value=", ".join(codes), version=version)


def codes(people):
    return set(bases.usable_bases(people.agencies["police"]).values_list("code", flat=True))


def test_a_basis_that_an_agency_does_not_use_is_offered_to_its_people_no_more(people):
    assert OWN in codes(people)
    assert isinstance(change(people, bases.NOT_USED, [OWN]), Setting)
    assert OWN not in codes(people)
    assert not bases.is_usable(LawfulBasis.objects.get(code=OWN), people.agencies["police"])
    assert OWN not in {basis.code for basis in bases_to_ask_on(people.reader("owner"))}
    assert bases.usable_bases(people.agencies["probation"]).exists()


def test_a_further_basis_is_used_only_once_a_second_person_accepts_it(people):
    request = change(people, bases.FURTHER, [OTHERS])
    assert isinstance(request, SettingRequest) and OTHERS not in codes(people)
    decider = people.reader("owner")
    with visibility.reading(decider):
        setting_requests.accept_setting_request(actor=decider, request=request)
    assert OTHERS in codes(people)
    assert bases.is_usable(LawfulBasis.objects.get(code=OTHERS), people.agencies["police"])
    row = Setting.objects.get(key=bases.FURTHER)
    assert isinstance(change(people, bases.FURTHER, [], row.version), Setting), "alone again"
    assert OTHERS not in codes(people)


def test_a_basis_that_was_not_used_is_used_again_only_once_a_second_person_accepts(people):
    row = change(people, bases.NOT_USED, [OWN])
    assert isinstance(change(people, bases.NOT_USED, [], row.version), SettingRequest)
    assert OWN not in codes(people)


@pytest.mark.parametrize(
    ("key", "code"), [(bases.FURTHER, OWN), (bases.NOT_USED, OTHERS), (bases.FURTHER, "made-up")]
)
def test_only_bases_that_make_sense_there_can_be_chosen(people, key, code):
    with refused("invalid", field="value"):
        change(people, key, [code])


def test_an_administrator_does_it_on_the_pages_and_everyone_reads_what_their_agency_uses(people, sign_in):
    client, page = sign_in("administrator"), reverse("reference:setting", args=[bases.NOT_USED])
    shown = page_text(client.get(reverse("disclosure:lawful_bases")))
    assert "Stop using a lawful basis" in shown and "Use a further lawful basis" in shown
    assert "Common law policing purpose" in page_text(client.get(page))
    asked = page_text(client.post(page, {"version": 0, "value": [OWN, "mappa"]}))
    assert "MAPPA" in asked and "Common law policing purpose" in asked
    client.post(page, {"version": 0, "value": [OWN, "mappa"], "confirm": "1"})
    assert not codes(people) & {OWN, "mappa"}
    shown = page_text(sign_in("owner").get(reverse("disclosure:lawful_bases")))
    assert "Not used" in shown and "Stop using" not in shown


def test_each_shipped_basis_says_whether_it_is_a_duty_a_power_or_a_condition(people, sign_in):
    for basis in LawfulBasis.objects.exclude(pk=people.basis.pk):
        assert basis.nature in LawfulBasis.Nature.values, basis
    shown = page_text(sign_in("owner").get(reverse("disclosure:lawful_bases")))
    assert shown.count("Condition") >= 4 and "Duty" in shown and "Power" in shown
