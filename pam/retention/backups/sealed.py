"""The file of a backup: a tar archive under age (https://age-encryption.org), written and read as a stream.

The public key makes one, only the secret key opens it. The tools `age` and `tar` read it without pam. The
database's dump comes in pieces, because a stream can't say its size beforehand.
"""

import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

import pyrage

PIECE = 4 * 1024 * 1024  # bytes of the dump in one member of the archive
FORMAT = 1
ABOUT, DATABASE, FILES, END = "about.json", "database/", "files/", "end.json"
PUBLIC, SECRET = "age1", "AGE-SECRET-KEY-"


class BackupError(Exception):
    """It can't be backed up or restored; the message says why, and what to do."""


def new_keys() -> tuple[str, str]:
    """(public, secret): a new pair of keys."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def public_key(text: str) -> Any:
    """The public key in `text`. Raises BackupError, for a secret one too: where backups are made only the
    public one belongs.
    """
    if text.startswith(SECRET):
        raise BackupError(
            "PAM_BACKUP_KEY is a secret key. Backups need the public one, which begins with age1."
        )
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise BackupError(
            "PAM_BACKUP_KEY must be a public key, which begins with age1: manage.py backup_key makes one."
        ) from None


def secret_key(text: str) -> Any:
    """The secret key in `text`. Raises BackupError."""
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise BackupError(
            f"To restore, PAM_BACKUP_KEY must be the secret key of the backup: it begins with {SECRET}."
        ) from None


@contextmanager
def _beside(work: Callable[[], None], give_up: Callable[[], None]) -> Iterator[list[BaseException]]:
    """Runs `work` in a thread beside the block, waits for it, and yields the list that its error goes to.

    `give_up` closes the block's end of what lies between them, so that neither waits for ever.
    """
    errors: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # it is raised in the block's thread
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield errors
    finally:
        give_up()
        thread.join()


def write(path: Path, key: Any, fill: Callable[["Writer"], None]) -> None:
    """Makes the backup `path`, whole or not at all: `fill` writes into it. Raises BackupError or OSError."""
    part = path.with_name(f".{path.name}.part")
    reading, writing = os.pipe()

    def pack() -> None:
        with (
            os.fdopen(writing, "wb") as pipe,
            tarfile.open(fileobj=pipe, mode="w|", bufsize=PIECE) as archive,
        ):
            fill(Writer(archive))

    source = os.fdopen(reading, "rb")
    try:
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
            failed: BaseException | None = None
            with _beside(pack, source.close) as errors:
                try:
                    pyrage.encrypt_io(source, out, [key])
                except Exception as error:  # the library's own, for a disk that is full
                    failed = error
            first = next((error for error in errors if not isinstance(error, BrokenPipeError)), failed)
            if first is not None:
                raise first if isinstance(first, BackupError) else BackupError(f"The backup failed: {first}")
            out.flush()
            os.fsync(out.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


class Writer:
    """Writes the members of a backup: `about`, the dump, the files, the end."""

    def __init__(self, archive: tarfile.TarFile):
        self.archive, self.pieces, self.files, self.bytes = archive, 0, 0, 0

    def about(self, **values: str | int) -> None:
        """What the backup is of."""
        self._add(ABOUT, json.dumps({"format": FORMAT, **values}).encode())

    def dump(self, stream: IO[bytes]) -> None:
        """The dump of the database, until `stream` ends."""
        while piece := stream.read(PIECE):
            self.pieces += 1
            self._add(f"{DATABASE}{self.pieces:06d}", piece)

    def file(self, name: str, path: Path) -> None:
        """The stored file `name`; nothing if it is gone meanwhile."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return
        with file:
            info = self.archive.gettarinfo(arcname=f"{FILES}{name}", fileobj=file)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            self.archive.addfile(info, file)
        self.files, self.bytes = self.files + 1, self.bytes + info.size

    def end(self) -> None:
        """What must be there: a backup without it is none."""
        self._add(END, json.dumps(self.counts()).encode())

    def counts(self) -> dict[str, int]:
        """How much there is."""
        return {"pieces": self.pieces, "files": self.files, "bytes": self.bytes}

    def _add(self, name, content):
        info = tarfile.TarInfo(name)
        info.size = len(content)
        self.archive.addfile(info, io.BytesIO(content))


@dataclass
class Contents:
    """What a backup says of itself, and what of it was read."""

    about: dict[str, Any] = field(default_factory=dict)
    pieces: int = 0
    files: int = 0
    bytes: int = 0


def read(
    path: Path,
    key: Any,
    *,
    piece: Callable[[IO[bytes]], None] | None = None,
    file: Callable[[str, IO[bytes]], None] | None = None,
) -> Contents:
    """Reads the backup `path` to its end: `piece(stream)` gets each piece of the dump, `file(name, stream)`
    each file; both must read all of it, or nothing.

    Raises BackupError for a key that doesn't open it, and for one that was changed, cut off or isn't whole.
    """
    reading, writing = os.pipe()
    sink = os.fdopen(writing, "wb")

    def unpack() -> None:
        with path.open("rb") as source, sink:
            pyrage.decrypt_io(source, sink, [key])

    found, ends = Contents(), None
    with os.fdopen(reading, "rb") as pipe:
        reason: Exception | None = None
        with _beside(unpack, pipe.close) as errors:
            try:
                with tarfile.open(fileobj=pipe, mode="r|", bufsize=PIECE) as archive:
                    for member in archive:
                        ends = _take(archive, member, found, piece, file) or ends
                while pipe.read(PIECE):  # what the archive is filled up with
                    pass
            except tarfile.TarError as error:
                reason = error
    if errors and not isinstance(errors[0], BrokenPipeError):
        raise BackupError(f"The backup cannot be opened ({errors[0]}): is it the right key, and is it whole?")
    if reason or ends != {"pieces": found.pieces, "files": found.files, "bytes": found.bytes}:
        raise BackupError("The backup is not whole: it was cut off while it was made or copied.")
    if found.about.get("format") != FORMAT:
        raise BackupError(
            "The backup was made by another version of pam: restore it with that one, then upgrade."
        )
    return found


def _take(archive, member, found, piece, file):
    """Reads one member; the counts at the end."""
    stream: BinaryIO | None = archive.extractfile(member) if member.isfile() else None
    if stream is None:
        raise BackupError(f"The backup holds something that is no file: {member.name}.")
    if member.name == ABOUT:
        found.about = json.loads(stream.read())
    elif member.name == END:
        return json.loads(stream.read())
    elif member.name.startswith(DATABASE):
        found.pieces += 1
        if piece:
            piece(stream)
    elif member.name.startswith(FILES):
        found.files, found.bytes = found.files + 1, found.bytes + member.size
        if file:
            file(_safe(member.name.removeprefix(FILES)), stream)
    return None


def _safe(name: str) -> str:
    """`name`, if it stays within a folder. Raises BackupError."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise BackupError(f"The backup names a file outside of its folder: {name}.")
    return name


def empty(folder: Path) -> bool:
    """Whether there is no file below `folder`."""
    with suppress(FileNotFoundError):
        return not any(path.is_file() for path in folder.rglob("*"))
    return True
