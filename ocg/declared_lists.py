"""The lists that this room's people choose from."""

from ocg.disruptions.lists import DRUGS, LEVELS, OUTPUTS
from ocg.harm.lists import KINDS as HARM_KINDS
from ocg.harm.lists import SEVERITIES
from ocg.lists import CORRUPTION, ENABLERS, KINDS, PLACE_ROLES, VIOLENCE, WEAPONS
from ocg.members.lists import ROLES
from ocg.plan.lists import ASKS, RISKS
from ocg.reentry.lists import SECTIONS
from ocg.region.lists import PRODUCTS, SUPPORT
from ocg.responsible.lists import TRAINING
from pam.reference.list_declarations import ReferenceList, declare_lists

declare_lists(
    ReferenceList("ocg.tier", "OCG tiers", "At which level a group is managed.", own=True),
    ReferenceList(KINDS, "Kinds of group", "What is managed as a group.", own=True),
    ReferenceList(PLACE_ROLES, "Places of a group", "What a group does in a place.", own=True),
    ReferenceList(WEAPONS, "Weapons", "What a group has or uses.", own=True),
    ReferenceList(VIOLENCE, "Violence", "What violence a group does.", own=True),
    ReferenceList(ENABLERS, "Enablers", "Who helps a group by their work.", own=True),
    ReferenceList(CORRUPTION, "Signs of corruption", "What speaks for a corrupt link.", own=True),
    ReferenceList(
        TRAINING, "Training of leads", "What training a Lead Responsible Officer has had.", own=True
    ),
    ReferenceList("score.band", "Score bands", "From which score on threat, risk or harm counts as what."),
    ReferenceList(LEVELS, "Levels of a disruption", "How much a disruption took from a group."),
    ReferenceList(
        OUTPUTS,
        "Outputs of a disruption",
        "What is counted of a disruption, each with its unit. A score of 0 takes whole numbers alone.",
        own=True,
    ),
    ReferenceList(
        ROLES,
        "Roles in a group",
        "What part a member has in a group. An exploited person is listed apart and is no member.",
    ),
    ReferenceList(SUPPORT, "Help of the region", "What the region is asked for.", own=True),
    ReferenceList(PRODUCTS, "Products of the region", "What the region delivers.", own=True),
    ReferenceList(
        SECTIONS,
        "Sections of a re-entry pack",
        "In which order a group is laid out for typing into other systems. A retired section is left out.",
    ),
    ReferenceList(DRUGS, "Drugs", "The drugs that outputs of a disruption are counted by.", own=True),
    ReferenceList(
        HARM_KINDS,
        "Kinds of harm",
        "What a group does to people and places. After a kind with a score of 1 the group is scored again.",
        own=True,
    ),
    ReferenceList(SEVERITIES, "How serious harm is", "How bad an event of the harm ledger was.", own=True),
    ReferenceList(RISKS, "Risks of a 4P plan", "What the plan itself may bring about.", own=True),
    ReferenceList(ASKS, "Asks of the chair", "What a lead asks in a review of the plan.", own=True),
)
