"""What the log costs (bin/bench audit).

1. Rows a second that 8 writers log, each row in a transaction of its own, with the seal job off and on.
2. A page's time with the log, and with the log switched off (in this benchmark only).
3. Sealing and verifying 1,000,000 rows.

`--json FILE` keeps the figures, `--rows`, `--records` and `--seconds` choose the size, `--rounds` how often 1
is repeated.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import psycopg
from _databases import ROOT, database_url, filled
from psycopg import sql

WRITERS = 8
EVERY = 1.0  # seconds between runs of the seal; in service it is a minute


def fresh(name):
    """Makes an empty, migrated database of that name. Returns the environments of owner and web role."""
    owner = {**os.environ, "DATABASE_URL": database_url(os.environ["DATABASE_URL"], name)}
    web = {**os.environ, "DATABASE_URL": database_url(os.environ["PAM_WEB_DATABASE_URL"], name)}
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"],
        env=owner,
        cwd=ROOT,
        check=True,
    )
    return owner, web


def begin(env, *part):
    """Starts a part of the benchmark in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("_log.py")), *map(str, part)]
    return subprocess.Popen(
        command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def end(process):
    """What a part found."""
    out, _ = process.communicate()
    if process.returncode:
        sys.exit("A part of the benchmark failed.")
    return json.loads(out)


def written(owner, web, seconds, sealing):
    """(rows a second that all writers logged, rows sealed in the meantime)."""
    writers = [begin(web, "write", number, seconds) for number in range(WRITERS)]
    sealer = begin(owner, "seal", seconds, EVERY) if sealing else None
    started = [*writers, *filter(None, [sealer])]
    for process in started:
        if process.stdout.readline().strip() != "ready":
            sys.exit("A part of the benchmark didn't start.")
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    rows = sum(end(writer)["rows"] for writer in writers)
    return rows / seconds, end(sealer)["rows"] if sealer else 0


def measure(given):
    """All figures."""
    owner, web = fresh("bench_log")
    end(begin(owner, "people", WRITERS))
    rates = {False: [], True: []}
    sealed = 0
    for turn in range(2 * given.rounds):
        sealing = turn % 2 == 1
        rate, more = written(owner, web, given.seconds, sealing)
        rates[sealing].append(rate)
        sealed += more
    off, on = (statistics.median(rates[sealing]) for sealing in (False, True))
    _, web_of_pages = filled(given.records)
    pages = end(begin(web_of_pages, "page"))
    filled_log = end(begin(owner, "fill", given.rows))
    checked = end(begin(owner, "check"))
    return {
        "rows_a_second": {
            "writers": WRITERS,
            "seal_off": round(off),
            "seal_on": round(on),
            "ratio": round(on / off, 3),
            "sealed": sealed,
        },
        "pages": {
            name: {**ms, "ratio": round(ms["with_ms"] / ms["without_ms"], 3)} for name, ms in pages.items()
        },
        "verify": {**filled_log, **checked},
    }


def table(found):
    """The figures as text."""
    rate, check = found["rows_a_second"], found["verify"]
    lines = [
        f"{rate['writers']} writers: {rate['seal_off']:,} rows/s without the seal, "
        f"{rate['seal_on']:,} with it ({rate['ratio']:.2f}x);"
        f" {rate['sealed']:,} rows sealed meanwhile"
    ]
    lines += [
        (
            f"page {name}: {ms['with_ms']:.1f} ms with the log, {ms['without_ms']:.1f} ms without "
            f"({ms['ratio']:.2f}x)"
        )
        for name, ms in found["pages"].items()
    ]
    lines.append(
        f"{check['rows']:,} rows verified in {check['seconds']:.1f} s with {check['megabytes']} MB, "
        f"{check['findings']} findings;"
        f" the last {check['sealed']:,} were sealed in {check['seal_seconds']:.1f} s"
    )
    return "\n".join(lines)


def main():
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, default=10_000, help="of the database whose pages are timed")
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    found = measure(given)
    print(table(found))
    if given.json:
        Path(given.json).write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
