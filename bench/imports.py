"""What an import costs (bin/bench imports [--rows 50000]): a workbook of members over groups, and one of
groups.

In one transaction that is taken back. Processor time of this process, of the process that reads the file
and of PostgreSQL, queries and processor time a row, clock time, and the peak memory of each:

- **read**: the file's first rows, as on the page where it is chosen, - **check**: each row read, looked for
and kept with its fate, - **add**: all rows added, with history, chronology and log, - **undo**: all of it
erased.
"""

import argparse
import io
import json
import resource
import sys
import time
from unittest import mock

import django

django.setup()

from _agency import group_of, new_agency  # noqa: E402
from _clock import Clock  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from pam.access import visibility  # noqa: E402
from pam.imports import running, services  # noqa: E402
from pam.imports.files import require_table  # noqa: E402
from pam.imports.models import Import  # noqa: E402
from pam.imports.reading import guessed_columns, sheets_of  # noqa: E402
from pam.imports.selectors import headings_at  # noqa: E402
from pam.imports.targets import target_of  # noqa: E402
from pam.reference.selectors.lists import terms  # noqa: E402

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book(name, rows):
    """A workbook of one sheet, as it is uploaded."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet("Rows")
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return SimpleUploadedFile(name, file.getvalue(), XLSX)


def members(groups, number):
    """So many members of these groups."""
    yield ["Group", "Name", "Date of birth", "Role", "Category", "Notes"]
    for n in range(number):
        day = f"{1 + n % 28}/{1 + n % 12}/{1960 + n % 45}"
        yield [
            groups[n % len(groups)],
            f"Given{n} Family{n % 997}",
            day,
            "courier",
            "Suspect",
            f"Seen at quay {n}",
        ]


def groups(number):
    """So many groups."""
    tier = terms("ocg.tier")[0].label
    yield ["Name", "Tier", "Summary", "Known names"]
    for n in range(number):
        yield [f"Quay {n}", tier, f"Group number {n} of the quay", f"Quayside {n}"]


class Spent:
    """What a step cost: clock, processor, queries, peak memory."""

    def __init__(self):
        self.steps, self.clock = {}, Clock()

    def run(self, name, rows, work):
        """Runs `work()` as the step `name` about so many rows."""
        self.clock.clear()
        with connection.execute_wrapper(self.clock):
            connection.cursor().execute("SELECT 1")  # so that the clock knows the server's process
            before = time.monotonic(), time.process_time(), self.child(), self.clock.cpu_ms() or 0
            found = work()
        clock, python = time.monotonic() - before[0], time.process_time() - before[1]
        database = ((self.clock.cpu_ms() or 0) - before[3]) / 1000
        self.steps[name] = {
            "seconds": round(clock, 2),
            "processor": round(python, 2),
            "database's processor": round(database, 2),
            "reader's processor": round(self.child() - before[2], 2),
            "ms of processor a row": round((python + database) * 1000 / rows, 2),
            "queries a row": round((self.clock.count - 1) / rows, 2),
            "rows a second": round(rows / clock),
            "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            "reader's peak MB": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        }
        print(f"  {name:<6} {self.steps[name]}", flush=True)
        return found

    @staticmethod
    def child():
        """Processor time of the processes that ended."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime


def measure(reader, target, upload, number):
    """The steps of one import. For use outside of `reading`."""
    spent, known = Spent(), target_of(target)
    print(f"{known.label}: {number:,} rows, {upload.size / 1e6:.1f} MB", flush=True)
    upload = require_table(upload)
    upload.seek(0)
    content = upload.read()
    sheets = spent.run("read", number, lambda: sheets_of("xlsx", content))
    with visibility.reading(reader):
        importing = services.begin(actor=reader, target=target, upload=upload, sheets=sheets)
        headings = headings_at(importing, importing.sheet, importing.heading)
        services.map_columns(
            actor=reader,
            importing=importing,
            sheet=importing.sheet,
            heading=importing.heading,
            columns=guessed_columns(headings, known.fields(reader)),
            options={one.code: one.choices[0][0] for one in known.options(reader)},
        )
    pk, person = importing.pk, reader.membership_id
    spent.run("check", number, lambda: running.go_on(pk, person))
    for name, verb, wanted in (("add", services.run, "done"), ("undo", services.undo, "undone")):
        with visibility.reading(reader):
            importing = Import.objects.get(pk=importing.pk)
            verb(actor=reader, importing=importing)
        spent.run(name, number, lambda: running.go_on(pk, person))
        state = Import.objects.get(pk=importing.pk)
        if state.state != wanted:
            sys.exit(f"{name}: {state.state} {state.problem}")
    return spent.steps


def main():
    """Measures, prints, and takes all back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--groups", type=int, default=2_000)
    parser.add_argument("--json", default="")
    asked = parser.parse_args()
    with transaction.atomic(), mock.patch("pam.imports.services.nudge"):
        agency = new_agency("Import")
        with visibility.reading(agency.reader):
            references = [group_of(agency, f"Bench group {n}").reference for n in range(100)]
        found = {
            "groups": measure(
                agency.reader, "ocg.groups", book("g.xlsx", groups(asked.groups)), asked.groups
            ),
            "members": measure(
                agency.reader, "ocg.members", book("m.xlsx", members(references, asked.rows)), asked.rows
            ),
        }
        transaction.set_rollback(True)
    connection.close()
    if asked.json:
        with open(asked.json, "w") as file:
            json.dump(found, file, indent=1)


main()
