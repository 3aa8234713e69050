"""How far a person may go with a record. Each level contains the one before."""

from django.db import models


class Level(models.IntegerChoices):
    """What a grant allows."""

    SIGNPOST = 1, "Signpost"
    VIEW = 2, "View"
    CONTRIBUTE = 3, "Contribute"
    MANAGE = 4, "Manage"

    @property
    def meaning(self):
        """The sentence that a person sharing a record reads beside the level."""
        return {
            Level.SIGNPOST: "They see only that it exists: its reference and who to contact.",
            Level.VIEW: "They can read it and the parts that are for everyone with access.",
            Level.CONTRIBUTE: "They can also add notes, documents and actions, and change what they added.",
            Level.MANAGE: "They can also edit it and share it with others.",
        }[self]

    @property
    def codename(self):
        """The codename of guardian's permission on `records.Record` that carries this level."""
        return f"{self.name.lower()}_record"


class Marking(models.IntegerChoices):
    """Government Security Classifications that this system is accredited to hold.

    SECRET and TOP SECRET are deliberately missing: material at those tiers belongs on other systems.
    """

    OFFICIAL = 1, "OFFICIAL"
    OFFICIAL_SENSITIVE = 2, "OFFICIAL-SENSITIVE"
