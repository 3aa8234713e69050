"""How a log row is written out to be hashed: the same bytes on every machine and version, for ever.

A seal keeps the number of the form that it was made with. A form never changes: new columns get a new form.
"""

import hashlib

FORMS = {
    1: """jsonb_build_array(l.id, to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), l.verb,
      l.how,
        l.actor_id, l.actor_name, l.agency_id, l.agency_name, l.address::text, l.records, l.what, l.recipient,
        l.recipient_agency_id, l.reason)::text""",
    2: """jsonb_build_array(l.id, to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), l.verb,
      l.how,
        l.actor_id, l.actor_name, l.agency_id, l.agency_name, l.address::text, l.records, l.what, l.recipient,
        l.recipient_agency_id, l.reason, l.request_id)::text""",
}
NEWEST = 2
DIGEST = 8  # bytes of a row's hash that a seal keeps


def row_hash(text):
    """The SHA-256 (32 bytes) of a row in one of the FORMS."""
    return hashlib.sha256(text.encode()).digest()


def seal_hash(seal, row_hashes):
    """The SHA-256 (hex) over all that a `Seal` says, the seal before it, and its rows' whole hashes."""
    said = (
        seal.number,
        seal.at.isoformat(),
        seal.form,
        list(seal.firsts),
        list(seal.lasts),
        seal.count,
        seal.frontier,
        seal.settled,
        list(seal.writers),
        seal.previous,
    )
    return hashlib.sha256("|".join(map(str, said)).encode() + b"\n" + b"".join(row_hashes)).hexdigest()
