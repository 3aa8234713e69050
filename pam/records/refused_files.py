"""Files that the virus scanner refused: who is told, for each kind of file that registers itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from pam.access import visibility
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.db.scanned import Scan, ScannedFile
from pam.notifications.events import ACCESS, About, register_event
from pam.notifications.models import Delivery
from pam.records.models import Document

REFUSED = "file_refused"


def _author(row: Any) -> Iterable[Membership]:
    return [row.author]


@dataclass(frozen=True)
class KindOfFile:
    """A model of files. `about(row, reader)` says where a refused one is found, of a row that the reader may
    see, or None if they may not open that page; `told(row)` who added it, the author of a part by default.
    `rows(reader)` are the rows that a reader may see, where the model is not gated.
    """

    model: type[ScannedFile]
    about: Callable[[Any, Reader], About | None]
    told: Callable[[Any], Iterable[Membership]] = _author
    rows: Callable[[Reader], QuerySet] | None = None


_kinds: dict[type[ScannedFile], KindOfFile] = {}


def register_kind_of_file(kind: KindOfFile) -> None:
    """Makes a kind known. Called by the AppConfig of the room that keeps such files."""
    _kinds[kind.model] = kind


def kinds_of_file() -> Iterator[KindOfFile]:
    """All that are registered."""
    yield from _kinds.values()


def people_to_tell(row: ScannedFile) -> list[Membership]:
    """The people who added the file of `row`. Raises KeyError for a kind that nobody registered."""
    return list(_kinds[type(row)].told(row))


def about_refused(delivery: Delivery, reader: Reader) -> About | None:
    """Where the file is that the delivery is about, if `reader` can see it and the scanner refused it."""
    for kind in kinds_of_file():
        rows = kind.rows(reader) if kind.rows else visibility.visible_to(reader, kind.model)
        row = rows.filter(uuid=delivery.about, scan=Scan.INFECTED).first()
        if row is not None:
            return kind.about(row, reader)
    return None


def _of_document(row, reader):
    record = row.record
    return About(record.get_absolute_url(), record.reference, threads=(record.uuid,))


register_kind_of_file(KindOfFile(Document, _of_document))
register_event(
    REFUSED,
    ACCESS,
    "A file that you added was refused",
    "The virus scanner refused a file that you added. No one can open it.",
    one="1 file was refused by the virus scanner",
    many="{} files were refused by the virus scanner",
    urgent=True,
    still_true=about_refused,
)
