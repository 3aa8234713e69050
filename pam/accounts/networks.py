"""Networks on the internet as an administrator types them: addresses and CIDR ranges."""

import re
from dataclasses import dataclass
from ipaddress import ip_network

from django.core.exceptions import ValidationError

from pam.reference.declarations import Text

LIMIT = 20
WIDEST = {4: 16, 6: 32}  # a wider network is no building, but a provider's customers


def networks_in(text):
    """The networks that a text names, in its order. Raises ValueError for one that is none."""
    return [ip_network(word) for word in re.split(r"[\s,;]+", text) if word]


@dataclass(frozen=True, kw_only=True)
class Networks(Text):
    """Addresses and networks, with spaces or commas between them."""

    maximum: int = 800

    def check(self, value, agency_id=None):
        """As `Declared.check`: kept with a comma between two."""
        value = super().check(value)
        try:
            found = networks_in(value)
        except ValueError:
            raise ValidationError(
                f"{self.label} must be addresses or networks, like 192.0.2.10 or 192.0.2.0/24"
            ) from None
        wide = next((one for one in found if one.prefixlen < WIDEST[one.version]), None)
        if wide is not None:
            raise ValidationError(
                f"{wide} is too wide. A network must be /{WIDEST[wide.version]} or narrower"
            )
        if len(found) > LIMIT:
            raise ValidationError(f"{self.label} must be {LIMIT} or fewer")
        return ", ".join(str(one) for one in dict.fromkeys(found))

    def bounds(self):
        """ "addresses or networks, like 192.0.2.0/24"."""
        return f"up to {LIMIT} addresses or networks, like 192.0.2.10 or 192.0.2.0/24"
