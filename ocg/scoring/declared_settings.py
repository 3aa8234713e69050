"""What an agency may set about scoring."""

from ocg.scoring.lists import AHEAD, AT_TIER, BANDS, CADENCE, EVERY, METHODS, POINTS
from pam.reference.declarations import Text, WholeNumber, YesNo, declare

DAYS = {"group": "Scoring of groups", "minimum": 7, "maximum": 1830, "unit": ("day", "days")}

declare(
    Text(
        key=METHODS,
        label="Methods that groups are scored by",
        meaning="The codes of the assessments that a group’s page shows side by side, with commas between.",
        group="Scoring of groups",
        default="ocg-attributes, ocg-matrix",
    ),
    WholeNumber(
        key=CADENCE[0],
        label="Score groups of the first tier again after",
        meaning="Counted from the last score. Release, violence or a major disruption make it due earlier.",
        default=90,
        **DAYS,
    ),
    WholeNumber(
        key=CADENCE[1],
        label="Score groups of the second tier again after",
        meaning="Counted from the last score.",
        default=180,
        **DAYS,
    ),
    WholeNumber(
        key=CADENCE[2],
        label="Score groups of other tiers again after",
        meaning="Counted from the last score.",
        default=365,
        **DAYS,
    ),
    WholeNumber(
        key=AHEAD,
        label="List groups to be scored again so long before",
        meaning="How early a score that falls due is on the list.",
        group="Scoring of groups",
        default=28,
        minimum=0,
        maximum=365,
        unit=("day", "days"),
    ),
    WholeNumber(
        key=EVERY,
        label="A second person scores one in so many",
        meaning="Of the completed scores of groups, drawn by chance. 0: none.",
        group="Scoring of groups",
        default=10,
        minimum=0,
        maximum=1000,
        unit=("score", "scores"),
    ),
    YesNo(
        key=AT_TIER,
        label="A second person scores each group whose tier changes",
        meaning="The latest score by each method is made again, blind.",
        group="Scoring of groups",
        default=True,
    ),
    WholeNumber(
        key=BANDS,
        label="A moderator decides from how many bands apart",
        meaning="How far two people’s bands by one method are from one another.",
        group="Scoring of groups",
        default=1,
        minimum=1,
        maximum=10,
        unit=("band", "bands"),
    ),
    WholeNumber(
        key=POINTS,
        label="A moderator decides from how far apart in points",
        meaning="In per cent of the most that the method can score.",
        group="Scoring of groups",
        default=15,
        minimum=1,
        maximum=100,
        unit=("per cent", "per cent"),
    ),
)
