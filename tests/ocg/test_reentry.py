"""A group for typing into other systems: in the list's order, with what changed since it was typed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ocg.models import Ocg, Typing
from ocg.reentry import selectors, services
from pam.access import visibility
from pam.access.levels import Level
from pam.records.models import Record
from pam.reference.models import ReferenceValue
from tests.ocg.scored import score
from tests.records.world import add_person, group, page_text, share_with, url
from tests.standing import standing


@standing
def ocg(people):
    """A group of the owner's with a member."""
    record = group(people)
    add_person(people, record, "Sam Sailor")
    return record


def note(people, record, code, who="owner"):
    """That a person typed a section."""
    actor = people.reader(who)
    with visibility.reading(actor):
        row = selectors.group_for_pack(actor, record.uuid)
        section = selectors.section_or_404(code)
        day = timezone.localdate()
        return services.note_typed(actor=actor, ocg=row, section=section, typed_on=day, reference="N-7")


def pack(people, record, who="owner"):
    """{code: section} of the pack."""
    reader = people.reader(who)
    with visibility.reading(reader):
        found = selectors.pack_of(reader, selectors.group_for_pack(reader, record.uuid))
    return {section.code: section for section in found}


def test_what_changed_since_it_was_typed_is_marked_and_typing_again_unmarks_it(people, ocg):
    assert pack(people, ocg)["members"].typed is None
    note(people, ocg, "members")
    assert not pack(people, ocg)["members"].changed
    add_person(people, ocg, "Ann Ash")
    section = pack(people, ocg)["members"]
    assert section.changed and [changed for _, _, changed in section.lines] == [False, True]
    note(people, ocg, "members")
    assert not pack(people, ocg)["members"].changed


def test_the_score_is_typed_by_method_with_the_tier_that_they_propose(people, ocg):
    score(people, ocg, place=9)
    lines = {label: text for label, text, _ in pack(people, ocg)["latest_score"].lines}
    assert "Priority 1" in lines["OCG score: matrix"] and "Olive Owner" in lines["OCG score: matrix"]
    assert lines["Tier that the scores propose"].startswith("Tier 1 (OCG score: matrix)")


def test_the_order_is_that_of_the_list_and_a_retired_section_is_left_out(people, ocg):
    before = list(pack(people, ocg))
    assert before[0] == "names"
    for code, changes in (("plan", {"retired": True}), ("names", {"order": 99})):
        row = ReferenceValue.objects.get(listing="ocg.reentry", code=code)
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()
    after = list(pack(people, ocg))
    assert after[-1] == "names" and "plan" not in after


def test_the_owner_alone_notes_it_and_the_database_holds_that_too(people, ocg):
    share_with(people, ocg, level=Level.CONTRIBUTE)
    with pytest.raises(PermissionDenied):
        note(people, ocg, "names", who="granted")
    partner, section = people.reader("granted"), selectors.section_or_404("names")
    with visibility.reading(partner), pytest.raises(DatabaseError), transaction.atomic():
        row = Typing(record=Record(pk=ocg.pk), section=section, lines={})
        row.author_id, row.author_agency_id = partner.membership_id, partner.agency_id
        row.save()


def test_its_page_shows_lines_to_copy_and_who_typed_them(people, ocg, sign_in):
    note(people, ocg, "names")
    text = page_text(sign_in("owner").get(url("ocg:reentry", ocg)))
    assert "Sam Sailor" in text and "reference N-7" in text and "I typed this" in text
    typed = Typing.objects.get(record_id=ocg.pk)
    assert typed.agencies == [people.agencies["police"].pk] and "Harbour" not in str(typed.lines)
    with connection.cursor() as cursor, visibility.reading(people.reader("owner")):
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("UPDATE ocg_typing SET reference = 'other'")
    assert Ocg.objects.filter(pk=ocg.pk).exists()
