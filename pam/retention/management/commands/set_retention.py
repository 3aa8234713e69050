"""manage.py set_retention GROUP [--agency SHORT_NAME] [--first YEARS] [--every YEARS]: after how many years
records of a group are reviewed.
"""

from django.core.management.base import BaseCommand, CommandError

from pam.access.errors import Refused
from pam.access.models import Agency
from pam.retention.services.groups import change_years


class Command(BaseCommand):
    """Changes the periods and says how many records' next review moved. Runs as the owner role.

    Saves of the group's records wait meanwhile, about a second for each thousand: best done out of hours.
    """

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("group", help="the code of the group, for example 2")
        parser.add_argument("--agency", metavar="SHORT_NAME", help="a group of this agency's own")
        parser.add_argument(
            "--first", type=int, metavar="YEARS", help="from closing (or opening) to the first review"
        )
        parser.add_argument("--every", type=int, metavar="YEARS", help="from a review to the next")

    def handle(self, *, group, agency, first, every, **options):
        if first is None and every is None:
            raise CommandError("Say --first or --every.")
        owner = None
        if agency is not None:
            owner = Agency.objects.filter(short_name=agency).first()
            if owner is None:
                raise CommandError(f"There is no agency with the short name {agency}.")
        try:
            moved = change_years(group, agency=owner, first=first, every=every)
        except Refused as error:
            raise CommandError(error.message) from None
        records = "1 record has" if moved == 1 else f"{moved:,} records have"
        self.stdout.write(f"{records} another date of review now. Dates that a review has set stay.")
