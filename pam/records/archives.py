"""Unpacks zipped documents within bounds, and reads OLE documents: what Word, Excel and Outlook write."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import olefile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
MOST_MEMBERS = 10_000
MOST_UNPACKED = 500 * 1024 * 1024  # bytes, of one upload and all that lies in it
DIRECTORY = 4 * 1024 * 1024  # bytes of a ZIP's list of members
CHUNK = 256 * 1024  # bytes
HEAD = 2048  # bytes of a member that are looked at


class Damaged(ValueError):
    """It can't be unpacked."""


class TooMuch(ValueError):
    """Unpacked it is far larger than a document, or has far more parts: it may be made to do harm."""


@dataclass
class Budget:
    """What may still be unpacked of one upload."""

    bytes: int = MOST_UNPACKED
    members: int = MOST_MEMBERS

    def spend(self, size: int) -> None:
        """Counts `size` bytes more. Raises TooMuch."""
        self.bytes -= size
        if self.bytes < 0:
            raise TooMuch


@dataclass
class Member:
    """One part of a zipped document: its name, how it begins, and the whole where it is kept."""

    name: str
    head: bytes
    whole: bytes


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """The ZIP archive `file`, its list of members within bounds. Raises Damaged or TooMuch."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65557))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise Damaged
    members, length = struct.unpack("<H", tail[place + 10 : place + 12])[0], tail[place + 12 : place + 16]
    if members > MOST_MEMBERS or struct.unpack("<L", length)[0] > DIRECTORY:
        raise TooMuch
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Damaged from error


def members(file: BinaryIO, budget: Budget) -> Iterator[Member]:
    """Each member of the ZIP archive `file`, unpacked as it truly is and not as its list says.

    A member is kept whole if it begins as a document itself, or lists the parts of one. Raises Damaged or
    TooMuch.
    """
    with opened(file) as archive:
        budget.members -= len(archive.infolist())
        if budget.members < 0 or sum(info.file_size for info in archive.infolist()) > budget.bytes:
            raise TooMuch
        for info in archive.infolist():
            yield _unpacked(file, info, budget)


def _unpacked(file, info, budget):
    head, whole, crc, size = b"", [], 0, 0
    for chunk in _chunks(file, info):
        budget.spend(len(chunk))
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
        if len(head) < HEAD:
            head += chunk[: HEAD - len(head)]
        if head.startswith((OLE, ZIP)) or _lists_parts(info.filename):
            whole.append(chunk)
    if (crc, size) != (info.CRC, info.file_size):
        raise Damaged
    return Member(info.filename, head, b"".join(whole))


def _lists_parts(name):
    return name.lower() in {"[content_types].xml", "meta-inf/manifest.xml"}


def _chunks(file, info):
    """The unpacked bytes of a member, in pieces that are bounded whatever it claims."""
    file.seek(info.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(ZIP) or info.flag_bits & 1:
        raise Damaged
    file.seek(sum(struct.unpack("<HH", header[26:30])), io.SEEK_CUR)
    left, inflate = info.compress_size, zlib.decompressobj(-zlib.MAX_WBITS)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Damaged
    while left > 0 and (packed := file.read(min(left, CHUNK))):
        left -= len(packed)
        if info.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed and not inflate.eof:
            try:
                yield inflate.decompress(packed, CHUNK)
            except zlib.error as error:
                raise Damaged from error
            packed = inflate.unconsumed_tail


def streams_of(file: BinaryIO) -> list[list[str]]:
    """The paths of the streams of an OLE document. Raises Damaged."""
    return [path for path, _ in ole_streams(file, ())]


def ole_streams(file: BinaryIO, kept: tuple[str, ...]) -> list[tuple[list[str], bytes]]:
    """Each stream of an OLE document: (its path, its bytes if its name ends with one of `kept`).

    Raises Damaged.
    """
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as ole:
            paths = ole.listdir()
            return [(p, ole.openstream(p).read() if kept and p[-1].endswith(kept) else b"") for p in paths]
    except Exception as error:  # whatever the library says of bytes that are no document
        raise Damaged from error
    finally:
        file.seek(0)
