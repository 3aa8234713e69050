"""What frameworks cost (bin/bench frameworks): an assessment of 200 questions, a library of 5,000 cards.

In one transaction that is taken back, as the web role, medians in ms and how many queries:

- **open**: the page of the assessment, through the whole middleware,
- **save**: a changed draft of it kept, the schema, history and log included,
- **publish check**: all checks of the assessment, as before it is published (no database),
- **score**: answers to all its questions worked out (no database),
- **file**: written as YAML and read again (no database),
- **library**, **search**, **narrow**: the list of the library, a search in it by two words, and all that is
  about a type of crime or what is below it.
"""

import argparse
import json
import random
import statistics
import sys
import time
from datetime import date

import django

django.setup()

from _agency import new_agency  # noqa: E402
from _clock import Clock, timed  # noqa: E402
from _pages import page_and_database, signed_in  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from pam.access import visibility  # noqa: E402
from pam.access.reader import reader_of_membership  # noqa: E402
from pam.accounts.services.terms_of_use import accept_for_everybody  # noqa: E402
from pam.frameworks import services  # noqa: E402
from pam.frameworks.assessment.engine import assess  # noqa: E402
from pam.frameworks.assessment.method import Method  # noqa: E402
from pam.frameworks.bodies import read_file, tags_of, words_of, write_file  # noqa: E402
from pam.frameworks.kinds import kind_named  # noqa: E402
from pam.frameworks.models import AUTHOR, Framework, FrameworkVersion  # noqa: E402

ROUNDS = 11
SIGNS = (
    "visit brief search warrant cuckooing school phone vehicle licence housing cash border debt young".split()
)
CRIMES = ("county-lines", "drugs-cannabis", "fraud", "firearms", "cyber", "waste")


def assessment(questions):
    """An assessment of so many questions in ten sections; a third of them shown if the one before is yes."""
    sections, each = [], questions // 10
    for place in range(10):
        rows = []
        for n in range(each):
            row = {"code": f"q{place}_{n}", "ask": f"Question {n} of part {place}?", "type": "yesno"}
            row["score"] = {"yes": 1 + n % 3}
            if n % 3 == 1:
                row["visible-if"] = f"q{place}_{n - 1} = yes"
            rows.append({**row, "required": True})
        sections.append({"code": f"part{place}", "title": f"Part {place}", "questions": rows})
    return {
        "name": "Two hundred questions",
        "score": "sum",
        "sections": sections,
        "bands": [{"code": "low", "label": "Low", "to": 99}, {"code": "high", "label": "High", "from": 100}],
        "triggers": [
            {"code": f"t{n}", "when": f"count_yes(part{n}) >= 3 and score > {n}", "says": "Look at it."}
            for n in range(10)
        ],
    }


def cards(number):
    """So many published tactic cards of every agency, made as the owner."""
    kind, rng, now = kind_named("tactic"), random.Random(7), timezone.now()
    frameworks, versions = [], []
    for n in range(number):
        words = rng.sample(SIGNS, 4)
        body = {
            "name": f"{' '.join(words)} {n}".capitalize(),
            "summary": f"How to {' and '.join(words)} well.",
            "crime-types": [rng.choice(CRIMES)],
            "how": [f"Step about {word}: " + "say what, when and with which partner. " * 3 for word in words],
        }
        code = f"card-{n}"
        frameworks.append(
            Framework(
                kind="tactic",
                code=code,
                name=body["name"],
                words=words_of(kind, code, body),
                tags=tags_of(body),
                published=True,
            )
        )
        versions.append(FrameworkVersion(kind="tactic", code=code, number=1, body=body, published_at=now))
    Framework._base_manager.bulk_create(frameworks)
    for framework, version in zip(frameworks, versions, strict=True):
        version.framework = framework
    FrameworkVersion._base_manager.bulk_create(versions)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE frameworks_framework f SET current_id = v.id FROM frameworks_frameworkversion v"
            " WHERE v.framework_id = f.id AND f.current_id IS NULL AND v.number = 1"
        )
        cursor.execute("ANALYZE frameworks_framework, frameworks_frameworkversion")


def pure(work):
    """Median ms of what asks no database."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return {"queries": 0, "page_ms": round(statistics.median(times), 2)}


def saved(reader, draft, clock):
    """The figures of a draft kept again and again."""
    rounds = []
    with visibility.reading(reader):
        for turn in range(ROUNDS):
            body = {**draft.body, "purpose": f"Round {turn}"}
            draft, figures = timed(
                lambda draft=draft, body=body: services.change_draft(
                    actor=reader, draft=draft, version=draft.version, body=body
                ),
                clock,
            )
            rounds.append(figures)
    return {
        "queries": statistics.median_low(row["queries"] for row in rounds),
        **{key: round(statistics.median(row[key] for row in rounds), 2) for key in ("page_ms", "db_ms")},
    }


@transaction.atomic
def measure(given):
    """{what: its figures}."""
    agency = new_agency("Own")
    agency.member.roles = ["officer", AUTHOR]
    agency.member.save()
    accept_for_everybody()
    reader, body = reader_of_membership(agency.member.pk), assessment(given.questions)
    cards(given.cards)
    with visibility.reading(reader):
        draft = services.create_draft(
            actor=reader, kind="assessment", code="many", name=body["name"], body=body
        )
    rng, kind, method = random.Random(3), kind_named("assessment"), Method(body)
    kept = {one.code: rng.choice(["yes", "no", {"unknown": "not_asked"}]) for one in method.questions}
    text = write_file("assessment", "many", body)
    found = {
        "publish check": pure(lambda: kind.problems(body)),
        "score": pure(lambda: assess(Method(body), kept, date(2026, 11, 22))),
        "file": pure(lambda: read_file(write_file("assessment", "many", body), whole=False)),
    }
    found["file"]["kB"] = len(text) // 1000
    client, clock = signed_in(agency.member.user.email), Clock()
    with connection.execute_wrapper(clock):
        opened = reverse("frameworks:version", args=[draft.uuid])
        found["open"] = page_and_database(client, opened, clock)[0]
        found["save"] = saved(reader, draft, clock)
        library = reverse("frameworks:library")
        found["library"] = page_and_database(client, library, clock)[0]
        found["narrow"] = page_and_database(client, f"{library}?crime_type=drug-supply", clock)[0]
        found["search"] = page_and_database(client, f"{library}?q=cuckooing+school", clock)[0]
    transaction.set_rollback(True)
    return found


def main():
    """Measures, prints, and keeps the figures if asked."""
    parser = argparse.ArgumentParser(
        prog="bin/bench frameworks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--cards", type=int, default=5_000)
    given = parser.parse_args()
    figures = measure(given)
    for name, row in figures.items():
        print(f"{name:14}", "  ".join(f"{key} {value}" for key, value in row.items()))
    if given.json:
        with open(given.json, "w") as file:
            json.dump(figures, file, indent=2)


if __name__ == "__main__":
    sys.exit(main())
