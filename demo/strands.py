"""What is done and noted for people at risk in the demo, by strand, and what is done about groups.

`{name}` in a text is the person's first name, `{group}` the group's title.
"""

from demo.reading import columns, read

ACTION = ("title", "team", "outcome")

SAFETY = {strand: columns(rows, *ACTION) for strand, rows in read("safety_plans.yaml").items()}
# `to` is the audience of a note: "all", "own" or the keys of agencies.
NOTES = {strand: columns(rows, "title", "text", "to") for strand, rows in read("notes.yaml").items()}
TACTICS = columns(read("tactics.yaml"), "title", "strand", "team", "outcome")
