"""Safety plans: items with owners, the version that the person agreed to, a copy that tells nothing."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.audit.models import LogEntry
from pvp.models import SafetyAgreement, SafetyItem
from pvp.safety import selectors, services
from pvp.safety.copies import words_found
from tests.pdf.reading import texts_of
from tests.pvp.test_cases import make_case, term
from tests.records.world import page_text, share_with, url
from tests.standing import standing
from tests.world.cases import item


@standing
def case(people):
    """A case of the owner's."""
    return make_case(people, grade=term("pvp.grade", "standard"))


def add(people, case, persona="owner", agencies=None, **values):
    """A persona adds an item, behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.add_item(actor=actor, record=case, item=item(**values), agencies=agencies)


def agree(people, case, **values):
    """The person agreed to the plan as the owner sees it."""
    actor = people.reader("owner")
    row = SafetyAgreement(**{"how": "In person", "spoke_with": "Robin Marsh", **values})
    with visibility.reading(actor):
        return services.agree(actor=actor, record=case, agreement=row)


def test_an_item_needs_somebody_who_does_it(people, case):
    with pytest.raises(Refused) as refused:
        add(people, case, owner_name="", owner_team=" ", owner_agency=None)
    assert refused.value.field == "owner_name"


def test_what_the_person_agreed_to_stays_when_the_plan_changes(people, case, sign_in):
    row, actor = add(people, case, what="New locks on both doors"), people.reader("owner")
    agreed = agree(people, case)
    with visibility.reading(actor):
        row.what = "An alarm"
        services.change_item(actor=actor, item=row, version=row.version)
        services.end_item(actor=actor, item=row, version=row.version, reason="She moved")
        lines = selectors.lines_of(actor, agreed)
    assert [one.what for one in lines] == ["New locks on both doors"]
    assert "New locks on both doors" in page_text(sign_in("owner").get(url("pvp:safety_agreed", agreed)))
    with pytest.raises(Refused):
        agree(people, case)


def test_a_partner_sees_of_plan_and_agreement_what_is_for_them(people, case):
    share_with(people, case, level=Level.CONTRIBUTE)
    add(people, case, what="Ring on Mondays")
    add(people, case, what="Drive by at night", agencies=[people.agencies["police"].pk])
    agreed, partner = agree(people, case), people.reader("granted")
    with visibility.reading(partner):
        assert [one.what for one in selectors.items_of(partner, case)] == ["Ring on Mondays"]
        assert [one.what for one in selectors.lines_of(partner, agreed)] == ["Ring on Mondays"]
        with pytest.raises(PermissionDenied):
            services.change_item(actor=partner, item=selectors.items_of(partner, case).get(), version=1)


def printed(people, case, rows, safe=True):
    """What the person's own copy says."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        content = services.print_copy(
            actor=actor, case=case, items=[str(one.uuid) for one in rows], safe=safe
        )
    reader = PdfReader(io.BytesIO(content))
    return content, reader, " ".join(texts_of(content))


def test_the_persons_copy_is_one_page_that_tells_nothing(people, case):
    rows = [add(people, case, own_words=words) for words in ("Phone charged by the bed", "Keys at Ana’s")]
    content, reader, said = printed(people, case, rows)
    assert len(reader.pages) == 1
    assert "Phone charged by the bed" in said and "Keys at Ana" in said and "Notes" in said
    everything = f"{said} {reader.metadata} {content.decode('latin-1')}".casefold()
    hidden = (
        "police",
        "official",
        "pam ",
        case.reference.casefold(),
        "robin",
        "safety",
        "northshire",
    )
    assert not [word for word in hidden if word in everything]
    logged = LogEntry.objects.get(operation="print own copy of safety plan")
    assert (logged.verb, logged.records) == ("disclosure", [case.pk])


@pytest.mark.parametrize(
    "words", ["Ring the police", "POLICE come at 9", "See your solicitors", "Northshire Police ring back"]
)
def test_a_line_that_tells_too_much_is_not_printed(people, case, words):
    row = add(people, case, own_words=words)
    with pytest.raises(Refused) as refused:
        printed(people, case, [row])
    assert refused.value.field == "items"


def test_nothing_is_printed_where_it_is_not_safe_or_too_long(people, case):
    rows = [add(people, case, own_words=f"{place} " + "walk " * 38) for place in range(40)]
    for values, field in (({"safe": False}, "safe"), ({}, "items")):
        with pytest.raises(Refused) as refused:
            printed(people, case, rows, **values)
        assert refused.value.field == field


def test_the_file_of_the_copy_has_a_name_that_tells_nothing(people, case, sign_in):
    row = add(people, case, own_words="Phone charged by the bed")
    answer = sign_in("owner").post(url("pvp:safety_print", case), {"items": [str(row.uuid)], "safe": "yes"})
    assert answer["Content-Disposition"] == 'attachment; filename="notes.pdf"'
    assert answer["Cache-Control"] == "private, no-store"


@given(st.sampled_from(["police", "social worker", "court"]), st.text(alphabet="ab .,-", max_size=20))
@settings(max_examples=100, deadline=None)
def test_a_word_is_found_whatever_stands_around_it_and_not_inside_another(word, around):
    assert words_found(f"{around} {word.upper()}. {around}", [word]) == [word]
    assert words_found(f"x{word}x", [word]) == []


def test_an_item_is_overdue_from_the_day_after(people, case):
    row = add(people, case, due=date(2026, 1, 1))
    assert row.is_overdue
    row.state = SafetyItem.State.IN_PLACE
    assert not row.is_overdue
