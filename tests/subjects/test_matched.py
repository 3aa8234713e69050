"""Covert matches by names, addresses and numbers; subject access by another name."""

import pytest

from pam.access import visibility
from pam.matching import selectors as match_selectors
from pam.matching import services as matching
from pam.matching.keys import RULES, keys_with_particulars
from pam.matching.models import Match, MatchKey
from pam.records.models import Subject
from pam.records.services import add_subject
from pam.reference.models import ReferenceValue
from pam.retention.services import subject_access
from pam.subjects.models import Particular
from pam.subjects.services import particulars
from tests.records.world import add_person, group, share_with
from tests.standing import standing
from tests.subjects.world import add_particular

NUMBER = "07700 900731"


def compare_all():
    in_use = match_selectors.rules()
    return sum(matching.compare(pk, in_use) for pk in match_selectors.waiting())


@standing
def known(people):
    """A person of the owner's whose number is known."""
    person = add_person(people, group(people))
    add_particular(people, person, value=NUMBER)
    compare_all()
    return person


@standing
def theirs(people):
    """A person of the other force's."""
    record = group(people, "Eastmoor group", "other_force", "other")
    with visibility.reading(people.reader("other_force")):
        return add_subject(
            actor=people.reader("other_force"),
            record=record,
            subject=Subject(name="Alex Other", category="other", born="1990"),
        )


def test_a_number_that_another_agency_adds_tells_the_lead(people, known, theirs):
    add_particular(people, theirs, value="+44 7700 900 731", persona="other_force")
    assert compare_all() == 1
    match = Match.objects.get()
    assert (match.known, match.told, match.rules) == (known, people.memberships["owner"], "Telephone number")


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (("alias", "Rowan Tealby"), ("former_name", "TEALBY, Rówan"), "name-born"),
        (("address", "12 Quay St, HB1 4AB"), ("address", "12 Quay Street HB14AB"), "address"),
        (("email", "Sam@example.com"), ("email", "sam@example.com"), "email"),
        (("handle", "rowan_t on Snapchat"), ("handle", "@Rowan_T"), "handle"),
        (("identifier", "485 777 3456"), ("identifier", "4857773456"), "number"),
    ],
)
def test_each_of_them_is_a_way_to_be_known_again(one, other, rule):
    def keys(kind, value):
        number = ReferenceValue(pk=1, code="nhs") if kind == "identifier" else None
        row = Particular(pk=1, type=kind, value=value, number_kind=number)
        return keys_with_particulars(Subject(name="Sam", born="1990"), [row], RULES | {"number": None})

    assert rule in {rule for rule, _ in keys(*one).keys() & keys(*other).keys()}


@pytest.mark.parametrize(
    ("name", "told"), [("Ophelia Brightwater", 1), ("Ofelia Brightwater", 1), ("Sam Brightwater", 0)]
)
def test_another_name_of_the_same_day_of_birth_tells_the_lead(people, name, told):
    person = add_person(people, group(people), born="1990-05-01")
    add_particular(people, person, "former_name", "Ophelia Brightwater")
    compare_all()
    actor, record = people.reader("other_force"), group(people, "Eastmoor group", "other_force", "other")
    with visibility.reading(actor):
        subject = Subject(name=name, category="other", born="1990-05-01")
        add_subject(actor=actor, record=record, subject=subject)
    assert compare_all() == told


def test_numbers_of_two_kinds_are_not_the_same():
    def keys(code):
        number = ReferenceValue(pk=1, code=code)
        row = Particular(pk=1, type="identifier", value="4857773456", number_kind=number)
        return set(keys_with_particulars(Subject(name="Sam"), [row], {**RULES, "number": None}))

    assert keys("nhs") and not keys("nhs") & keys("custody")


def test_what_is_taken_out_matches_no_more(people, known, theirs):
    actor = people.reader("owner")
    with visibility.reading(actor):
        row = Particular.objects.get()
        particulars.remove_particular(actor=actor, particular=row, version=1, reason="Mistake")
    compare_all()
    assert not MatchKey.objects.filter(subject=known, rule="phone").exists()
    add_particular(people, theirs, value=NUMBER, persona="other_force")
    assert compare_all() == 0


def test_who_sees_the_person_but_not_the_number_does_not_keep_the_lead_from_being_told(people):
    """They could not have found it themselves."""
    record = group(people)
    share_with(people, record, "other")
    person = add_person(people, record)
    add_particular(people, person, value=NUMBER, agencies=["police"])
    compare_all()
    own = group(people, "Eastmoor group", "other_force", "other")
    actor = people.reader("other_force")
    with visibility.reading(actor):
        theirs = add_subject(actor=actor, record=own, subject=Subject(name="Alex", category="other"))
    add_particular(people, theirs, value=NUMBER, persona="other_force")
    assert compare_all() == 1
    assert Match.objects.get().known == person


def test_who_sees_the_number_is_matched_with_nobody(people, known):
    second = add_person(people, group(people, "Second group"), "Sam")
    add_particular(people, second, value=NUMBER)
    assert compare_all() == 0


def test_a_lead_who_may_not_see_the_number_is_not_told_of_it(people):
    """The owning agency's people see each number that its record is compared by; an author may not."""
    record = group(people)
    share_with(people, record)
    person = add_person(people, record)
    row = add_particular(people, person, value=NUMBER, agencies=["police"])
    compare_all()
    assert matching._lead_of(person, {"phone": row.pk}) == people.memberships["owner"].pk
    person.record.lead, person.author = None, people.memberships["granted"]
    assert matching._lead_of(person, {"phone": row.pk}) is None
    assert matching._lead_of(person, {"phone": None}) == people.memberships["granted"].pk


def test_subject_access_finds_a_person_by_another_name(people):
    person = add_person(people, group(people), "Sam Sailor")
    add_particular(people, person, "former_name", "Ophelia Brightwater")
    actor = people.reader("data_protection")
    asked = {"number": "SAR-9", "purpose": "subject", "recipient": "O B", "reason": "Identity checked"}
    with visibility.reading(actor):
        request = subject_access.ask(actor=actor, name="Ophelia Brightwater", born=None, **asked)
        found = subject_access.people_of(actor, request)
        assert [row.name for row in found] == ["Sam Sailor"] and found[0].exact
        request = subject_access.ask(
            actor=actor, name="Orphelia Brightwater", born=None, **asked | {"number": "10"}
        )
        assert [row.exact for row in subject_access.people_of(actor, request)] == [False]
