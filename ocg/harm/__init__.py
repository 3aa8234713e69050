"""The harm ledger: what a group does to people and places, event by event."""
