"""How a line of the log reads."""

from django import template

register = template.Library()

# What a line of the log says was done, by the first word of its `operation`, and whether a noun follows.
DONE = {
    "accept": ("accepted", False),
    "add": ("added", True),
    "answer": ("answered", True),
    "apply": ("applied", True),
    "approve": ("approved", False),
    "ask": ("asked", False),
    "cancelled": ("cancelled", True),
    "change": ("changed", True),
    "choose": ("chose", True),
    "confirm": ("confirmed", True),
    "create": ("created", False),
    "decline": ("declined", True),
    "dispose": ("disposed of it", False),
    "done": ("finished", True),
    "download": ("downloaded", False),
    "edit": ("changed", True),
    "end": ("ended", True),
    "export": ("exported", True),
    "follow": ("followed", False),
    "give": ("gave", True),
    "hand": ("handed", False),
    "invite": ("invited", True),
    "lift": ("lifted", True),
    "link": ("linked", False),
    "list": ("listed", False),
    "make": ("made", True),
    "open": ("opened", False),
    "move": ("moved", True),
    "order": ("ordered", False),
    "propose": ("proposed", True),
    "publish": ("published", False),
    "put": ("put on", False),
    "raise": ("raised", True),
    "record": ("recorded", True),
    "remove": ("removed", True),
    "renew": ("renewed", True),
    "reopen": ("reopened", True),
    "report": ("reported", False),
    "resend": ("sent again", True),
    "revoke": ("ended", True),
    "score": ("added a score", False),
    "search": ("found by a search", False),
    "share": ("shared", False),
    "take": ("took", False),
    "withdraw": ("withdrew", True),
    "write": ("wrote", False),
}
# The same for one word that is current alone.
ALONE = {"list": "shown in a list", "invite": "invited a person"}


@register.filter
def in_past(operation):
    """`{{ row.operation|in_past }}`: "add note" as "added a note", "open sharing" as "opened sharing";
    unknown words stay.
    """
    if operation in ALONE:
        return ALONE[operation]
    first, _, rest = operation.partition(" ")
    done, noun = DONE.get(first, (first, False))
    article = ("an " if rest[0] in "aeiou" else "a ") if noun and rest else ""
    return f"{done} {article}{rest}".strip()
