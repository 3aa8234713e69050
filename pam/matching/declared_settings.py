"""Which rules find covert matches: one set for every agency, since a match has two sides."""

from pam.reference.declarations import YesNo, declare

RULES = {
    "name-born": "Name and date of birth",
    "vehicle": "Vehicle registration",
    "address": "Address",
    "organisation": "Name of the organisation",
    "object": "Serial number or name of the object",
    "phone": "Telephone number",
    "email": "E-mail address",
    "handle": "Name on social media",
}


def key_of(rule):
    """The key of the setting that switches a rule."""
    return f"matching.by_{rule.replace('-', '_')}"


declare(
    *(
        YesNo(
            key=key_of(rule),
            label=f"Match by {label[:1].lower()}{label[1:]}",
            meaning="The lead of a record is told if another agency records the same.",
            group="Matching",
            default=True,
            agency=False,
        )
        for rule, label in RULES.items()
    )
)
