"""The covert match over 40 pairs that are the same, and 20 pairs of others: how many are told."""

import pytest

from pam.access import visibility
from pam.matching.models import Match
from pam.matching.tasks import match as compare_all
from pam.records.models import Subject
from pam.records.services import add_subject
from tests.actions.world import make_ocg as make_owners_ocg
from tests.world.world import make_ocg

A, B, C, D = "1990-05-01", "1984-11-30", "2001-02-17", "1976-08-09"
PERSON, VEHICLE, PLACE, OBJECT, ORGANISATION = "person", "vehicle", "place", "object", "organisation"

# (kind, how one agency has it, how another writes it): name, date of birth, details.
SAME = [
    (PERSON, ("Zoë Díaz Müller", A), ("Zoe Diaz Muller", A)),
    (PERSON, ("Łukasz Wójcik", B), ("Lukasz Wojcik", B)),
    (PERSON, ("Roy O'Connell", C), ("Roy OConnell", C)),
    (PERSON, ("Anne-Marie Quill", D), ("QUILL, Anne Marie", D)),
    (PERSON, ("Zoe\u0301 Dane", A), ("Zoé Dane", A)),
    (PERSON, ("Rowan James Tealby", B), ("Rowan Tealby", B)),
    (PERSON, ("Rowan Pickmore", A), ("Rowan Pickmore", "1990")),
    (PERSON, ("Imran Holmgate", A), ("Imran Holmgate", "1990-05")),
    (PERSON, ("Sarah Garner-Stone", C), ("Sarah Stone", C)),
    (PERSON, ("Sarah Kirkwood-Moss", C), ("Sarah Kirkwood", C)),
    (PERSON, ("William Ambergate", A), ("Bill Ambergate", A)),
    (PERSON, ("Deborah Whitlow", B), ("Debs Whitlow", B)),
    (PERSON, ("Kieron Lathbury", C), ("Keiron Lathbury", C)),
    (PERSON, ("Harrison Vickdale", D), ("Harrisson Vickdale", D)),
    (PERSON, ("Steven Clarkson", A), ("Stephen Clarkson", A)),
    (PERSON, ("Catherine Norworth", B), ("Kathryn Norworth", B)),
    (PERSON, ("Muhammad Aziz", C), ("Mohammed Aziz", C)),
    (PERSON, ("Мария Петрова", D), ("Maria Petrova", D)),
    (PERSON, ("Yusuf Mossmore", A), ("Yusuf Mosmore", A)),
    (PERSON, ("Tariq Draywell", B), ("Tariq Darywell", B)),
    (PERSON, ("张伟明", A), ("张伟明", A)),
    (PERSON, ("Unknown", "", "rings from 07700 900731"), ("Red", "", "+44 (0)7700 900 731")),
    (PERSON, ("Ro", "", "07700900732"), ("Unknown male", "", "0044 7700 900732")),
    (PERSON, ("Ash", "", "rowan.t@mail.example"), ("Ash T", "", "uses Rowan.T@mail.example")),
    (PERSON, ("Dee", "", "known as @dark_rowan"), ("Rowan", "", "handle: @Dark_Rowan")),
    (PERSON, ("Kit", "", "drives AB12 CDE"), ("Unknown", "", "seen in ab12cde")),
    (PERSON, ("Jo", "", "phone 35-209900-176148-1"), ("Bo", "", "IMEI 352099001761481")),
    (VEHICLE, ("AB13 CDF",), ("ab13cdf",)),
    (VEHICLE, ("White van AB14-CDG",), ("AB14 CDG",)),
    (VEHICLE, ("Q123 ABC",), ("q123abc",)),
    (VEHICLE, ("Grey estate", "", "plate AB15CDH"), ("AB15 CDH",)),
    (PLACE, ("12 Quay St, HB1 4AB",), ("12 Quay Street, HB14AB",)),
    (PLACE, ("Flat 2, 9 Mill Rd, HB2 5CD",), ("2/9 Mill Road, HB2 5CD",)),
    (PLACE, ("The Old Cannery, 3 Dock Ln, HB3 6EF",), ("3 Dock Lane, HB3 6EF",)),
    (OBJECT, ("Serial AX-99817-Q",), ("ax99817q",)),
    (OBJECT, ("Phone", "", "IMEI 490154203237518"), ("Samsung", "", "49-015420-323751-8")),
    (ORGANISATION, ("Harbour Scrap Ltd",), ("HARBOUR SCRAP LIMITED",)),
    (ORGANISATION, ("The Wharf Tyre Co.",), ("Wharf Tyre",)),
    (ORGANISATION, ("Quay Cars", "", "bookings 01632 960 101"), ("Taxi office", "", "01632960101")),
    (PERSON, ("Geoffrey Underhill", D), ("Jeffrey Underhill", D)),
]  # fmt: skip

OTHERS = [
    (PERSON, ("Adam Oakshaw", A), ("Aidan Oakshaw", A)),  # twins
    (PERSON, ("Jon Elverton", B), ("Joan Elverton", B)),
    (PERSON, ("Mia Selby", C), ("Maya Selby", C)),
    (PERSON, ("Rowan Thornton", A), ("Rowan Thornton", B)),
    (PERSON, ("Rowan Birchwell", A), ("Rowan Birchwell", "1991")),
    (PERSON, ("Rowan Croswade", A), ("Corin Croswade", A)),
    (PERSON, ("Rowan Fotherby", A), ("Rowan Farnby", A)),
    (PERSON, ("Hana Jarrold", D), ("Hana Harrod", D)),
    (PERSON, ("Imran Radford", B), ("Imran Stanford", B)),
    (PERSON, ("Ali Woolner", C), ("Alia Woolner", C)),
    (PERSON, ("Sam", A), ("Sam", A)),
    (PERSON, ("Colm Mossgate",), ("Colm Mossgate",)),
    (PERSON, ("Ro", "", "rings from 07700 900741"), ("Ro", "", "rings from 07700 900742")),
    (VEHICLE, ("AB16 CDE",), ("AB16 CDF",)),
    (VEHICLE, ("Grey van",), ("Grey van",)),
    (PLACE, ("Flat 1, 10 Mill Road, HB2 5CD",), ("Flat 2, 10 Mill Road, HB2 5CD",)),
    (PLACE, ("14 Quay Street, HB1 4AB",), ("41 Quay Street, HB1 4AB",)),
    (PLACE, ("Mill Road",), ("Mill Road",)),
    (OBJECT, ("Serial AX-11817-Q",), ("Serial AX-11818-Q",)),
    (ORGANISATION, ("Dock Tyres Ltd",), ("Dock Tiles Ltd",)),
]  # fmt: skip


@pytest.fixture
def told(people):
    """Returns a function: of these pairs, the numbers of those whose first agency is told of the second."""
    theirs = None
    with visibility.reading(people.reader("other_force")):
        theirs = make_ocg(people, "other_force", "Eastmoor group", team="other")

    def record(persona, row, kind, name, born="", details=""):
        actor = people.reader(persona)
        with visibility.reading(actor):
            return add_subject(
                actor=actor,
                record=row,
                subject=Subject(kind=kind, name=name, born=born or None, details=details),
            ).pk

    def tell(pairs):
        ours = [make_owners_ocg(people, f"Group {n}") for n in range(5)]
        known = [record("owner", ours[n % 5], kind, *one) for n, (kind, one, _) in enumerate(pairs)]
        compare_all()
        for kind, _, other in pairs:
            record("other_force", theirs, kind, *other)
        compare_all()
        matched = set(Match.objects.values_list("known_id", flat=True))
        return [n for n, number in enumerate(known) if number in matched]

    return tell


@pytest.mark.slow
def test_the_covert_match_tells_at_least_36_of_40_written_in_two_ways(told):
    missed = set(range(len(SAME))) - set(told(SAME))
    assert len(SAME) == 40 and len(missed) <= 4, [SAME[n] for n in sorted(missed)]


@pytest.mark.slow
def test_the_covert_match_tells_none_of_20_that_are_others(told):
    wrong = told(OTHERS)
    assert len(OTHERS) == 20 and not wrong, [OTHERS[n] for n in wrong]
