"""Figures of one bench at several sizes of the database: measured in a process of their own, printed as a
table whose last columns are beside the smallest size.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from _databases import ROOT, filled

SIZES = [10_000, 1_000_000]


def table(found):
    """The figures of {records: {what: figures}} as text; the last column is beside the smallest size."""
    lines = [
        f"{'what':<12}{'records':>10}{'queries':>9}{'db ms':>9}{'db cpu':>9}{'page ms':>10}{'page cpu':>10}"
        f"{'db to small':>13}{'to small':>10}"
    ]
    small = found[min(found)]
    for what in small:
        for records, figures in sorted(found.items()):
            row, first = figures[what], small[what]
            cpu = "" if row["db_cpu_ms"] is None else f"{row['db_cpu_ms']:.1f}"
            lines.append(
                f"{what:<12}{records:>10,}{row['queries']:>9}{row['db_ms']:>9.1f}{cpu:>9}{row['page_ms']:>10.1f}"
                f"{row['page_cpu_ms']:>10.1f}{row['db_ms'] / first['db_ms']:>12.2f}x"
                f"{row['page_ms'] / first['page_ms']:>9.2f}x"
            )
    return "\n".join(lines)


def at_sizes(name, file, about, measure):
    """Reads the arguments of `bin/bench NAME`, measures at each size, prints. `file` is the bench itself,
    which is started again for each database; `measure` is called there.
    """
    parser = argparse.ArgumentParser(
        prog=f"bin/bench {name}", description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--records", type=int, nargs="+", default=SIZES)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure()))
        return
    found = {}
    for records in sorted(given.records):
        owner, _ = filled(records)
        print(f"{records:,} records", file=sys.stderr, flush=True)
        command, env = [sys.executable, str(Path(file)), "--measure"], {**os.environ, **owner}
        done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"Measuring at {records:,} records failed.")
        found[records] = json.loads(done.stdout)
    print(table(found))
    if given.json:
        Path(given.json).write_text(json.dumps(found, indent=1) + "\n")
