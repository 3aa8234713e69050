"""manage.py demo_people: who can sign in to the demo, and what to try as each of them."""

from django.core.management.base import BaseCommand

from demo.people import PERSONAS, email_of
from pam.access.models import Membership


class Command(BaseCommand):
    """Prints the sign-in list: name, post, agency, what to try."""

    help = __doc__
    requires_system_checks = []  # migrate has just made them

    def handle(self, **options):
        emails = [email_of(p.name) for p in PERSONAS]
        rows = Membership.objects.live().filter(user__email__in=emails, agency__training=False)
        found = {row.user.name: row for row in rows.select_related("user", "agency")}
        if not found:
            self.stdout.write("No one yet: the demo is not loaded (manage.py load_demo).")
        for persona in PERSONAS:
            if persona.name in found:
                row = found[persona.name]
                self.stdout.write(
                    f"  {persona.name}, {row.post}, {row.agency.name}\n      {persona.try_this}"
                )
