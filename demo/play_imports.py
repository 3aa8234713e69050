"""Plays an import: the lead of a group brings in three people from a spreadsheet of the force, today."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile

from demo.groups import GROUPS
from pam.access import visibility
from pam.access.reader import reader_of_membership
from pam.imports import running, services
from pam.imports.files import require_table
from pam.imports.models import Import
from pam.imports.reading import guessed_columns, sheets_of
from pam.imports.targets import target_of

GROUP, TARGET = "ropewalk", "ocg.members"
ROWS = (
    ("Ivo Tarleton", "4/11/1998", "driver", "Suspect", "Seen at the lock-up on two evenings."),
    ("Maisie Orchard", "about 24", "lets the flat", "Other", "May not know what the flat is used for."),
    ("Deniz Kolar", "1991", "runs the second phone", "Suspect", ""),
)


def bring_in(world):
    """Imports them: the file is read, mapped, checked and added as a person would do it."""
    lead = world.city.people[next(group.lead for group in GROUPS if group.key == GROUP)]
    reader, reference = reader_of_membership(lead.pk), world.records[GROUP].reference
    text = io.StringIO()
    rows = [("OCG", "Nominal", "DOB", "Role", "Category", "Notes"), *((reference, *row) for row in ROWS)]
    csv.writer(text).writerows(rows)
    upload = require_table(SimpleUploadedFile("Ropewalk nominals.csv", text.getvalue().encode(), "text/csv"))
    sheets = sheets_of("csv", upload.read())
    with visibility.reading(reader):
        importing = services.begin(actor=reader, target=TARGET, upload=upload, sheets=sheets)
        services.map_columns(
            actor=reader,
            importing=importing,
            sheet=0,
            heading=1,
            columns=guessed_columns(rows[0], target_of(TARGET).fields(reader)),
        )
    running.go_on(importing.pk, lead.pk)
    with visibility.reading(reader):
        services.run(actor=reader, importing=Import.objects.get(pk=importing.pk))
    running.go_on(importing.pk, lead.pk)
