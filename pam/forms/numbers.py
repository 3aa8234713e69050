"""The one-time number of a form: made with the form, for one person who acts for one agency.

It says nothing of who that is, and nobody else can make one: so a form that comes back with its number was
made here, for that person.
"""

import hashlib
import secrets

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

NUMBER = "form_number"  # the hidden field
TOKEN = "csrfmiddlewaretoken"
_signer = Signer(salt="pam.forms.number")


def owner_of(reader):
    """What a number keeps of `reader`: the person and the agency acted for, unreadable."""
    return salted_hmac("pam.forms.owner", f"{reader.user_id} {reader.membership_id}").hexdigest()[:24]


def new_number(reader):
    """A number for a form that is shown to `reader`."""
    return _signer.sign(f"{secrets.token_urlsafe(12)}.{owner_of(reader)}")


def digest_of_number(number: str) -> str:
    """The SHA-256 of a form's one-time number: what is kept of it."""
    return hashlib.sha256(number.encode("utf-8", "surrogatepass")).hexdigest()


def owner_in(sent):
    """Who the form with these values was made for, as `owner_of` says; "" without a number of ours."""
    try:
        return _signer.unsign(sent.get(NUMBER, "")).rpartition(".")[2]
    except BadSignature:
        return ""


def made_for(reader, sent):
    """Whether the form with these values was made for `reader`."""
    owner = owner_in(sent)
    return bool(owner) and constant_time_compare(owner, owner_of(reader))
