"""Keeping the newest seal's hash outside: in a file on another machine, or in a person's mailbox.

The person who could write the whole chain anew can't change what was kept there.
"""

import os
import re
from uuid import NAMESPACE_URL, uuid5

from pam.audit.models import Seal
from pam.audit.signing import holds, signature
from pam.mail import Letter, send_now

_LINE = re.compile(  # a mail may break the line
    r"^\s*>*\s*seal (\d{1,18})[\s>]+([0-9a-f]{64})\b(?:[\s>]+signed[\s>]+([0-9a-f]{64})\b)?", re.MULTILINE
)
_LONGEST = 4096  # bytes at the end of a file in which its last line is looked for


def anchor_line():
    """The newest seal as one line of text, or "" if nothing was sealed yet."""
    seal = Seal.objects.order_by("-number").defer("digests").first()
    if seal is None:
        return ""
    signed = signature("anchor", seal.number, seal.sha256)
    words = f"seal {seal.number} {seal.sha256}" + (f" signed {signed}" if signed else "")
    return f"{words} up to row {seal.frontier}, {seal.at:%Y-%m-%dT%H:%M:%SZ}"


def anchor_to_file(path):
    """Appends the newest seal to the file at `path`, on disk before it returns. Returns the line; "" if it
    was there last.

    Raises OSError if the file can't be written.
    """
    line = anchor_line()
    with open(path, "ab+") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _LONGEST))
        if not line or file.read().decode(errors="replace").splitlines()[-1:] == [line]:
            return ""
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return line


def anchor_to_mail(address):
    """Sends the newest seal to `address`. Returns the line, or "" if nothing was sealed yet. Raises OSError
    if it can't be sent.
    """
    line = anchor_line()
    if line:
        words = (
            "Keep this message. It shows later that the log up to here was not rewritten "
            "(manage.py verify_log --anchor).\n\n"
        )
        subject = f"The log's newest seal: {line.split()[1]}"
        send_now(Letter(address, subject, f"{words}{line}\n", uuid5(NAMESPACE_URL, f"pam:{line} {address}")))
    return line


def anchors_in(text):
    """[(number, sha256)] of a file of anchors, or of mails pasted into one."""
    return [(int(number), digest) for number, digest, _ in _LINE.findall(text)]


def unsigned_in(text):
    """The numbers of the anchors in `text` that the log's key did not sign."""
    return [int(n) for n, digest, signed in _LINE.findall(text) if not holds("anchor", n, digest, signed)]
