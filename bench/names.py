"""How many people are found by another spelling of their name (bin/bench names).

1,000 made-up pairs of 14 kinds, among 5,000 other people: how many of what is written in a record are among
the first five rows that the search finds for what is typed; beside plain trigrams of folded text, five at
most from a similarity of 0.3 on. And 200 pairs of different people, one of each pair recorded: how many
are shown for the other one's name. All in one transaction that is rolled back.

`--json FILE` keeps the figures; `--pairs`, `--others` and `--seed` choose the names.
"""

import argparse
import json
import statistics
import time
from collections import defaultdict

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
    first = add_subject(actor=reader, record=record, subject=Subject(name=names[0]))
    same = {
        "record_id": first.record_id,
        "author_id": agency.member.pk,
        "author_agency_id": reader.agency_id,
        "marking": first.marking,
    }
    rows = [Subject(name=name, **same) for name in names[1:]]
    for row in rows:
        row.work_out_identifiers()
    Subject._base_manager.bulk_create(rows, batch_size=1000)
    numbers = defaultdict(list)
    for number, name in Subject.objects.values_list("pk", "name"):
        numbers[name].append(number)
    return numbers


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


def found(way, made, numbers):
    """{kind: per cent found}, the median of ms a search, and the pairs (written, typed) not found."""
    hits, took, missed = defaultdict(list), [], []
    for kind, written, typed in made:
        began = time.perf_counter()
        rows = way(typed)
        took.append((time.perf_counter() - began) * 1000)
        hits[kind].append(any(number in numbers[written] for number, _ in rows))
        if not hits[kind][-1]:
            missed.append((written, typed))
    shares = {kind: round(100 * statistics.mean(hits[kind]), 1) for kind in KINDS}
    shares["All"] = round(100 * statistics.mean(sum(hits.values(), [])), 1)
    return shares, statistics.median(took), missed


def shown_for_others(way, made, numbers):
    """Per cent of other people shown: as the very name (tier 1 or 2), and as a similar one."""
    exact = similar = 0
    for written, typed in made:
        tiers = [tier for number, tier in way(typed) if number in numbers[written]]
        exact += any(tier != search.ALIKE for tier in tiers)
        similar += any(tier == search.ALIKE for tier in tiers)
    return round(100 * exact / len(made), 1), round(100 * similar / len(made), 1)


@transaction.atomic
def measure(given):
    """All figures."""
    rng = generator(given.seed)
    made, apart = pairs(given.pairs, rng), different(given.pairs // 5, rng)
    names = [written for _, written, _ in made] + [written for written, _ in apart]
    names += [person(rng) for _ in range(given.others)]
    agency = new_agency("Names")
    with visibility.reading(agency.reader):
        numbers = record_names(agency, names)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_subject")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(
            "CREATE TEMP TABLE plain_names ON COMMIT DROP AS"
            " SELECT id, pam_fold(name) AS folded FROM records_subject"
        )
    plain, plain_ms, _ = found(by_trigrams, made, numbers)
    plain_shown, _ = shown_for_others(by_trigrams, apart, numbers)
    with visibility.reading(agency.reader):
        shares, ms, missed = found(by_search, made, numbers)
        exact, similar = shown_for_others(by_search, apart, numbers)
    transaction.set_rollback(True)
    return {
        "names": len(names),
        "pairs": len(made),
        "found": shares,
        "found_by_trigrams": plain,
        "ms": round(ms, 1),
        "ms_by_trigrams": round(plain_ms, 1),
        "missed": missed,
        "others": len(apart),
        "others_as_the_name": exact,
        "others_as_similar": similar,
        "others_by_trigrams": plain_shown,
    }


def table(figures):
    """The figures as text."""
    lines = [
        f"{figures['pairs']:,} pairs among {figures['names']:,} names: found in the first {FIRST}, per cent"
    ]
    lines.append(f"{'':38}{'pam':>8}{'trigrams':>10}")
    for kind, share in figures["found"].items():
        lines.append(f"{kind:38}{share:>8}{figures['found_by_trigrams'][kind]:>10}")
    lines.append(f"{'ms a search, median':38}{figures['ms']:>8}{figures['ms_by_trigrams']:>10}")
    lines.append(
        f"{figures['others']} different people: {figures['others_as_the_name']} % shown as the name, "
        f"{figures['others_as_similar']} % as a similar name; by trigrams {figures['others_by_trigrams']} %"
    )
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
        print(*(f"{written}: {typed}" for written, typed in figures["missed"]), sep="\n")
    if given.json:
        with open(given.json, "w") as file:
            json.dump(figures, file, indent=2)


main()
