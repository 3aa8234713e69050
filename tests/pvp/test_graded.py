"""Graded information: the grading and the log's reference alone; what may tell who the source is warns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pam.access import visibility
from pam.access.errors import Refused
from pvp.graded import services
from pvp.graded.identity import identifying_pieces
from pvp.models import GradedInformation
from tests.pvp.test_cases import make_case, term
from tests.records.world import page_text, url
from tests.standing import standing
from tests.world.cases import graded


@standing
def case(people):
    """A case of the owner's."""
    return make_case(people, grade=term("pvp.grade", "standard"))


def add(people, case, checked=False, **values):
    """The owner adds graded information, behind the second wall."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return services.add(actor=actor, record=case, graded=graded(**values), checked=checked)


@pytest.mark.parametrize(
    "text",
    [
        "Told by her neighbour that he is back",
        "The informant works with him",
        "Reported by Ana Reed: he has a knife",
        "Ring 07700 900123 for more",
        "ana.reed@mail.example says so",
        "A CHIS saw him",
    ],
)
def test_text_that_may_tell_who_the_source_is_warns_and_is_kept_once_looked_at(people, case, text):
    with pytest.raises(Refused) as refused:
        add(people, case, text=text)
    assert (refused.value.field, refused.value.code) == ("text", "telling")
    assert not GradedInformation.objects.exists()
    assert add(people, case, text=text, checked=True).pk


@pytest.mark.parametrize("text", ["He is back in the town", "He drives a blue van on Fridays at 18:30"])
def test_sanitised_text_does_not_warn(people, case, text):
    assert add(people, case, text=text).grading == "2BP"


@pytest.mark.parametrize(
    ("values", "warns"),
    [
        ({"assessment": "E"}, True),
        ({"source": "3"}, True),
        ({"source": "1", "assessment": "A"}, False),
        ({"source": "2", "assessment": "D"}, False),
    ],
)
def test_false_or_not_reliable_warns(people, case, values, warns):
    assert bool(add(people, case, **values).warning) == warns


def test_conditions_need_words(people, case):
    with pytest.raises(Refused) as refused:
        add(people, case, handling="C", conditions=" ")
    assert refused.value.field == "conditions"


def test_withdrawn_stays_to_be_read_with_the_reason(people, case, sign_in):
    row, actor = add(people, case), people.reader("owner")
    with visibility.reading(actor):
        services.withdraw(actor=actor, graded=row, version=row.version, reason="The wrong man")
        with pytest.raises(Refused):
            services.withdraw(actor=actor, graded=row, version=row.version, reason="Again")
    said = page_text(sign_in("owner").get(url("pvp:graded", case)))
    assert "The wrong man" in said and "pam keeps no source’s identity" in said


def test_the_form_keeps_what_was_typed_and_asks_to_look_again(people, case, sign_in):
    client, address = sign_in("owner"), url("pvp:graded_add", case)
    sent = {"text": "Told by her sister", "source": "2", "assessment": "B", "handling": "P",
            "audience": "all", "log_reference": "INT/26/1", "on_day": 1, "on_month": 11,
            "on_year": 2026}  # fmt: skip
    said = client.post(address, sent)
    assert said.status_code == 200 and "This may tell who the source is" in page_text(said)
    assert "Told by her sister" in said.content.decode()
    assert client.post(address, sent | {"checked": "on"}).status_code == 302


@given(st.text(alphabet="abcdefghij klmno", max_size=60))
@settings(max_examples=100, deadline=None)
def test_plain_words_never_warn(text):
    assert identifying_pieces(text, ["informant", "told by"]) == []
