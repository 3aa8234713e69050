"""The verbs of groups, for the table of verbs."""

from tests.attack.disruption_verbs import DISRUPTION_VERBS
from tests.attack.harm_verbs import HARM_VERBS
from tests.attack.member_verbs import MEMBER_VERBS
from tests.attack.plan_verbs import PLAN_VERBS
from tests.attack.region_verbs import REGION_VERBS
from tests.attack.responsible_verbs import RESPONSIBLE_VERBS
from tests.attack.scoring_verbs import SCORING_VERBS

OCG_VERBS = [
    *DISRUPTION_VERBS,
    *HARM_VERBS,
    *MEMBER_VERBS,
    *PLAN_VERBS,
    *REGION_VERBS,
    *RESPONSIBLE_VERBS,
    *SCORING_VERBS,
]
