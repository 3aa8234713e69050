"""What an agency may set about the copy of a safety plan that a person takes home."""

from pam.reference.declarations import Text, declare

TITLE, WORDS = "pvp.print_title", "pvp.print_words"

declare(
    Text(
        key=TITLE,
        label="Title of the person’s copy of a safety plan",
        meaning="What is written above it and in its file. It should tell nothing to a person who finds it.",
        group="Safety plans",
        default="Notes",
        maximum=60,
    ),
    Text(
        key=WORDS,
        label="Words that are never on the person’s copy",
        meaning=(
            "Separated by commas. A line that holds one of them, or the name of an agency, is not printed. "
            "The page says which and why."
        ),
        group="Safety plans",
        default=(
            "police, officer, constable, detective, social worker, caseworker, safeguarding, marac, "
            "idva, refuge, shelter, solicitor, court, injunction, abuse, abuser, violence, victim, "
            "perpetrator, safety plan, risk assessment, crime, evidence, statement"
        ),
        maximum=2000,
    ),
)
