"""What each step of a meeting's paperwork took before, and takes now: for the hours given back."""

from pam.reference.declarations import WholeNumber, declare

STEPS = (
    ("agenda", "Building the agenda", 5),
    ("pack", "Putting the papers together", 5),
    ("minutes", "Writing the minutes", 15),
    ("chasing", "Chasing one action", 1),
)
for code, label, now in STEPS:
    declare(
        WholeNumber(
            key=f"meetings.before_{code}",
            label=f"{label}, before",
            meaning="Minutes that it took before pam. Ask the people who did it, once, when you start.",
            group="Hours given back by meetings",
            default=None,
            none="Not asked yet",
            minimum=0,
            maximum=6000,
            unit=("minute", "minutes"),
        ),
        WholeNumber(
            key=f"meetings.now_{code}",
            label=f"{label}, now",
            meaning="Minutes that it takes now. The figures page shows the formula.",
            group="Hours given back by meetings",
            default=now,
            minimum=0,
            maximum=6000,
            unit=("minute", "minutes"),
        ),
    )
