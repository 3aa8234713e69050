"""The kinds of item on an agenda, as people read them."""

ITEM_KINDS = {
    "paper": "Paper",
    "verbal": "Verbal",
    "decision": "For decision",
    "information": "For information",
}
