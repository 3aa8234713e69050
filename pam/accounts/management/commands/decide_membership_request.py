"""manage.py decide_membership_request [CODE] [--accept | --refuse] [--reason TEXT]: decides what nobody of an
agency can, like the second administrator of an agency that has one.
"""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from pam.access.errors import Refused
from pam.accounts.models import MembershipRequest
from pam.accounts.services.membership_requests import decide_as_owner


class Command(BaseCommand):
    """Runs as the owner role. Without a code it lists what waits; the page of requests shows the code."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", type=UUID)
        answer = parser.add_mutually_exclusive_group()
        answer.add_argument("--accept", action="store_true")
        answer.add_argument("--refuse", action="store_true")
        parser.add_argument("--reason", default="", help="kept in the log")

    def handle(self, *, code, accept, refuse, reason, **options):
        rows = MembershipRequest.objects.waiting().select_related("membership__user", "agency", "team")
        if code is None:
            for row in rows.order_by("asked_at", "pk"):
                self.stdout.write(f"{row.uuid} {row.agency.short_name}: {row}")
            return
        row = rows.filter(uuid=code).first()
        if row is None:
            raise CommandError("No request with this code is waiting. Without a code this lists them all.")
        if not accept and not refuse:
            raise CommandError("Say --accept or --refuse.")
        try:
            decide_as_owner(row, accepted=accept, reason=reason)
        except Refused as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"{row} {'is accepted' if accept else 'is refused'}.")
