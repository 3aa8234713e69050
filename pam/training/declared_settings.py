"""Whether an agency is for training."""

from django.core.exceptions import ValidationError
from django.db import connection

from pam.reference.declarations import YesNo, declare


class OnlyBeforeWork(YesNo):
    """Yes or no, for an agency that has no records, shares or agreements yet."""

    def check(self, value, agency_id=None):
        """As `Declared.check`; the database asks again."""
        value = super().check(value, agency_id)
        if agency_id is None:
            return value
        with connection.cursor() as cursor:
            cursor.execute("SELECT pam_agency_has_work(%s)", [agency_id])
            if cursor.fetchone()[0]:
                raise ValidationError("Your agency has records, shares or agreements, so this stays as it is")
        return value


declare(
    OnlyBeforeWork(
        key="training.agency",
        label="Training agency",
        meaning=(
            "Nothing of the agency is real. Each page, PDF and mail says so, and it can share nothing with"
            " real agencies. It can be set before the agency has records, shares or agreements."
        ),
        group="Training",
        default=False,
        needs_second="changing",
    ),
)
