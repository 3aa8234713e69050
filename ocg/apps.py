from django.apps import AppConfig


class OcgConfig(AppConfig):
    """Organised crime groups."""

    name = "ocg"

    def ready(self):
        from pam.contact.purposes import register_purpose

        register_purpose("Organised crime groups", "one record and one plan for each, with its outcome")
        from pam.ui.commands import Command, register_commands

        register_commands(
            Command("Record a group", "ocg:new", also="new ocg add organised crime", in_team=True)
        )

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
                named_roles=(("lead", "Named as the lead"), ("sro", "Named as Senior Responsible Officer")),
                stage_map="ocg-stages",
            )
        )
        from pam.assessments.proposals import Target, register_target
        from pam.records.link_kinds import LinkKind, register_link_kinds

        register_target(Target("ocg.tier", "Tier", "ocg.tier", "ocg:edit"))
        register_link_kinds(LinkKind("member_in", "Has a member in", "Has among its members"))
        from ocg import stages  # noqa: F401  (what its stage map may ask, and where older groups are put)
        from ocg.api import OCGS
        from ocg.forms import KEPT
        from pam.api.resources import register_resource
        from pam.lists.kept import register_list

        register_list(KEPT)
        register_resource(OCGS)
        from ocg import services
        from ocg.models import Ocg
        from pam.records.restorable import register as register_restoring

        register_restoring(
            Ocg,
            [
                "title",
                "summary",
                "tier",
                "crime_types",
                "area",
                "team",
                "lead",
                "sro",
                "next_review",
                "marking",
                "handling",
                "retention_group",
            ],
            services.restore_value,
        )
