"""The mail domains that an agency invites people of, as an administrator types them."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from pam.reference.declarations import Text
from pam.reference.selectors.settings import setting

KEY = "accounts.invited_domains"
DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


def domains_in(text):
    """The domains that a text names, in its order."""
    return [word.removeprefix("@") for word in re.split(r"[\s,;]+", text.lower()) if word]


def may_be_invited(email, agency_id):
    """Whether an agency may invite an address: any, or one of exactly the domains that it has listed."""
    allowed = domains_in(setting(KEY, agency_id))
    return not allowed or email.lower().rpartition("@")[2] in allowed


@dataclass(frozen=True, kw_only=True)
class MailDomains(Text):
    """Mail domains, with commas between them; empty for any."""

    maximum: int = 1000

    def check(self, value, agency_id=None):
        """As `Declared.check`: kept in small letters, with a comma between two."""
        found = domains_in(super().check(value))
        wrong = next((one for one in found if not DOMAIN.fullmatch(one)), None)
        if wrong is not None:
            raise ValidationError(f"{wrong} is not a mail domain. Enter domains like northshire.police.uk")
        return ", ".join(dict.fromkeys(found))

    def words(self, value, agency_id=None):
        """The domains, or "Any"."""
        return value or "Any"

    def bounds(self):
        """What can be typed."""
        return "mail domains, like northshire.police.uk, with commas between them; or empty for any"
