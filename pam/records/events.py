"""What people are told about the files that they added."""

from pam.access import visibility
from pam.db.scanned import Scan
from pam.notifications.events import ACCESS, About, register_event
from pam.records.models import Document


def about_refused(delivery, reader):
    """The document that the delivery is about, if `reader` can see it and the scanner refused it."""
    rows = visibility.visible_to(reader, Document).filter(uuid=delivery.about, scan=Scan.INFECTED)
    row = rows.select_related("record").first()
    if row is None:
        return None
    return About(row.record.get_absolute_url(), row.record.reference, threads=(row.record.uuid,))


register_event(
    "file_refused",
    ACCESS,
    "A file that you added was refused",
    "The virus scanner refused a file that you added. No one can open it.",
    one="1 file was refused by the virus scanner",
    many="{} files were refused by the virus scanner",
    urgent=True,
    still_true=about_refused,
)
