"""One folding, the same in Python and in the database, in every script."""

import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pam.db.folding import Folded, fold, latin, sort_key, words
from pam.db.folding_rules import TABLE, as_text, build
from pam.db.nicknames import forms
from pam.db.sounds import sound

SETTINGS = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# What people's names are written in; and marks, signs and spaces of all kinds between.
SCRIPTS = (
    (0x20, 0x24F), (0x250, 0x36F), (0x370, 0x52F), (0x531, 0x587), (0x5D0, 0x5F4), (0x600, 0x6FF),
    (0x900, 0x97F), (0x980, 0xDFF), (0xE01, 0xE5B), (0x10A0, 0x10FF), (0x1100, 0x137F),
    (0x1E00, 0x206F), (0x2C00, 0x2C5F), (0x3041, 0x30FF), (0x4E00, 0x4EFF), (0xA640, 0xA7BF),
    (0xAC00, 0xACFF), (0xFB00, 0xFDFF), (0xFE00, 0xFFEE), (0x10400, 0x1044F), (0x1E900, 0x1E95B),
)  # fmt: skip
one_script = st.sampled_from(SCRIPTS).flatmap(
    lambda script: st.text(
        st.characters(min_codepoint=script[0], max_codepoint=script[1], exclude_categories=["Cn"])
    )
)
anything = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\x00"))
texts = st.lists(st.one_of(one_script, anything), max_size=6).map("".join)


def in_sql(function, text):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.slow
@SETTINGS
@given(text=texts)
def test_python_and_the_database_fold_alike_over_all_scripts(db, text):
    assert in_sql("pam_fold", text) == fold(text)
    assert in_sql("pam_latin", fold(text)) == latin(fold(text))


@SETTINGS
@given(word=st.one_of(st.text("abcdefghijklmnopqrstuvwxyz", max_size=12), one_script.map(fold)))
def test_python_and_the_database_hear_alike(db, word):
    assert in_sql("pam_sound", word) == sound(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stephen", "steven"),
        ("catherine", "kathryn"),
        ("clark", "clarke"),
        ("hughes", "hews"),
        ("thompson", "thomson"),
        ("norworth", "nawwhorth"),
        ("wright", "rite"),
        ("knight", "night"),
        ("geoffrey", "jeffrey"),
        ("ashtree", "azchtree"),
    ],
)
def test_words_that_an_english_ear_hears_alike_have_one_sound(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("norton", "burton"), ("tealby", "selby"), ("moss", "mott")])
def test_words_that_are_heard_apart_have_two(one, other):
    assert sound(one) != sound(other)


@pytest.mark.slow
def test_python_and_the_database_fold_every_character_alike(db):
    points = [p for p in range(1, 0x110000) if unicodedata.category(chr(p)) not in ("Cs", "Cn", "Co")]
    for start in range(0, len(points), 20_000):
        signs = [f"a{chr(point)}B" for point in points[start : start + 20_000]]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT array_agg(pam_fold(t) ORDER BY n) FROM unnest(%s::text[]) WITH ORDINALITY x(t, n)",
                [signs],
            )
            found = cursor.fetchone()[0]
        wrong = [(sign, fold(sign), sql) for sign, sql in zip(signs, found, strict=True) if fold(sign) != sql]
        assert not wrong, wrong[:10]


@pytest.mark.slow
@SETTINGS
@given(text=texts)
def test_folding_twice_changes_nothing_and_composed_and_taken_apart_are_one(text):
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(text) == " ".join(fold(text).split())


@pytest.mark.slow
@SETTINGS
@given(
    name=st.lists(one_script, min_size=1, max_size=3).map(" ".join),
    mark=st.sampled_from("\u200b\u202e\u2067\u00ad\ufeff"),
)
def test_marks_that_show_nothing_change_nothing(name, mark):
    assert fold(mark.join(name)) == fold(name) or any(unicodedata.combining(sign) for sign in name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë Díaz Müller", "ZOE DIAZ MULLER"),
        ("Łukasz Đorđević Ørsted", "lukasz dordevic orsted"),
        ("Þóra Æsa Weiß", "Thora Aesa Weiss"),
        ("Iıİi", "iiii"),
        ("Roy O'Connell", "roy OConnell"),
        ("O’Connell O`Connell O´Connell Oʻconnell", "oconnell oconnell oconnell oconnell"),
        ("Garner-Stone", "Garner Stone"),
        ("Khan/Kahn_J.R.", "khan kahn j r"),
        ("Anne – Marie", "anne marie"),
        ("ΓΕΏΡΓΙΟΣ", "γεωργιος"),
        ("Пётр ЙОВОВИЋ", "петр ЙОВОВИЋ"),
        ("أحمد إبراهيم", "احمد ابراهيم"),
        ("محمّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("फ़िरोज़", "फिरोज"),
        ("ﬁona ＡＢＣ", "fiona abc"),
        ("٠٧٧٠٠ ९००", "07700 900"),
        ("a\u0301gnes", "ágnes"),
    ],
)
def test_two_ways_of_writing_a_name_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("राम", "रम"), ("Li", "Lee"), ("กิ", "กี"), ("ガ", "カ"), ("Bob", "Rob")]
)
def test_what_are_different_names_stay_apart(one, other):
    assert fold(one) != fold(other)


def test_a_script_without_spaces_has_a_word_for_each_sign():
    assert words("张伟明") == ["张", "伟", "明"] and words("김민준 Kim") == ["김", "민", "준", "kim"]


def test_the_table_is_what_the_rules_make_of_this_unicode():
    made = build()
    if made["unicode"] != "14.0.0":
        pytest.skip("the table was made of another Unicode than this Python has")
    assert TABLE.read_text() == as_text(made), "run python -m pam.db.folding_rules"


def test_names_sort_as_people_do_in_python_and_in_the_database(db):
    from pam.access.models import Agency

    right = ["adam", "Ágnes", "Bella", "de Souza", "D'Souza", "Östen", "Zadie", "Żaneta"]
    assert sorted(reversed(right), key=sort_key) == right
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT array_agg(t ORDER BY pam_fold(t) COLLATE "C", t) FROM unnest(%s::text[]) t', [right[::-1]]
        )
        assert cursor.fetchone()[0] == right
    assert "pam_fold" in str(Agency.objects.order_by(Folded("name")).query)


def test_nicknames_go_both_ways_and_the_database_knows_them(db):
    assert "william" in forms()["bill"] and "bill" in forms()["william"] and "bill" not in forms()["bill"]
    assert in_sql("pam_other_forms", ["bill", "tealby"]) == [" ".join(["bill", *forms()["bill"]]), "tealby"]
