"""What the people of a case want, whether they know of it, and the ground; suspects over all cases."""

import pytest
from django.db import DatabaseError, connection, transaction

from pam.access import visibility
from pam.access.models import LawfulBasis
from pam.records.models import Subject
from pam.records.services import link
from pam.subjects.services import identities
from pvp.models import PersonVoice
from pvp.people.services import write_voice
from pvp.perpetrators.selectors import suspects_of
from tests.pvp.test_cases import make_case
from tests.records.world import add_person, group, page_text, share_with, url
from tests.world.voices import voice


def person_of(case):
    """The person that a case is about."""
    return Subject.objects.get(pk=case.person_id)


def test_what_a_person_wants_is_on_the_case_with_the_ground(people, sign_in):
    case, client = make_case(people), sign_in("owner")
    basis = LawfulBasis.objects.order_by("pk").first()
    sent = {"version": 0, "wishes": "To stay at home.", "told": "no", "consent": "refused", "basis": basis.pk}
    sent |= {"not_told_because": "He reads her telephone", "why": "Her child"}
    assert client.post(url("pvp:voice", person_of(case)), sent).status_code == 302
    text = page_text(client.get(case.get_absolute_url()))
    assert "To stay at home." in text and "He reads her telephone" in text and basis.name in text
    assert "consent refused" in text
    lines = page_text(client.get(url("records:chronology", case)))
    assert "Views and wishes written down: Robin Marsh" in lines


def test_no_ground_and_no_reason_are_refused_beside_their_fields_and_nothing_typed_is_lost(people, sign_in):
    case = make_case(people)
    sent = {"version": 0, "wishes": "To stay at home.", "told": "no", "consent": "not_asked"}
    page = sign_in("owner").post(url("pvp:voice", person_of(case)), sent)
    assert "Say why they should not be told" in page.text and "select the lawful basis" in page.text
    assert "To stay at home." in page.text and not PersonVoice.objects.exists()


def test_a_voice_is_for_exactly_those_who_the_person_is_for(people, sign_in):
    case = make_case(people)
    share_with(people, case)
    secret = add_person(people, case, "Sal Secret", agencies=[people.agencies["police"].pk])
    actor = people.reader("owner")
    with visibility.reading(actor):
        for person, wish in ((secret, "Nobody must know"), (person_of(case), "To stay at home")):
            write_voice(actor=actor, record=case, subject=person, voice=voice(wishes=wish), version=0)
    text = page_text(sign_in("granted").get(case.get_absolute_url()))
    assert "To stay at home" in text and "Nobody must know" not in text and "Sal Secret" not in text
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE pvp_personvoice SET agencies = NULL WHERE subject_id = %s", [secret.pk])


def two_cases(people):
    """Two cases with the same suspect, and the suspect's two rows."""
    cases = make_case(people), make_case(people, "Jo Lark")
    rows = [add_person(people, case, "Vic Brand") for case in cases]
    actor = people.reader("owner")
    with visibility.reading(actor):
        one, other = (Subject.objects.get(pk=row.pk) for row in rows)
        identities.tie_subject(actor=actor, subject=one, same_as=other, version=1)
    return cases, rows


def test_a_suspect_of_two_cases_is_shown_so_to_those_who_may_open_both(people, sign_in):
    (first, second), (row, _) = two_cases(people)
    share_with(people, first)
    for address in (url("pvp:perpetrators", first), url("subjects:subject", row)):
        text = page_text(sign_in("owner").get(address))
        assert "Several people harmed" in text and "Jo Lark" in text and "Robin Marsh" in text
    for address in (url("pvp:perpetrators", first), url("subjects:subject", row)):
        text = page_text(sign_in("granted").get(address))
        assert "Several people harmed" not in text and "Jo Lark" not in text and second.reference not in text


def test_suspects_over_cases_ask_the_same_number_of_queries_for_one_and_for_ten(
    people, django_assert_max_num_queries
):
    (case, _), _ = two_cases(people)
    actor = people.reader("owner")

    def asked():
        with visibility.reading(actor), django_assert_max_num_queries(20) as counted:
            found = suspects_of(actor, case)
        return len(found), len(counted)

    one = asked()
    for number in range(9):
        add_person(people, case, f"Suspect {number}")
    assert (one[0], asked()[0]) == (1, 10) and one[1] == asked()[1]


@pytest.mark.slow
def test_a_link_to_a_group_is_seen_from_each_side_by_those_alone_who_may_open_both(people, sign_in):
    case, ocg = make_case(people), group(people)
    share_with(people, case)
    actor = people.reader("owner")
    with visibility.reading(actor):
        link(actor=actor, record=case, other=ocg, kind="threatened_by", why="Debt of the line")
    owner, partner = sign_in("owner"), sign_in("granted")
    assert "Threatened by" in page_text(owner.get(case.get_absolute_url()))
    assert "Threatens" in page_text(sign_in("owner").get(ocg.get_absolute_url()))
    text = page_text(partner.get(case.get_absolute_url()))
    assert "Debt of the line" not in text and ocg.reference not in text and "Threatened by" not in text
