"""What the files of a pack cost: four audiences, twenty items, five papers of twenty pages (bin/bench packs).

Each file is made in a process of its own by `render_pack`, as the worker does, the pages of papers by
confined processes included; processor time with that of these, and the most memory of the one that makes it.

Prints a table and, with `--json FILE`, writes {"rows": [{"what": …, "value": …}, …]}.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AUDIENCES, ITEMS, PAPERS, PAGES = 4, 20, 5, 20
WHEN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def one():
    """Makes one file; prints seconds, bytes of memory and pages."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "pam.settings"
    import django

    django.setup()
    from django.conf import settings

    from meetings.packs.document import render_pack
    from tests.pdf.test_pack import content, item, paper

    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        papers = [paper(_pages(number), title=f"Paper {number}") for number in range(PAPERS)]
        rows = [item(n, *([papers[n]] if n < PAPERS else [])) for n in range(ITEMS)]
        began, spent = time.perf_counter(), _spent()
        _, _, pages = render_pack(content(*rows), edition=1, created=WHEN)
        took, spent = time.perf_counter() - began, _spent() - spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": took, "processor": spent, "memory": memory, "pages": pages}))


def _spent():
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _pages(number):
    """A PDF of twenty pages of text."""
    import weasyprint

    words = f"<p>Paper {number}: members, addresses and vehicles were gone through one by one.</p>" * 15
    html = "".join(f"<section style='break-after: page'>{words}</section>" for _ in range(PAGES))
    return weasyprint.HTML(string=html).write_pdf()


def main():
    """Makes the four, and prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json")
    parser.add_argument("--one", action="store_true")
    given = parser.parse_args()
    if given.one:
        one()
        return
    found = []
    for _ in range(AUDIENCES):
        done = subprocess.run([sys.executable, __file__, "--one"], check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    total, memory = sum(row["processor"] for row in found), max(row["memory"] for row in found)
    print(
        f"{AUDIENCES} audiences, {found[0]['pages']} pages each: {total * 1000:.0f} ms of processor, "
        f"{total / AUDIENCES * 1000:.0f} ms a file, {memory / 1e6:.0f} MB"
    )
    rows = [
        {
            "what": f"{AUDIENCES} packs of {found[0]['pages']} pages, ms",
            "value": round(total * 1000),
        },
        {"what": "most memory of one file, MB", "value": round(memory / 1e6)},
    ]
    if given.json:
        with open(given.json, "w") as file:
            json.dump({"rows": rows}, file, indent=1)


if __name__ == "__main__":
    main()
