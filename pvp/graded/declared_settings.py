"""What an agency may set about graded information."""

from pam.reference.declarations import Text, declare

HINTS = "pvp.source_words"

declare(
    Text(
        key=HINTS,
        label="Words that may tell who a source is",
        meaning=(
            "Separated by commas. Graded information that holds one of them is not saved until its author "
            "has looked at it again. Names after “told by”, telephone numbers and e-mail addresses are "
            "found too."
        ),
        group="Graded information",
        default=(
            "informant, chis, the source is, our source, her source, his source, source says they, "
            "source lives, source works, source’s, undercover, told by, according to his, according to her, "
            "his mother, her mother, his father, her father, his brother, her brother, his sister, "
            "her sister, his neighbour, her neighbour, his partner, her partner, his girlfriend, "
            "her boyfriend, my contact"
        ),
        maximum=2000,
    )
)
