"""A proposed merge in the small world: of a group that only the owner sees into the shared one."""

from pam.merging.models import Merge


def add_merge(people, record, gone, canary):
    """{"merge": one that waits for a second person}. A move of the shared group waits too, so that the verb
    would refuse it: the owner of the database writes it.
    """
    member = people.memberships["owner"]
    row = Merge.objects.create(
        record_id=record.pk,
        gone_id=gone.pk,
        author=member,
        author_agency_id=member.agency_id,
        reason=f"The same people {canary}",
    )
    return {"merge": row}
