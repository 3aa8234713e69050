"""The lists that harm is counted by, and the settings of its comparisons."""

from pam.frameworks.named import COMMUNITIES

KINDS = "ocg.harm-kind"
SEVERITIES = "ocg.harm-severity"
COMMUNITY = COMMUNITIES
MONTHS = "ocg.harm_months"  # the setting: how many months before and after a disruption are compared
VIOLENT = 1  # the score of a kind that is violence, after which the group is scored again
