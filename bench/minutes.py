"""What minutes on paper cost, of about 10 and 100 pages, beside WeasyPrint alone (bin/bench minutes).

The same template and words are made twice, each in a process of its own: by `render_minutes`, with what
makes the file archivable, accessible and safe, and by WeasyPrint alone from the same HTML and stylesheet. The
best of three; processor time of the process; its most memory.

Prints a table and, with `--json FILE`, writes {"rows": [{"what": …, "value": …}, …]}.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WHEN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PAGES = {10: 16, 100: 195}  # pages: about so many items
TIMES = 3
SAID = "Members, addresses and vehicles were gone through one by one, and what changed was said. " * 7


def minutes(items):
    """Minutes with so many items, each with a discussion, a decision and an action."""
    from meetings.minutes_document import (
        Approval,
        Attendee,
        Item,
        MinutedAction,
        MinutedDecision,
        Minutes,
    )

    rows = [
        Item(
            str(number),
            f"Group {number}: review",
            notes=f"{SAID}\n\n{SAID}",
            decisions=(MinutedDecision(f"D-{number:04d}", "Keep it as it is.", "Nothing has changed."),),
            actions=(
                MinutedAction(f"A-{number:04d}", "Check the vehicles.", "Ashvale Police", date(2026, 12, 1)),
            ),
        )
        for number in range(1, items + 1)
    ]
    return Minutes(
        "MTG-26-H4WD",
        "Monthly review",
        date(2026, 11, 22),
        "OFFICIAL-SENSITIVE",
        attendance=tuple(Attendee(f"Person {n}", "Officer", "Ashvale Police") for n in range(15)),
        items=tuple(rows),
        approval=Approval("Marian Oakes", "Chair", WHEN, "1"),
        fingerprint="0" * 64,
    )


def alone(document):
    """The same HTML by WeasyPrint alone."""
    import weasyprint
    from django.template.loader import render_to_string

    context = {
        "minutes": document,
        "marking": document.marking,
        "reference": document.reference,
        "title": document.title,
        "lang": "en-GB",
    }
    html = render_to_string("pdf/minutes.html", context)
    sheet = weasyprint.CSS(filename=str(ROOT / "static" / "css" / "pdf.css"))
    return weasyprint.HTML(string=html).write_pdf(stylesheets=[sheet])


def one(way, items):
    """Makes them once in this process; prints seconds of processor, bytes of memory and pages."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "pam.settings"
    import django

    django.setup()
    from io import BytesIO

    from pypdf import PdfReader

    from meetings.minutes_document import render_minutes

    document = minutes(items)
    before = time.process_time()
    pdf = render_minutes(document, created=WHEN) if way == "pam" else alone(document)
    spent = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": spent, "memory": memory, "pages": len(PdfReader(BytesIO(pdf)).pages)}))


def best(way, items):
    """The best of three processes."""
    found = []
    for _ in range(TIMES):
        command = [sys.executable, __file__, "--one", way, "--items", str(items)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return min(found, key=lambda row: row["seconds"])


def main():
    """Measures both, and prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json")
    parser.add_argument("--one", choices=["pam", "alone"])
    parser.add_argument("--items", type=int, default=16)
    given = parser.parse_args()
    if given.one:
        one(given.one, given.items)
        return
    rows = []
    for about, items in PAGES.items():
        ours, plain = best("pam", items), best("alone", items)
        print(
            f"about {about} pages ({ours['pages']}): pam {ours['seconds'] * 1000:.0f} ms, "
            f"{ours['memory'] / 1e6:.0f} MB; WeasyPrint alone ({plain['pages']} pages) "
            f"{plain['seconds'] * 1000:.0f} ms, {plain['memory'] / 1e6:.0f} MB; "
            f"ratio {ours['seconds'] / plain['seconds']:.2f}"
        )
        rows += [
            {"what": f"minutes of {ours['pages']} pages, ms", "value": round(ours["seconds"] * 1000)},
            {"what": f"minutes of {ours['pages']} pages, MB", "value": round(ours["memory"] / 1e6)},
            {
                "what": f"minutes of {ours['pages']} pages, ratio to WeasyPrint alone",
                "value": round(ours["seconds"] / plain["seconds"], 2),
            },
        ]
    if given.json:
        with open(given.json, "w") as file:
            json.dump({"rows": rows}, file, indent=1)


if __name__ == "__main__":
    main()
