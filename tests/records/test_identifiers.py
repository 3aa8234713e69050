"""One normal form for each kind of identifier."""

import pytest

from pam.matching.keys import RULES, agree, keys_of
from pam.records import identifiers
from pam.records.models import Subject

NUMBER = "+447700900731"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("07700 900731", [NUMBER]),
        ("07700900731", [NUMBER]),
        ("+44 (0)7700 900 731", [NUMBER]),
        ("0044 7700-900-731.", [NUMBER]),
        ("(07700) 900731", [NUMBER]),
        ("07700 900731\n01632 960001", [NUMBER, "+441632960001"]),
        ("07700 900731\n01632 960001\n020 7946 0018", [NUMBER, "+441632960001", "+442079460018"]),
        ("+353 86 123 4567", ["+353861234567"]),
        ("born 27 03 1990, 12 345 678", []),
        ("IMEI 35-209900-176148-1", []),
    ],
)
def test_telephone_numbers(text, found):
    assert identifiers.telephones(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AB12 CDE, ab12cde and AB12-CDE", ["ab12cde"]),
        ("M123 ABC or ABC 123M", ["m123abc", "abc123m"]),
        ("HB1 4AB", []),
    ],
)
def test_plates(text, found):
    assert identifiers.plates(text) == found


def test_emails_handles_and_devices():
    text = "Rowan.T@Mail.example. Known as @Dark_Rowan, phone 352099001761481 (not 352099001761482)"
    assert identifiers.emails(text) == ["rowan.t@mail.example"]
    assert identifiers.handles(text) == ["@dark_rowan"]
    assert identifiers.imeis(text) == ["352099001761481"]


def same(one, other):
    return bool(set(identifiers.addresses(*one)) & set(identifiers.addresses(*other)))


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        (("12 Quay St, HB1 4AB", ""), ("12 quay street", "hb14ab"), True),
        (("12 Quay St", ""), ("12, Quay Street", ""), True),
        (("Flat 2, 12 Quay Street HB1 4AB", ""), ("Apt 2, 12 Quay St, HB14AB", ""), True),
        (("Flat 2, 12 Quay Street HB1 4AB", ""), ("12 Quay Street HB1 4AB", ""), False),
        (("Flat 2, 12 Quay Street HB1 4AB", ""), ("2 Quay Street HB1 4AB", ""), False),
        (("Flat 2, 12 Quay Street", ""), ("Flat 3, 12 Quay Street", ""), False),
        (("Rose Cottage, HB1 4AB", ""), ("rose cottage", "HB1 4AB"), True),
        (("12A Quay Street", ""), ("12 Quay Street", ""), False),
        (("Quay Street", ""), ("Quay Street", ""), False),
    ],
)
def test_a_flat_is_not_the_house_that_it_is_in(one, other, are_same):
    assert same(one, other) is are_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Łukasz Nowak", "born": "1990-05-01"}, {"name": "LUKASZ NOWAK", "born": "1990-05-01"}),
        ({"name": "张伟明", "born": "1990"}, {"name": "张伟明", "born": "1990-05"}),
        ({"name": "Roy O’Connell", "born": "30@2026"}, {"name": "OConnell, Roy", "born": "1996-02-03"}),
        ({"name": "X", "details": "07700 900731\n01632 960001"}, {"name": "Y", "details": "+441632960001"}),
        ({"name": "X", "details": "@dark_rowan"}, {"name": "Y", "details": "Insta: @Dark_Rowan."}),
        ({"kind": "person", "name": "X", "details": "AB12-CDE"}, {"kind": "vehicle", "name": "AB12CDE"}),
    ],
)
def test_the_same_are_known_again_in_any_script_and_as_far_as_the_date_is_known(one, other):
    one, other = Subject(**one), Subject(**other)
    shared = keys_of(one, RULES) & keys_of(other, RULES)
    assert shared and all(agree(rule, one, other) for rule, _ in shared)


def test_dates_of_birth_that_cannot_be_the_same_are_two_people():
    one, other = Subject(name="Rowan Tealby", born="1990-05"), Subject(name="Rowan Tealby", born="1990-06-01")
    assert keys_of(one, RULES) & keys_of(other, RULES)  # the same year: looked at, and told apart
    assert not agree("name-born", one, other)
