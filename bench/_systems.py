"""Makes systems of the benchmark's readers, or people again: bench/gate.py asks the API as them.

Usage, as the owner role: _systems.py begin | end. `begin` writes {reader: secret of its token} to stdout.
"""

import hashlib
import json
import secrets
import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from demo.bulk.people import BENCH, bench_email  # noqa: E402
from pam.access.models import Membership, User  # noqa: E402
from pam.accounts.services.terms_of_use import accept_for_everybody  # noqa: E402
from pam.api.models import ApiToken, Scope  # noqa: E402

LABEL = "Benchmark"
MEMBERSHIPS = {name: Membership.objects.get(user__email=bench_email(name)) for name, _ in BENCH}


def begin():
    """Each reader is a system from now on, and sees what it saw as a person."""
    change(service=True)
    accept_for_everybody()
    print(json.dumps({name: token(system) for name, system in MEMBERSHIPS.items()}))


def token(system):
    """The secret of a new token, accepted, of all scopes."""
    secret = f"pam_{secrets.token_hex(16)}"
    ApiToken.objects.create(
        label=LABEL,
        prefix=secret[:10],
        token_hash=hashlib.sha256(secret.encode()).hexdigest(),
        scopes=list(Scope.values),
        agency_id=system.agency_id,
        membership=system,
        asked_by=system,
        expires_at=timezone.now() + timedelta(days=1),
        accepted=True,
    )
    return secret


def end():
    """They are people again."""
    ApiToken.objects.filter(label=LABEL).delete()
    change(service=False)


def change(*, service):
    """Makes systems or people of the readers."""
    User.objects.filter(pk__in=[one.user_id for one in MEMBERSHIPS.values()]).update(service=service)


{"begin": begin, "end": end}[sys.argv[1]]()
