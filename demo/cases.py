"""The forty people at risk in the demo, and what they want: `data/cases.yaml`.

Each row: name, year of birth, strand, grade, begun (days ago), the group they are tied to (or ""), the
summary, and what the person wants, in their own words where they gave any.
"""

from demo.reading import columns, read

CASES = columns(read("cases.yaml"), "name", "born", "strand", "grade", "begun", "group", "summary", "voice")
