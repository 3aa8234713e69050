"""Files that a virus scanner reads before anyone opens them, where one is set (PAM_CLAMD)."""

from django.conf import settings
from django.db import models


class Scan(models.TextChoices):
    """How far the scanner is with a file. Without a scanner files stay as they came: not scanned."""

    NONE = "none", "Not scanned"
    WAITING = "waiting", "Waiting for the virus scan"
    CLEAN = "clean", "Nothing found"
    INFECTED = "infected", "Refused by the virus scanner"


CLOSED = (Scan.WAITING, Scan.INFECTED)  # nobody opens these
SENTENCES = {
    Scan.WAITING: "This file is waiting for the virus scan. You can open it when the scan has found nothing.",
    Scan.INFECTED: "The virus scanner refused this file. It cannot be opened.",
}


def scan_state_of_new() -> Scan:
    """The state that an uploaded file begins in."""
    return Scan.WAITING if settings.CLAMD else Scan.NONE


class ScannedFile(models.Model):
    """A row with a `file` and how far the scanner is with it. The scanner's job alone calls a file clean
    (triggers `pam_keep_scan`).
    """

    scan = models.CharField(
        "virus scan",
        max_length=8,
        choices=Scan,
        default=Scan.NONE,
        db_default=Scan.NONE.value,
        editable=False,
    )
    # What the scanner calls what it found.
    scan_note = models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)

    class Meta:
        abstract = True

    @property
    def is_closed(self) -> bool:
        """Whether nobody may open the file: the scan isn't done, or found something."""
        return self.scan in CLOSED

    @property
    def closed_because(self) -> str:
        """The sentence for who wants to open it; "" if it can be opened."""
        return SENTENCES.get(Scan(self.scan), "")
