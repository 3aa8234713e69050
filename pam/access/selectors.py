"""Reading who is who."""

from django.db import connection

from pam.access.models import Membership


def contacts_of(agency_id, *, escalated=False):
    """Who answers for an agency where nobody in it was named (see pam_contacts_of)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pam_contacts_of(%s, %s)", [agency_id, escalated])
        numbers = [row[0] for row in cursor.fetchall()]
    return list(Membership.objects.filter(pk__in=numbers).order_by("pk"))
