"""The frameworks that pam ships: each room's `shipped/frameworks/*.yaml`, loaded after each migrate.

One that is new becomes version 1 of a framework of every agency; one whose file changed becomes a new
published version. What an agency wrote is its own framework, and never touched; what was imported for every
agency in place of a shipped one (`manage.py framework import`) stays in force.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.db import transaction
from django.utils import timezone

from pam.frameworks.bodies import FrameworkFile, body_of_data, read_file, tags_of, words_of
from pam.frameworks.models import Framework, FrameworkVersion
from pam.frameworks.problems import Faulty, Problem
from pam.frameworks.yaml_text import read_yaml

IMPORTED = "imported for every agency"  # why a version was made, in its history


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

    A file that says what is in force already is read and no more; new ones are written together. Raises
    Faulty, with the file, for one that can't be used.
    """
    known = {
        (row.kind, row.code): row
        for row in Framework.objects.filter(agency=None).select_related("current").order_by("pk")
    }
    new, published = [], 0
    for path in files():
        source = path.read_bytes()
        kind, code, body = _said(source)
        row = known.get((kind, code))
        if row is not None and row.current is not None and (row.current.body == body or _is_imported(row)):
            continue
        try:
            found = read_file(source)
        except Faulty as error:
            raise Faulty([Problem((path.name,), str(one)) for one in error.problems]) from None
        published += 1
        if row is None:
            new.append(found)
        else:
            publish_for_all(found, row)
    _publish_new(new)
    return published


def _is_imported(row):
    made = FrameworkVersion.history.filter(id=row.current_id, history_type="+")
    return made.filter(history_change_reason=IMPORTED).exists()


def is_shipped(found: FrameworkFile) -> bool:
    """Whether a file says what pam ships under its kind and code."""
    wanted = (found.kind.code, found.code, found.body)
    return any(_said(path.read_bytes()) == wanted for path in files())


def _said(source):
    try:
        return body_of_data(read_yaml(source)[0])
    except Faulty:
        return "", "", {}


def _publish_new(files_read: list[FrameworkFile]) -> None:
    """Version 1 of frameworks that nobody has yet, in a handful of queries however many they are."""
    versions = [_version(found, 1) for found in files_read]
    rows = [_filled(Framework(agency=None, kind=one.kind.code, code=one.code), one) for one in files_read]
    Framework._base_manager.bulk_create(rows)
    for row, version in zip(rows, versions, strict=True):
        version.framework = row
    FrameworkVersion._base_manager.bulk_create(versions)
    for row, version in zip(rows, versions, strict=True):
        row.current, row.published = version, True
    Framework._base_manager.bulk_update(rows, ["current", "published"])
    for row, found in zip(rows, files_read, strict=True):
        _in_force_now(found.kind, row)


def _filled(row, found):
    body = found.body
    row.name, row.words = body["name"], words_of(found.kind, found.code, body)
    row.for_kinds, row.tags = body.get("for", []), tags_of(body)
    return row


def _version(found, number):
    return FrameworkVersion(
        agency=None,
        kind=found.kind.code,
        code=found.code,
        number=number,
        body=found.body,
        published_at=timezone.now(),
    )


def _in_force_now(kind, row):
    if kind.in_force_now:
        kind.in_force_now(None, row)


@transaction.atomic
def publish_for_all(
    found: FrameworkFile, row: Framework | None = None, *, reason: str = ""
) -> FrameworkVersion:
    """Publishes what a file says as the next version for every agency, for `reason` (IMPORTED: what pam ships
    later does not replace it). Runs as the owner. Raises Refused if its kind can't do with it what it does
    with a version in force.
    """
    if row is None:
        row = Framework(agency=None, kind=found.kind.code, code=found.code, version=0)
    _filled(row, found).version += 1
    row.save()
    last = FrameworkVersion.objects.filter(framework=row).exclude(number=None).first()
    version = _version(found, ((last.number if last else 0) or 0) + 1)
    version.framework, version._change_reason = row, reason  # type: ignore[attr-defined]
    version.save()
    row.current, row.published = version, True
    row.save()
    _in_force_now(found.kind, row)
    return version
