"""manage.py framework check|import|export|schemas: frameworks as files."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from pam.access.errors import Refused
from pam.frameworks import shipped
from pam.frameworks.bodies import file_schema, read_file, write_file
from pam.frameworks.kinds import all_kinds
from pam.frameworks.models import Framework, FrameworkVersion
from pam.frameworks.problems import Faulty


class Command(BaseCommand):
    """Runs as the owner of the database."""

    help = "Check a framework's file, publish it for every agency, write one or the schemas out."

    def add_arguments(self, parser: CommandParser) -> None:
        """The verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("check", help="Say what is wrong, with lines.").add_argument("files", nargs="+")
        verbs.add_parser("import", help="Publish for every agency.").add_argument("files", nargs="+")
        verbs.add_parser("schemas", help="Write the JSON Schema of each kind.").add_argument("folder")
        export = verbs.add_parser("export", help="Write the newest version of one for every agency.")
        export.add_argument("kind")
        export.add_argument("code")
        export.add_argument("--number", type=int, help="this version instead of the newest")

    def handle(self, *args: str, verb: str, **options: Any) -> None:
        """Does one of them."""
        if verb == "export":
            return self._export(**options)
        if verb == "schemas":
            return self._schemas(Path(options["folder"]))
        found = [self._read(Path(name)) for name in options["files"]]
        if None in found:
            raise CommandError("Not every file can be used.")
        if verb == "import":
            with transaction.atomic():
                for one in found:
                    self._publish(one)
        return None

    def _schemas(self, folder):
        for kind in all_kinds():
            text = json.dumps(file_schema(kind), indent=1, ensure_ascii=False)
            (folder / f"{kind.code}.schema.json").write_text(f"{text}\n")

    def _read(self, path):
        try:
            found = read_file(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except Faulty as error:
            for problem in error.problems:
                self.stderr.write(f"{path}:{problem.line}: {problem}")
            return None
        self.stdout.write(f"{path}: {found.kind.name} “{found.body['name']}” is right.")
        return found

    def _publish(self, found):
        row = Framework.objects.filter(agency=None, kind=found.kind.code, code=found.code).first()
        if row and row.current and row.current.body == found.body:
            self.stdout.write(f"{found.body['name']} is in force already, as {row.current.label}.")
            return
        try:
            reason = "" if shipped.is_shipped(found) else shipped.IMPORTED
            version = shipped.publish_for_all(found, row, reason=reason)
        except Refused as error:
            raise CommandError(f"{found.body['name']}: {error}") from None
        self.stdout.write(f"{version} is published.")

    def _export(self, *, kind, code, number, **options):
        rows = FrameworkVersion.objects.filter(kind=kind, code=code, agency=None)
        rows = rows.filter(number=number) if number else rows.filter(retired_at=None)
        version = rows.exclude(number=None).first()
        if version is None:
            raise CommandError("There is no such framework.")
        self.stdout.write(write_file(kind, code, version.body, version.number), ending="")
