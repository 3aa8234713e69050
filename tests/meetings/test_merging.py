"""Two people's changes to one text."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.merging import merge

PARAGRAPH = st.text(alphabet="abc", min_size=1, max_size=3)
TEXT = st.lists(PARAGRAPH, max_size=6).map("\n".join)


def test_changes_of_different_paragraphs_are_both_taken():
    merged = merge("One\n\nTwo\n\nThree", "One!\n\nTwo\n\nThree", "One\n\nTwo\n\nThree!\n\nFour")
    assert merged.both == "One!\n\nTwo\n\nThree!\n\nFour" and not merged.clashes


def test_neighbouring_paragraphs_are_different_paragraphs():
    merged = merge("A\nB", "A1\nB", "A\nB1\nC")
    assert merged.both == "A1\nB1\nC" and not merged.clashes


def test_what_both_added_in_one_place_is_kept_theirs_first():
    merged = merge("Said", "Said\nTheirs", "Said\nMine")
    assert merged.both == "Said\nTheirs\nMine" and not merged.clashes
    assert merge("", "Same", "Same").both == "Same"


def test_one_paragraph_changed_by_both_is_a_clash_that_keeps_every_word():
    merged = merge("Said\nEnd", "Said by A\nEnd", "Said by B\nEnd")
    assert merged.clashes
    assert (merged.both, merged.theirs, merged.mine) == (
        "Said by A\nSaid by B\nEnd",
        "Said by A\nEnd",
        "Said by B\nEnd",
    )


@given(TEXT, TEXT, TEXT)
def test_every_paragraph_that_either_wrote_anew_is_in_what_keeps_both(opened, theirs, mine):
    merged = merge(opened, theirs, mine)
    added = (set(theirs.split("\n")) | set(mine.split("\n"))) - set(opened.split("\n")) - {""}
    assert added <= set(merged.both.split("\n"))


@given(TEXT, TEXT)
def test_what_only_one_changed_is_taken_as_it_is(opened, changed):
    for merged in (merge(opened, changed, opened), merge(opened, opened, changed)):
        assert merged.both == changed.strip() and not merged.clashes
