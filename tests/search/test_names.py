"""People are found by their names, however they are written."""

import pytest
from django.db import connection
from django.urls import reverse

from pam.access import visibility
from pam.records.findable import fill
from pam.records.models import Subject
from pam.records.services import add_subject
from pam.search import selectors as search
from tests.records.world import group, page_text, share_with
from tests.standing import standing


@standing
def record(people):
    """A group of the owner's."""
    return group(people, "Harbour group")


@pytest.fixture
def named(people, record):
    """Returns a function that adds a subject to the group and searches as the owner."""

    def look(name, typed, kind="person", details=""):
        actor = people.reader("owner")
        with visibility.reading(actor):
            add_subject(actor=actor, record=record, subject=Subject(kind=kind, name=name, details=details))
            found = search.ids("subjects", typed)[""]
        names = dict(Subject.objects.values_list("pk", "name"))
        fitting = {names[pk] for pk, _, tier in found if tier != search.ALIKE}
        return fitting, [names[pk] for pk, _, tier in found if tier == search.ALIKE]

    return look


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Will Do An", "Will Do An"),
        ("Will Do An", "an do wil"),
        ("Zoë Díaz Müller", "Zoe Diaz"),
        ("Zoe Diaz Muller", "Zoë Díaz"),
        ("Roy O'Connell", "OConnell"),
        ("Roy OConnell", "O'Connell"),
        ("Roy O’Connell", "o'con"),
        ("Sarah Garner-Stone", "Garner Stone"),
        ("Sarah Garner Stone", "Garner-Stone"),
        ("Sarah Garner-Stone", "Stone"),
        ("Omar Khan/Kahn", "Kahn"),
        ("Omar Khan/Kahn", "Omar Khan/Kahn"),
        ("Anne-Marie Quill", "Anne - Marie Quill"),
        ("Rowan Tealby", "Tealby Rowan"),
        ("Rowan Tealby", "TEALBY, R"),
        ("Łukasz Nowak", "lukasz NOWAK"),
        ("张伟明", "张伟明"),
        ("张伟明", "伟明"),
        ("김민준", "민준"),
        ("محمد علي", "علي"),
        ("ਹਰਪ੍ਰੀਤ ਸਿੰਘ", "ਸਿੰਘ"),
        ("Zoe\u0301 Dane", "Zoé"),
        ("The Who", "the who"),
    ],
)
def test_a_name_is_found(named, name, typed):
    assert named(name, typed)[0] == {name}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Kieron Tealby", "Keiron Tealby"),
        ("Kieron Tealby", "Keiron"),
        ("Jean de la Mare", "Delamare"),
        ("Jean Delamare", "de la Mare"),
        ("Roy O'Connell", "Roy O Connell"),
        ("William Tealby", "Bill Tealby"),
        ("Rowan James Tealby", "Rowan Peter Tealby"),
        ("R Tealby", "Rowan Tealby"),
        ("Kathryn Moss", "Catherine Moss"),
        ("Muhammad Aziz", "Mohammed Aziz"),
        ("Мария Петрова", "Maria Petrova"),
        ("Γιώργος Παππάς", "Giorgos Pappas"),
        ("Harrison Dane", "Harrisson Dame"),
        ("Edie Woolthorpe", "Edie Wooltthawpe"),
        ("Bilal Ashtree", "Bilal Azchtree"),
    ],
)
def test_a_misspelt_name_or_one_that_sounds_alike_is_shown_after_those_that_fit(named, name, typed):
    found, alike = named(name, typed)
    assert found == set() and alike == [name]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Sarah Whitmore", "Sarah Delamare"),
        ("Rowan Tealby", "Corin Haddow"),
        ("张伟明", "明伟"),
        ("Rowan Tealby", "-Tealby Rowan"),
        ("Anne-Marie Quill", "Quill -Marie"),
    ],
)
def test_somebody_else_is_not(named, name, typed):
    assert named(name, typed) == (set(), [])


@pytest.mark.parametrize(
    ("kind", "name", "details", "typed"),
    [
        ("person", "Ro", "Rings from 07700 900731", "07700900731"),
        ("person", "Ro", "Rings from 07700900731", "07700 900731"),
        ("person", "Ro", "Rings from 07700 900731", "+44 (0)7700 900 731"),
        ("person", "Ro", "Rings from 07700900731", "900731"),
        ("person", "Ro", "07700 900123\n07700 900731", "0044 7700900731"),
        ("person", "Ro", "+353 86 123 4567", "00353861234567"),
        ("vehicle", "AB12 CDE", "", "ab12cde"),
        ("vehicle", "AB12CDE", "", "AB12 CDE"),
        ("person", "Ro", "drives AB12-CDE", "AB12 CDE"),
        ("place", "12 Quay St, HB1 4AB", "", "HB14AB"),
        ("person", "Ro", "rowan.t@mail.example", "Rowan.T@mail.example"),
        ("person", "Ro", "known as @dark_rowan", "@dark_rowan"),
        ("object", "Phone", "IMEI 35-209900-176148-1", "352099001761481"),
    ],
)
def test_an_identifier_is_found_however_it_is_written(named, kind, name, details, typed):
    assert named(name, typed, kind, details)[0] == {name}


def test_numbers_in_the_text_of_records_and_actions_are_found_too(people):
    record = group(people, "Harbour group", summary="The courier rings from 07700 900731.")
    with visibility.reading(people.reader("owner")):
        found = search.ids("records", "07700900731", kinds=["ocg"])["ocg"]
    assert [number for number, *_ in found] == [record.pk]


def test_rows_that_are_older_than_their_identifiers_are_made_findable_by_migrate(people):
    record, actor = group(people, "Harbour group"), people.reader("owner")
    with visibility.reading(actor):
        add_subject(actor=actor, record=record, subject=Subject(name="Zoë Dane", details="07700 900731"))
    with connection.cursor() as cursor:  # as the rows were before there was a folding
        cursor.execute("UPDATE records_subject SET identifiers = NULL")
        cursor.execute("UPDATE records_subject SET search = to_tsvector('simple', name)")
    written = Subject.objects.get().history.count()

    def found(typed):
        with visibility.reading(actor):
            return len(search.ids("subjects", typed)[""])

    assert (found("zoe dane"), found("07700900731")) == (0, 0)
    assert fill(Subject) == 1 and fill(Subject) == 0
    assert (found("zoe dane"), found("07700900731")) == (1, 1)
    assert Subject.objects.get().history.count() == written


def test_whole_names_come_before_longer_ones_and_pages_lose_none(people, sign_in, monkeypatch):
    monkeypatch.setattr(search, "SIZE", 2)
    record, actor = group(people), people.reader("owner")
    for name in ("Teal Ann", "Tealby Ann", "Teal Anna", "Ann Teal", "Ann Tealing"):
        with visibility.reading(actor):
            add_subject(actor=actor, record=record, subject=Subject(name=name))
    seen, address, client = [], f"{reverse('search:results')}?q=ann+teal&kind=subjects", sign_in("owner")
    while address:
        groups = client.get(address).context["groups"]
        seen += [row.name for row in groups[0].rows]
        address = groups[0].more
    assert set(seen[:2]) == {"Teal Ann", "Ann Teal"} and len(seen) == len(set(seen)) == 5


def test_who_is_called_only_what_was_typed_comes_before_newer_ones_with_more_names_and_before_mere_mentions(
    people,
):
    record, actor = group(people), people.reader("owner")
    rows = [
        ("Kian", ""),
        ("Kian Tealby", ""),
        ("Ann Kian Moss-Tealby", ""),
        ("Rowan", "knows Kian"),
        ("Kiana", ""),
    ]
    with visibility.reading(actor):
        for name, details in rows:
            add_subject(actor=actor, record=record, subject=Subject(name=name, details=details))
        found = [number for number, *_ in search.ids("subjects", "kian")[""]]
    names = dict(Subject.objects.values_list("pk", "name"))
    assert [names[number] for number in found] == [name for name, _ in rows]


def test_a_single_name_comes_before_others_that_only_sound_like_the_whole(people):
    record, actor = group(people), people.reader("owner")
    with visibility.reading(actor):
        for name in ("Amberby", "Keira Ambersett", "Keira Ambergate"):
            add_subject(actor=actor, record=record, subject=Subject(name=name))
        found = search.ids("subjects", "Keira Amberby")[""]
    assert Subject.objects.get(pk=found[0][0]).name == "Amberby"


def test_similar_names_stand_apart_and_the_log_has_their_records(people, sign_in):
    record, actor = group(people), people.reader("owner")
    with visibility.reading(actor):
        add_subject(actor=actor, record=record, subject=Subject(name="Kieron Tealby"))
    text = page_text(sign_in("owner").get(reverse("search:results"), {"q": "Keiron"}))
    assert "No name is spelled like this. Similar names Kieron Tealby" in text


@pytest.mark.parametrize("persona", ["colleague", "granted", "other_force", "low_clearance"])
def test_names_alike_are_asked_of_the_gate(people, persona):
    record, actor = group(people), people.reader("owner")
    with visibility.reading(actor):
        add_subject(actor=actor, record=record, subject=Subject(name="Kieron Tealby"))
    with visibility.reading(people.reader(persona)):
        assert search.ids("subjects", "Keiron Tealbi") == {"": []}
    with visibility.reading(actor):
        assert len(search.ids("subjects", "Keiron Tealbi")[""]) == 1
    share_with(people, record)
    with visibility.reading(people.reader("granted")):
        assert len(search.ids("subjects", "Keiron Tealbi")[""]) == 1


def buffers(sql, *values):
    """How many pages of the database a query reads, wherever they lie."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
        plan = cursor.fetchone()[0][0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "code"), [("records_record", "records"), ("records_subject", "subjects")])
def test_a_word_that_only_hidden_rows_have_costs_what_nobodys_word_costs(people, place, code):
    """Whole words and beginnings: the reader's own rows are looked through, whatever else there is."""
    mine, other = group(people, "Harbour group"), people.reader("other_force")
    with visibility.reading(other):
        from tests.world.world import make_ocg

        theirs = make_ocg(people, "other_force", "Frequentia", team="other")
        add_subject(actor=other, record=theirs, subject=Subject(name="Frequentia Roe"))
    with visibility.reading(people.reader("owner")):
        add_subject(actor=people.reader("owner"), record=mine, subject=Subject(name="Rowan Tealby"))
    of = theirs.pk if code == "records" else Subject.objects.get(name="Frequentia Roe").pk
    columns = [c for c in _columns(place) if c not in ("id", "uuid", "reference")]
    own = ", ".join(columns)
    reference = ", reference" if place == "records_record" else ""
    value = ", 'X-' || n" if reference else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {place} (uuid{reference}, {own}) SELECT gen_random_uuid(){value}, {own}"
            f" FROM {place} CROSS JOIN generate_series(1, 3000) n WHERE id = {of}"
        )
        cursor.execute(f"ANALYZE {place}")
    kinds = ["ocg"] if code == "records" else [""]
    with visibility.reading(people.reader("owner")):
        cost = {
            word: buffers(
                f"SELECT * FROM pam_search_{code}(%s, %s, %s, NULL, NULL, NULL, 25)",
                f"{{{word}}}",
                [word],
                kinds,
            )
            for word in 2 * ("harbour", "frequentia", "frequentja", "nobodyhasit")
        }
        assert cost["frequentia"] == cost["nobodyhasit"]
        assert cost["frequentja"] == cost["nobodyhasit"]


def _columns(table):
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]
