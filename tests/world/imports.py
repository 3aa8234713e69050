"""An import of the owner's in the small world: checked, with a row that is refused, one that may be the
same as the shared group, and one that is new; and a section of the shared group that was typed. Their texts
carry a canary.
"""

from django.utils import timezone

from ocg.reentry import services
from pam.access import visibility
from pam.imports.models import Import, ImportRow
from tests.world.disruptions import term


def add_import(people, record, canary):
    """The import; its rows are read, and no file is kept."""
    member = people.memberships["owner"]
    head = [[1, ["Name", "Tier"]], [2, [f"Quay {canary}", "x"]]]
    importing = Import.objects.create(
        membership=member,
        agency_id=member.agency_id,
        target="ocg.groups",
        name=f"list {canary}.csv",
        size=1,
        sha256="0" * 64,
        sheets=[{"name": "", "rows": 4, "head": head, "merged": [], "formula": ""}],
        columns={"title": 0, "tier": 1},
        state="checked",
        all_rows=3,
        counts={"new": 1, "duplicate": 1, "refused": 1},
    )
    same = [["ocg.Ocg", record.pk, "The name is the same"]]
    for number, fate, more in (
        (2, "refused", {"problems": [["tier", f"Tier is “{canary}”"]]}),
        (3, "duplicate", {"same": same, "choice": "skip"}),
        (4, "new", {}),
    ):
        values = {"title": f"Quay {number} {canary}", "tier": "x"}
        ImportRow.objects.create(importing=importing, number=number, fate=fate, values=values, **more)
    return importing


def add_typing(people, record, canary):
    """That the owner typed the names of a group, for the owner's agency."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        from ocg.models import Ocg

        group = visibility.visible_to(actor, Ocg).get(pk=record.pk)
        return services.note_typed(
            actor=actor,
            ocg=group,
            section=term("ocg.reentry", "names"),
            typed_on=timezone.localdate(),
            reference=f"N {canary}",
        )
