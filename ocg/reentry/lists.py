"""The list of the sections of a group's re-entry pack."""

SECTIONS = "ocg.reentry"
