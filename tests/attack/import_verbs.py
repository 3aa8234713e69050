"""The verbs of imports and of typing into other systems, for the table of verbs."""

from django.core.files.uploadedfile import SimpleUploadedFile

from ocg.models import Ocg
from ocg.reentry import services as reentry
from pam.imports import services
from pam.imports.models import Import
from tests.attack.verb import CODE, TEXT, TODAY, Verb
from tests.world.disruptions import term

SHEETS = [{"name": "", "rows": 2, "head": [[1, ["Name"]], [2, ["Q"]]], "merged": [], "formula": ""}]


def _again(w):
    return Import.objects.get(pk=w.importing.pk)


IMPORT_VERBS = [
    Verb(services.begin, lambda w: {
        "target": "ocg.groups", "upload": SimpleUploadedFile("a.csv", b"Name\nQ\n"), "sheets": SHEETS}, {
        "target": CODE}),
    Verb(services.choose, lambda w: {"importing": _again(w), "choices": {}, "rest": "new"}, {"rest": CODE}),
    Verb(reentry.note_typed, lambda w: {
        "ocg": Ocg.objects.get(pk=w.ocg.pk), "section": term("ocg.reentry", "names"), "typed_on": TODAY(),
        "reference": "N-1"}, {"reference": TEXT}),
]  # fmt: skip
