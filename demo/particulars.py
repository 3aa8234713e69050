"""Invented names, addresses and numbers of the people in the demo's records; Ofcom's numbers for drama."""

from random import Random

from pam.subjects.models import Particular
from pam.subjects.services.particulars import add_particular

STREETS = (
    "Chandler Street",
    "Ropewalk Lane",
    "Saltgate Row",
    "Fishergate",
    "Millreach Road",
    "Dunmere Close",
)
NICKNAMES = ("Kip", "Digs", "Marlo", "Ghost", "Little T", "Rook", "Fingers", "Smudge")


def add_particulars(world, actor, record, subject):
    """A telephone number for most, for some another name, a name on social media or addresses over time."""
    rng = Random(subject.name)  # not the story's own: it would go on otherwise
    found = []
    if rng.random() < 0.7:
        number = f"07700 900{100 + subject.pk % 900}"
        found.append({"type": "telephone", "value": number, "source": "Phone download"})
    if subject.category in ("suspect", "convicted") and rng.random() < 0.5:
        found.append({"type": "alias", "value": rng.choice(NICKNAMES), "source": "Partner intelligence"})
    if rng.random() < 0.3:
        handle = "".join(subject.name.lower().split())[:14]
        found.append({"type": "handle", "value": f"@{handle}{rng.randint(1, 99)} on Snapchat"})
    if rng.random() < 0.5:
        before, now = rng.sample(STREETS, 2)
        year, house = world.story.moment.year, rng.randint(1, 90)
        found.append(
            {
                "type": "address",
                "value": f"{house} {before}, Harbourne",
                "since": str(year - 3),
                "until": f"{year - 1}-05",
            }
        )
        found.append(
            {
                "type": "address",
                "value": f"Flat {rng.randint(1, 9)}, {house + 4} {now}, Harbourne",
                "since": f"{year - 1}-06",
                "source": "Council tenancy record",
            }
        )
    if subject.category == "convicted":
        found.append(
            {
                "type": "identifier",
                "number_kind": world.term("subjects.identifier", "custody"),
                "value": f"HB/{rng.randint(20, 25)}/{rng.randint(1000, 9999)}",
                "source": "Custody record",
            }
        )
    for values in found:
        add_particular(actor=actor, record=record, subject=subject, particular=Particular(**values))
