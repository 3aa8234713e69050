"""Asks ClamAV's daemon whether a file is clean, by its INSTREAM command.

Our own: the `clamd` package is from 2014 and `clamav-client` is under the GPL, and this is all of it.
"""

import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

CHUNK = 64 * 1024  # bytes
SECONDS = 20.0  # for one file, answer and all


class ScannerAway(Exception):
    """The scanner does not answer, or not in time."""


class ScannerRefused(Exception):
    """The scanner answers, but won't read this file: it is over its StreamMaxLength, or it broke off."""


def scan(file: BinaryIO, address: str, *, seconds: float = SECONDS) -> str:
    """What clamd at `address` (`tcp://host:port` or `unix:///path`) finds in `file`: "" for nothing.

    Raises ScannerAway, or ScannerRefused, which is never "clean". Takes `seconds` at most.
    """
    ends = time.monotonic() + seconds
    with _connected(address, seconds) as connection:
        try:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                connection.settimeout(_left(ends))
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
        except TimeoutError as error:
            raise ScannerAway(f"no answer within {seconds:g} seconds") from error
        except OSError as error:
            # It says why before it closes, mostly.
            raise ScannerRefused(_answer(connection, ends, quiet=True) or type(error).__name__) from error
        return _found(_answer(connection, ends))


@contextmanager
def _connected(address: str, seconds: float) -> Iterator[socket.socket]:
    try:
        if address.startswith("unix://"):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(min(seconds, 3))
            connection.connect(address.removeprefix("unix://"))
        else:
            host, _, port = address.removeprefix("tcp://").rpartition(":")
            connection = socket.create_connection((host.strip("[]"), int(port)), timeout=min(seconds, 3))
    except OSError as error:
        raise ScannerAway(f"{address}: {error}") from error
    with connection:
        connection.settimeout(seconds)
        yield connection


def _left(ends: float) -> float:
    if (left := ends - time.monotonic()) <= 0:
        raise TimeoutError
    return left


def _answer(connection: socket.socket, ends: float, *, quiet: bool = False) -> str:
    """What clamd says, up to its NUL. With `quiet`, "" where it says nothing."""
    said = b""
    try:
        while b"\0" not in said and len(said) < CHUNK:
            connection.settimeout(_left(ends))
            if not (more := connection.recv(4096)):
                break
            said += more
    except OSError as error:
        if not quiet:
            raise ScannerAway(f"no answer: {error or type(error).__name__}") from error
    return said.split(b"\0")[0].decode("utf-8", "replace").strip()


def _found(answer: str) -> str:
    """What was found, of an answer such as "stream: Eicar-Signature FOUND"; "" for "stream: OK"."""
    if answer == "stream: OK":
        return ""
    if found := re.fullmatch(r"stream: (.+) FOUND", answer):
        return found[1][:200]
    raise ScannerRefused(answer or "it closed the line without an answer")
