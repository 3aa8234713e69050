"""What the gate costs: pages at 10,000 and at 1,000,000 records, for five readers (bin/bench gate).

Reports, for each page, reader and size: ms in the database, ms of the whole page through all of the
middleware, both also as time of the processor, ms of the same template rendered from constants, queries.
Medians. The pages: two lists, one of them in another order and narrowed as a saved view is, the search, the
box of the header, My work, and the API as systems that see the same. `--records 10000 1000000` chooses
sizes, `--explain` prints the plan of a slow query, `--statements` what each statement takes. Then, at the
largest size, the lists once more with a gate and a wall that ask for the readers alone: what the other
conditions (levels, kinds of part, agreements, clearance, break-glass) cost; `--no-conditions` leaves that
out. Last the same list by django-guardian's own shortcut, on the same rows; `--no-guardian` leaves that out.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

from _databases import ROOT, filled

SIZES = [10_000, 1_000_000]
TURNS = 3


def measure(records, *options, **environment):
    """The rows of one size, by `_pages.py` with these options."""
    _, web = filled(records)
    web |= environment
    command = [sys.executable, str(Path(__file__).with_name("_pages.py")), str(records), *options]
    done = subprocess.run(command, env=web, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"Measuring {records:,} records failed.")
    return [json.loads(line) for line in done.stdout.splitlines()]


def asked_of_the_api(records):
    """The rows of the API at one size, asked by systems that see what the readers see."""
    owner, _ = filled(records)
    script = [sys.executable, str(Path(__file__).with_name("_systems.py"))]
    try:
        done = subprocess.run(
            [*script, "begin"], env=owner, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
        return measure(records, "--api", PAM_BENCH_TOKENS=done.stdout)
    finally:
        subprocess.run([*script, "end"], env=owner, cwd=ROOT, check=True)


def conditions(records):
    """{(page, reader): (ms with all conditions, ms with the readers alone)}: each list's time in the
    database, medians of rounds in turn.
    """
    owner, _ = filled(records)
    script, found = [sys.executable, str(Path(__file__).with_name("_conditions.py"))], {}
    try:
        for _ in range(TURNS):
            for place, way, options in ((0, "lay", []), (1, "strip", ["--readers-alone"])):
                subprocess.run([*script, way], env=owner, cwd=ROOT, check=True)
                for row in measure(records, "--lists", *options):
                    found.setdefault((row["page"], row["reader"]), ([], []))[place].append(row["db_ms"])
    finally:
        subprocess.run([*script, "lay"], env=owner, cwd=ROOT, check=True)
    return {key: tuple(statistics.median(times) for times in both) for key, both in found.items()}


def conditions_table(found):
    """What `conditions` found, as text."""
    lines = [f"{'page':<9}{'reader':<8}{'all ms':>8}{'readers alone ms':>18}{'ratio':>7}"]
    lines += [
        f"{page:<9}{reader:<8}{whole:>8.1f}{alone:>18.1f}{whole / alone:>6.2f}x"
        for (page, reader), (whole, alone) in found.items()
    ]
    return "\n".join(lines)


def table(rows):
    """The rows as text, with the page as a multiple of
    the bare template and each size beside the smallest.
    """
    first = {(row["page"], row["reader"]): row["db_ms"] for row in reversed(rows)}
    lines = [
        f"{'page':<9}{'reader':<8}{'records':>10}{'db ms':>8}{'to small':>10}{'db cpu':>8}{'page ms':>9}"
        f"{'page cpu':>10}{'bare ms':>9}{'page/bare':>11}{'queries':>9}"
    ]
    for row in rows:
        growth = row["db_ms"] / first[row["page"], row["reader"]]
        lines.append(
            f"{row['page']:<9}{row['reader']:<8}{row['records']:>10,}{row['db_ms']:>8.1f}{growth:>9.1f}x"
            f"{_figure(row['db_cpu_ms']):>8}{row['page_ms']:>9.1f}{row['page_cpu_ms']:>10.1f}"
            f"{_figure(row['bare_ms']):>9}{_beside_bare(row):>11}{row['queries']:>9}"
        )
    return "\n".join(lines)


def _beside_bare(row):
    return f"{row['page_ms'] / row['bare_ms']:.1f}x" if row["bare_ms"] else ""


def guardian(records):
    """The rows of `_guardian.py` at this size."""
    owner, _ = filled(records)
    command = [sys.executable, str(Path(__file__).with_name("_guardian.py")), str(records)]
    done = subprocess.run(command, env=owner, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("Measuring django-guardian failed.")
    return [json.loads(line) for line in done.stdout.splitlines()]


def guardian_table(found):
    """What `guardian` found, as text."""
    lines = [f"{'reader':<8}{'found':>9}{'db ms':>9}{'db cpu':>9}{'whole ms':>10}{'python cpu':>12}"]
    lines += [
        f"{row['reader']:<8}{row['found']:>9,}{row['db_ms']:>9.1f}{_figure(row.get('db_cpu_ms')):>9}"
        f"{row['page_ms']:>10.1f}{row['page_cpu_ms']:>12.1f}"
        for row in found
    ]
    return "\n".join(lines)


def _figure(ms):
    return "" if ms is None else f"{ms:.1f}"


def main():
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--records", type=int, nargs="+", default=SIZES)
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--statements", action="store_true")
    parser.add_argument("--no-conditions", action="store_true")
    parser.add_argument("--no-guardian", action="store_true")
    given = parser.parse_args()
    asked = ["--explain"] * given.explain + ["--statements"] * given.statements
    rows = []
    for records in sorted(given.records):
        rows += measure(records, *asked) + asked_of_the_api(records)
    print(table(rows))
    answer = {"rows": rows}
    if not given.no_conditions:
        found = conditions(max(given.records))
        print(
            f"\nThe gate's conditions beside the readers alone, {max(given.records):,} "
            f"records\n{conditions_table(found)}"
        )
        answer["conditions"] = [
            {"page": p, "reader": r, "all_ms": a, "readers_ms": b} for (p, r), (a, b) in found.items()
        ]
    if not given.no_guardian:
        answer["guardian"] = guardian(max(given.records))
        print(
            f"\nThe first 25 of the list and its count by django-guardian's shortcut, {max(given.records):,} "
            f"records\n{guardian_table(answer['guardian'])}"
        )
    if given.json:
        Path(given.json).write_text(json.dumps(answer, indent=1) + "\n")


if __name__ == "__main__":
    main()
