"""How many people are found by another spelling of their name (bin/bench names).

1,000 made-up pairs of 15 kinds, among 5,000 other people, recorded in an order of chance: how many of what
is written in a record are among the first five rows that the search finds for what is typed; beside two
ways of anyone's, on the same folded names: trigrams, from a similarity of 0.3 on, and double metaphone, the
names of which most words sound alike. And 200 pairs of different people, one of each pair recorded: how
many are shown for the other one's name, and how many as the first row. All in one transaction that is
rolled back.

`--json FILE` keeps the figures; `--pairs`, `--others` and `--seed` choose the names.
"""

import argparse
import json
import statistics
import time
from collections import defaultdict
from contextlib import nullcontext

import django

django.setup()

from _agency import group_of, new_agency  # noqa: E402
from _name_pairs import KINDS, different, generator, pairs, person  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from pam.access import visibility  # noqa: E402
from pam.records.models import Subject  # noqa: E402
from pam.records.services import add_subject  # noqa: E402
from pam.search import selectors as search  # noqa: E402

FIRST = 5  # rows that one looks at
LEAST_ALIKE = 0.3  # pg_trgm's own threshold


def record_names(agency, names):
    """Adds one subject a name to a record of the reader's; returns {name: [numbers]}."""
    reader, record = agency.reader, group_of(agency, "Names")
    first = add_subject(actor=reader, record=record, subject=Subject(name="Nobody"))
    same = {
        "record_id": first.record_id,
        "author_id": agency.member.pk,
        "author_agency_id": reader.agency_id,
        "marking": first.marking,
    }
    rows = [Subject(**_fields(written), **same) for written in names]
    for row in rows:
        row.work_out_identifiers()
    Subject._base_manager.bulk_create(rows, batch_size=1000)
    numbers = defaultdict(list)
    for number, name, details in Subject.objects.values_list("pk", "name", "details"):
        numbers["\n".join(filter(None, (name, details)))].append(number)
    return numbers


def _fields(written):
    """Name and details of what a record has: two lines, or one."""
    name, _, details = written.partition("\n")
    return {"name": name, "details": details}


def by_search(typed):
    """[(number, tier)] of the first rows that pam finds."""
    return [(number, tier) for number, _, tier in search.ids("subjects", typed, limit=FIRST)[""]]


def by_trigrams(typed):
    """[(number, 0)] of the names whose folded trigrams are the most alike."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM (SELECT id, similarity(folded, pam_fold(%s)) AS alike FROM plain_names) found"
            " WHERE alike >= %s ORDER BY alike DESC, id DESC LIMIT %s",
            [typed, LEAST_ALIKE, FIRST],
        )
        return [(number, 0) for (number,) in cursor.fetchall()]


def by_metaphone(typed):
    """[(number, 0)] of the names of which most words sound like a word that was typed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM (SELECT id, sounds, cardinality(typed) AS words,"
            " (SELECT count(*) FROM unnest(sounds) s WHERE s = ANY (typed)) AS same"
            " FROM plain_names, plain_sounds(pam_fold(%s)) typed OFFSET 0) found WHERE same > 0"
            " ORDER BY same::float8 / greatest(cardinality(sounds), words) DESC, id DESC LIMIT %s",
            [typed, FIRST],
        )
        return [(number, 0) for (number,) in cursor.fetchall()]


PLAIN = """
CREATE FUNCTION plain_sounds(folded text) RETURNS text[] LANGUAGE sql AS $$
  SELECT ARRAY(SELECT dmetaphone(w) FROM unnest(string_to_array(folded, ' ')) w WHERE dmetaphone(w) <> '') $$;
CREATE TEMP TABLE plain_names ON COMMIT DROP AS
  SELECT id, folded, plain_sounds(folded) AS sounds
    FROM (SELECT id, pam_fold(name || ' ' || details) AS folded FROM records_subject) names
"""


def found(way, made, numbers):
    """{kind: per cent found}, the median of ms a search, and (written, typed, [names first]) of those not
    found.
    """
    hits, took, missed = defaultdict(list), [], []
    for kind, written, typed in made:
        began = time.perf_counter()
        rows = way(typed)
        took.append((time.perf_counter() - began) * 1000)
        hits[kind].append(any(number in numbers[written] for number, _ in rows))
        if not hits[kind][-1]:
            names = {number: name for name, same in numbers.items() for number in same}
            missed.append((written, typed, [names[number] for number, _ in rows]))
    shares = {kind: round(100 * statistics.mean(hits[kind]), 1) for kind in KINDS}
    shares["All"] = round(100 * statistics.mean(sum(hits.values(), [])), 1)
    return shares, statistics.median(took), missed


def shown_for_others(way, made, numbers):
    """Per cent of other people shown: as the very name, as a similar one, and as the first row."""
    exact = similar = first = 0
    for written, typed in made:
        rows = way(typed)
        tiers = [tier for number, tier in rows if number in numbers[written]]
        exact += any(tier != search.ALIKE for tier in tiers)
        similar += any(tier == search.ALIKE for tier in tiers)
        first += bool(rows) and rows[0][0] in numbers[written]
    return {
        key: round(100 * count / len(made), 1)
        for key, count in {"as_the_name": exact, "as_similar": similar, "first": first}.items()
    }


@transaction.atomic
def measure(given):
    """All figures."""
    rng = generator(given.seed)
    made, apart = pairs(given.pairs, rng), different(given.pairs // 5, rng)
    names = [written for _, written, _ in made] + [written for written, _ in apart]
    names += [person(rng) for _ in range(given.others)]
    rng.shuffle(names)
    agency = new_agency("Names")
    with visibility.reading(agency.reader):
        numbers = record_names(agency, names)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_subject")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(PLAIN)
    figures = {}
    for way, finds in WAYS.items():
        with visibility.reading(agency.reader) if way == "pam" else nullcontext():
            shares, ms, missed = found(finds, made, numbers)
            others = shown_for_others(finds, apart, numbers)
        figures[way] = {"found": shares, "ms": round(ms, 1), "others": others, "missed": missed}
    transaction.set_rollback(True)
    return {"names": len(names), "pairs": len(made), "others": len(apart), "ways": figures}


WAYS = {"pam": by_search, "trigrams": by_trigrams, "metaphone": by_metaphone}


def _line(label, values):
    return f"{label:42}" + "".join(f"{value:>11}" for value in values)


def table(figures):
    """The figures as text."""
    ways = figures["ways"].values()
    lines = [
        f"{figures['pairs']:,} pairs among {figures['names']:,} names: found in the first {FIRST}, per cent",
        _line("", figures["ways"]),
        *(_line(kind, [way["found"][kind] for way in ways]) for kind in [*KINDS, "All"]),
        _line("ms a search, median", [way["ms"] for way in ways]),
        f"{figures['others']} different people, per cent",
        _line("shown first", [way["others"]["first"] for way in ways]),
        _line("shown as the name", [way["others"]["as_the_name"] for way in ways]),
        _line("shown as a similar name", [way["others"]["as_similar"] for way in ways]),
    ]
    return "\n".join(lines)


def main():
    """Measures, prints, and keeps the figures if asked."""
    parser = argparse.ArgumentParser(prog="bin/bench names", description=__doc__)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--missed", action="store_true", help="also print the pairs that pam does not find")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--others", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    figures = measure(given)
    print(table(figures))
    if given.missed:
        print(
            *(
                f"{written}: {typed} ({'; '.join(first) or 'nothing'})"
                for written, typed, first in figures["ways"]["pam"]["missed"]
            ),
            sep="\n",
        )
    if given.json:
        with open(given.json, "w") as file:
            json.dump(figures, file, indent=2)


main()
