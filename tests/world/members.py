"""Members in the small world: one with a status, whose texts carry a canary."""

from datetime import timedelta

from django.utils import timezone

from ocg.members import services
from ocg.models import Member, MemberStatus
from pam.access import visibility
from pam.reference.models import ReferenceValue


def role(code="significant"):
    """A shipped role."""
    return ReferenceValue.objects.get(listing="ocg.member-role", code=code)


def part(canary="", code="significant", **values):
    """The part of a member as it is typed."""
    return Member(
        **{
            "role": role(code),
            "position": f"Runs the boats {canary}",
            "source": f"Log 12 {canary}",
            "manager": f"Robin Reed {canary}",
            **values,
        }
    )


def status(canary="", state="serving", **values):
    """A status as it is typed."""
    days = timedelta(days=60)
    serving = {"establishment": f"HMP Stonefell {canary}", "release_on": timezone.localdate() + days}
    begun = timezone.localdate() - timedelta(days=90)
    own = serving if state == "serving" else {}
    return MemberStatus(**{"state": state, "since": begun, "source": f"Prison {canary}", **own, **values})


def add_members(people, record, subject, canary, agencies=None):
    """{"member", "status"}: the part of `subject`, by the owner."""
    to = agencies and [people.agencies[key].pk for key in agencies]
    actor = people.reader("owner")
    with visibility.reading(actor):
        first = status(canary, requirements=f"Lives at the hostel {canary}")
        row = services.add_member(
            actor=actor, record=record, subject=subject, member=part(canary), status=first, agencies=to
        )
    return {"member": row, "status": first}
