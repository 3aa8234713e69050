"""The frameworks that pam ships: each room's `shipped/frameworks/*.yaml`, loaded after each migrate.

One that is new becomes version 1 of a framework of every agency; one whose file changed becomes a new
published version. What an agency wrote is its own framework, and never touched.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.db import transaction
from django.utils import timezone

from pam.frameworks.bodies import FrameworkFile, read_file, words_of
from pam.frameworks.models import Framework, FrameworkVersion
from pam.frameworks.problems import Faulty, Problem


def files() -> Iterator[Path]:
    """The shipped files, the rooms below first."""
    for config in apps.get_app_configs():
        yield from sorted((Path(config.path) / "shipped" / "frameworks").glob("*.yaml"))


def load_after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Signal handler: loads what is new when the last app has migrated."""
    if sender.label == [config.label for config in apps.get_app_configs() if config.models_module][-1]:
        load()


@transaction.atomic
def load() -> int:
    """Publishes the shipped frameworks that are new or changed; returns how many. Runs as the owner.

    Raises Faulty, with the file, for one that can't be used.
    """
    known = {
        (row.kind, row.code): row
        for row in Framework.objects.filter(agency=None).select_related("current").order_by("pk")
    }
    published = 0
    for path in files():
        try:
            found = read_file(path.read_bytes())
        except Faulty as error:
            raise Faulty([Problem((path.name,), str(one)) for one in error.problems]) from None
        row = known.get((found.kind.code, found.code))
        if row is None or row.current is None or row.current.body != found.body:
            publish_for_all(found, row)
            published += 1
    return published


@transaction.atomic
def publish_for_all(found: FrameworkFile, row: Framework | None = None) -> FrameworkVersion:
    """Publishes what a file says as the next version for every agency. Runs as the owner."""
    kind, body = found.kind, found.body
    if row is None:
        row = Framework(agency=None, kind=kind.code, code=found.code, version=0)
    row.name, row.words = body["name"], words_of(kind, found.code, body)
    row.for_kinds, row.version = body.get("for", []), row.version + 1
    row.save()
    last = FrameworkVersion.objects.filter(framework=row).exclude(number=None).first()
    version = FrameworkVersion(
        framework=row,
        agency=None,
        kind=kind.code,
        code=found.code,
        number=((last.number if last else 0) or 0) + 1,
        body=body,
        published_at=timezone.now(),
    )
    version.save()
    row.current, row.published = version, True
    row.save()
    return version
