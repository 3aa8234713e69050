"""Whether the time of a search gives away words in rows that one may not see (bin/bench hidden).

20,000 records and 20,000 people of another agency hold a word; the reader sees 50 of each. 500 pairs of
searches as the web role does them: for that word, and for a word of the same length that nobody holds, the
one or the other first by chance. In how many pairs did the hidden word take longer (250 would be chance), the
medians, and how likely such a count is if there is no difference. For records and people, for the whole word
and for its beginning. All in one transaction that is rolled back.

`--json FILE` keeps the figures; `--pairs` and `--rows` choose the size.
"""

import argparse
import json
import math
import random
import statistics
import time

import django

django.setup()

from _agency import group_of, new_agency  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from pam.access import visibility  # noqa: E402
from pam.records.models import Subject  # noqa: E402
from pam.records.services import add_subject  # noqa: E402
from pam.search import selectors as search  # noqa: E402

HIDDEN, NOBODYS = "frequentia", "nobodyhasi"
SEEN = 50  # rows of each kind that the reader sees


def copies(table, number, count):
    """Puts `count` copies of a row into its table, as the triggers make them."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
        columns = ", ".join(c.name for c in described if c.name not in ("id", "uuid", "reference"))
        more, value = (", reference", ", 'X-' || n || '-' || id") if table == "records_record" else ("", "")
        cursor.execute(
            f"INSERT INTO {table} (uuid{more}, {columns}) SELECT gen_random_uuid(){value}, {columns}"
            f" FROM {table} CROSS JOIN generate_series(1, %s) n WHERE id = %s",
            [count, number],
        )


def fill(agency, title, name, count):
    """A group with a person in it, as an agency makes them, and `count` copies of both."""
    with visibility.reading(agency.reader):
        record = group_of(agency, title)
        add_subject(actor=agency.reader, record=record, subject=Subject(name=name))
        subject = Subject.objects.get(record=record)
    copies("records_record", record.pk, count)
    copies("records_subject", subject.pk, count)


def took(source, kinds, word):
    """How many ms a search takes."""
    began = time.perf_counter()
    search.ids(source, word, kinds=kinds)
    return (time.perf_counter() - began) * 1000


def compared(source, kinds, words, pairs, rng):
    """The figures of one kind of search: `words` are the hidden one and nobody's."""
    for word in words:
        for _ in range(5):
            took(source, kinds, word)
    times = {word: [] for word in words}
    for _ in range(pairs):
        for word in rng.sample(words, 2):
            times[word].append(took(source, kinds, word))
    slower = sum(hidden > nobodys for hidden, nobodys in zip(*times.values(), strict=True))
    far = abs(2 * slower - pairs) / math.sqrt(pairs)
    return {
        "slower": slower,
        "pairs": pairs,
        "chance": round(math.erfc(far / math.sqrt(2)), 3),
        "hidden_ms": round(statistics.median(times[words[0]]), 3),
        "nobodys_ms": round(statistics.median(times[words[1]]), 3),
    }


@transaction.atomic
def measure(given):
    """{kind of search: its figures}."""
    mine, theirs = new_agency("Own"), new_agency("Other")
    fill(theirs, HIDDEN.title(), f"{HIDDEN.title()} Roe", given.rows)
    fill(mine, "Harbour group", "Rowan Tealby", SEEN)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_record, records_subject")
    rng, found = random.Random(5), {}
    with visibility.reading(mine.reader):
        for source, kinds in (("records", ["ocg"]), ("subjects", [""])):
            for way, words in (
                ("whole word", [HIDDEN, NOBODYS]),
                ("beginning", [HIDDEN[:-2], NOBODYS[:-2]]),
                ("in quotation marks", [f'"{HIDDEN}"', f'"{NOBODYS}"']),
            ):
                found[f"{source}, {way}"] = compared(source, kinds, words, given.pairs, rng)
    transaction.set_rollback(True)
    return found


def main():
    """Measures, prints, and keeps the figures if asked."""
    parser = argparse.ArgumentParser(prog="bin/bench hidden", description=__doc__)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--rows", type=int, default=20_000)
    given = parser.parse_args()
    figures = measure(given)
    for name, row in figures.items():
        print(
            f"{name}: the hidden word slower in {row['slower']} of {row['pairs']} pairs"
            f" (p = {row['chance']}), {row['hidden_ms']} ms and {row['nobodys_ms']} ms"
        )
    if given.json:
        with open(given.json, "w") as file:
            json.dump(figures, file, indent=2)


main()
