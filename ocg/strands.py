"""The 4P of an organised crime plan: the strands of the Serious and Organised Crime Strategy."""

from pam.records.kinds import Strand, Strands

FOUR_P = Strands(
    "4P",
    (
        Strand("pursue", "Pursue", "Prosecute and disrupt those who do harm"),
        Strand("prevent", "Prevent", "Stop people from being drawn in"),
        Strand("protect", "Protect", "Make people and places safer"),
        Strand("prepare", "Prepare", "Prepare for an attack or incident and reduce its impact"),
    ),
)
