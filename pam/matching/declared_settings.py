"""Which rules find covert matches: one set for every agency, since a match has two sides."""

from pam.reference.declarations import WholeNumber, YesNo, declare

RULES = {
    "name-born": "Name and date of birth",
    "vehicle": "Vehicle registration",
    "address": "Address",
    "organisation": "Name of the organisation",
    "object": "Serial number or name of the object",
    "phone": "Telephone number",
    "email": "E-mail address",
    "handle": "Name on social media",
    "number": "Reference number",
}


def key_of(rule):
    """The key of the setting that switches a rule."""
    return f"matching.by_{rule.replace('-', '_')}"


declare(
    WholeNumber(
        key="matching.most_records",
        label="Records of one agency that can share an identifier",
        meaning="More than these, and its leads hear of no matches by it. Its supervisors see which.",
        group="Matching",
        default=100,
        minimum=10,
        maximum=1000,
        unit=("record", "records"),
        agency=False,
    ),
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
    ),
)
