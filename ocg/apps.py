from django.apps import AppConfig


class OcgConfig(AppConfig):
    """Organised crime groups."""

    name = "ocg"
    waiting_function = "pam_waiting_in_ocg"  # disruptions to assess or to amend: see pam/dashboard/apps.py

    def ready(self):
        self._register_disruptions()
        self._register_harm()
        self._register_region()
        self._register_plans()
        self._register_members()
        self._register_responsible()
        self._register_scoring()
        from pam.contact.purposes import register_purpose

        register_purpose("Organised crime groups", "one record and one plan for each, with its outcome")
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("Record a group", "ocg:new", also="new ocg add organised crime", in_team=True)
        )

        from ocg.responsible.selectors import lead_is_live
        from ocg.responsible.services import offer
        from ocg.strands import FOUR_P
        from pam.records.kinds import Kind, register

        register(
            Kind(
                "ocg",
                "OCG",
                "OCGs",
                "OCG",
                "ocg:detail",
                "ocg.Ocg",
                strands=FOUR_P,
                named_roles=(
                    ("lead", "Named as the lead"),
                    ("sro", "Named as Senior Responsible Officer"),
                    ("coordinator", "Named as the coordinator"),
                ),
                asked="lead_asked",
                lead_live=lead_is_live,
                ask_lead=offer,
                stage_map="ocg-stages",
                review_view="ocg:plan_review",
            )
        )
        from pam.merging.mergeable import register_mergeable

        register_mergeable("ocg")
        from pam.assessments.proposals import Target, register_target

        register_target(Target("ocg.tier", "Tier", "ocg.tier", "ocg:tier"))
        self._register_relations()
        from ocg import (
            stages,  # noqa: F401  (what its stage map may ask)
            topics,  # noqa: F401  (why a group is looked at)
        )
        from ocg.forms import KEPT
        from pam.lists.kept import register_list

        register_list(KEPT)
        self._register_api()
        from ocg.known import known
        from pam.records.known import register_known

        register_known(known, ("ocg",))
        self._register_restoring()
        self._register_imports()

    def _register_restoring(self):
        from ocg import services
        from ocg.facts.forms import NAMES
        from ocg.models import Ocg
        from pam.records.restorable import register as register_restoring

        register_restoring(
            Ocg,
            [
                "title",
                "summary",
                *NAMES,
                "crime_types",
                "area",
                "team",
                "lead",
                "sro",
                "coordinator",
                "next_review",
                "marking",
                "handling",
                "retention_group",
            ],
            services.restore_value,
        )

    def _register_imports(self):
        from ocg import sections, work_sections  # noqa: F401  (they register themselves)
        from ocg.imports.disruptions import DISRUPTIONS
        from ocg.imports.groups import GROUPS
        from ocg.imports.members import MEMBERS
        from pam.imports.targets import register_target

        for target in (GROUPS, MEMBERS, DISRUPTIONS):
            register_target(target)

    def _register_relations(self):
        from pam.records.link_kinds import LinkKind, register_link_kinds

        register_link_kinds(
            LinkKind("member_in", "Has a member in", "Has among its members"),
            LinkKind("feud", "Feuds with", "Feuds with", "ocg"),
            LinkKind("supplies", "Supplies", "Is supplied by", "ocg"),
            LinkKind("supplied_by", "Is supplied by", "Supplies", "ocg"),
            LinkKind("shares_members", "Shares members with", "Shares members with", "ocg"),
            LinkKind("succeeds", "Succeeds", "Is succeeded by", "ocg"),
            LinkKind("succeeded_by", "Is succeeded by", "Succeeds", "ocg"),
            LinkKind("split_from", "Split from", "Gave rise to", "ocg"),
            LinkKind("gave_rise_to", "Gave rise to", "Split from", "ocg"),
        )

    def _register_responsible(self):
        from ocg.responsible import beginning, events, waiting  # noqa: F401  (they register themselves)
        from ocg.responsible.selectors import RECORDERS, open_people_to_ask, open_people_to_train
        from pam.access.naming import register_offer
        from pam.ui.commands import Command, register_commands
        from pam.ui.statuses import register_status_colours

        register_offer("ocg_lead", open_people_to_ask)
        register_offer("ocg_trained", open_people_to_train)
        register_status_colours({"no live lead": "red", "waiting for an answer": "yellow"})
        register_commands(
            Command("Groups without a lead", "ocg:without_lead", also="lro responsible officer"),
            Command("Leads without training", "ocg:untrained", also="lro trained"),
            Command("Training of leads", "ocg:training", also="lro course", roles=RECORDERS),
        )

    def _register_api(self):
        from ocg.api import OCGS
        from ocg.api_lists import DISRUPTIONS, PLACES
        from ocg.api_writes import CHANGES
        from pam.api.resources import register_change, register_listing, register_resource

        register_resource(OCGS)
        register_listing(DISRUPTIONS)
        register_listing(PLACES)
        for change in CHANGES:
            register_change(change)

    def _register_disruptions(self):
        from ocg.disruptions.lists import ASSESSOR
        from pam.access.roles import register_role
        from pam.lists.kept import register_page
        from pam.records.entry_kinds import register_entry_kind
        from pam.records.quick_add import QuickAdd, register_quick_add
        from pam.ui.commands import Command, register_commands
        from pam.ui.statuses import register_status_colours

        register_role(
            ASSESSOR,
            "Disruption assessor",
            "Agrees, changes or returns the level of disruptions on records that they see. "
            "Never their own, and never of a group that they lead.",
        )
        register_page("ocg:to_assess")
        register_entry_kind("disruption", "Disruption", of_part="disruption")
        register_quick_add(QuickAdd("Disruption", "ocg:disruption_add", "of", 50, kind="ocg"))
        register_status_colours(
            {"submitted": "yellow", "agreed": "green", "level changed": "blue", "returned": "orange"}
        )
        register_commands(
            Command("Disruptions to assess", "ocg:to_assess", also="moderate level", roles=(ASSESSOR,)),
            Command("Disruption figures", "ocg:disruption_figures", also="outputs arrests seizures"),
        )
        from ocg.evidence.figures import EVIDENCE
        from pam.evidence.registry import register_evidence

        register_evidence(EVIDENCE)
        from ocg.disruptions import events, waiting  # noqa: F401  (they register themselves)

    def _register_region(self):
        from ocg.region import events, waiting  # noqa: F401  (they register themselves)
        from pam.records.entry_kinds import register_entry_kind
        from pam.ui.commands import Command, register_commands
        from pam.ui.statuses import register_status_colours

        register_entry_kind("region", "Region", of_part="region")
        register_status_colours(
            {
                "asked": "yellow",
                "more needed": "orange",
                "taken on": "blue",
                "not taken on": "grey",
                "terms to agree": "yellow",
                "terms agreed": "turquoise",
                "delivered": "purple",
                "concluded": "green",
            }
        )
        register_commands(
            Command("Requests to the region", "ocg:region_requests", also="rocu help support terms")
        )

    def _register_harm(self):
        from pam.records.entry_kinds import register_entry_kind
        from pam.records.quick_add import QuickAdd, register_quick_add
        from pam.ui.commands import Command, register_commands

        register_entry_kind("harm", "Harm", of_part="harm")
        register_quick_add(QuickAdd("Harm", "ocg:harm_add", "done by", 55, kind="ocg"))
        register_commands(Command("Harm ledger", "ocg:harm_ledger", also="victims violence community"))

    def _register_plans(self):
        from pam.records.entry_kinds import register_entry_kind
        from pam.ui.statuses import register_status_colours

        register_entry_kind("plan", "4P plan", of_part="plan")
        register_status_colours({"on track": "green", "at risk": "yellow", "stuck": "red", "met": "blue"})
        from ocg.plan import events, waiting  # noqa: F401  (they register themselves)

    def _register_members(self):
        from ocg.members.lists import RELEASED
        from pam.records.entry_kinds import register_entry_kind
        from pam.records.happenings import register_event
        from pam.records.quick_add import QuickAdd, register_quick_add
        from pam.ui.commands import Command, register_commands
        from pam.ui.statuses import register_status_colours

        register_commands(
            Command("Releases", "ocg:releases", also="prison earliest release date licence members"),
        )
        register_event(RELEASED, "A member of the group is released")
        register_entry_kind("member", "Member", of_part="subject")
        register_quick_add(QuickAdd("Member", "ocg:member_add", "of", 45, kind="ocg"))
        register_status_colours(
            {
                "at large": "red",
                "on bail": "orange",
                "remanded": "blue",
                "serving": "blue",
                "on licence": "yellow",
                "abroad": "turquoise",
                "deported": "grey",
                "dead": "grey",
                "not known": "orange",
            }
        )
        from ocg.members import changes, events, waiting  # noqa: F401  (they register themselves)

    def _register_scoring(self):
        from ocg.scoring import declared_settings  # noqa: F401  (it declares)
        from ocg.scoring.lists import MODERATOR, SCORER
        from pam.access.roles import register_role
        from pam.ui.commands import Command, register_commands
        from pam.ui.statuses import register_status_colours

        register_role(
            SCORER,
            "Group scorer",
            "Scores groups, and scores blind what another person scored. "
            "Until then that score is withheld from every scorer.",
        )
        register_role(
            MODERATOR,
            "Score moderator",
            "Decides which band stands where two people's scores are far apart. Never their own.",
        )
        register_status_colours(
            {
                "waiting for a second scorer": "yellow",
                "being scored": "light-blue",
                "scores agree": "green",
                "waiting for a moderator": "orange",
                "moderated": "green",
                "ended without a second score": "grey",
            }
        )
        register_commands(
            Command("Groups to score again", "ocg:scores_due", also="rescore due assessment"),
            Command("Groups without a score", "ocg:unassessed", also="unassessed never scored"),
            Command("Second scores", "ocg:seconds", also="blind moderate", roles=(SCORER, MODERATOR)),
            Command("Drift of scores", "ocg:drift", also="compare scorers teams"),
        )
        from ocg.scoring import services, waiting  # noqa: F401  (waiting registers itself)
        from pam.assessments.following import Follower, register_follower

        register_follower(Follower(services.withhold, services.follow))
        from ocg.scoring.due import register_reason
        from ocg.scoring.releases import released_since

        register_reason("release", "Release of a principal", released_since)
