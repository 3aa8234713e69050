from django.apps import AppConfig


class PvpConfig(AppConfig):
    """Protecting vulnerable people."""

    name = "pvp"

    def ready(self):
        from pam.contact.purposes import register_purpose

        register_purpose("People at risk", "case files with assessments, safety plans and reviews")
        from pam.ui.commands import Command, register_commands
        from pvp import happenings

        happenings.register()

        register_commands(
            Command("Open a case file", "pvp:new", also="new pvp add person at risk", in_team=True)
        )

        from pam.records.kinds import register
        from pam.stages.placing import register_placing
        from pvp.stages import KIND, OPEN_OR_CLOSED

        register(KIND)
        register_placing(OPEN_OR_CLOSED)
        from pam.assessments.proposals import Target, register_target
        from pam.records.link_kinds import LinkKind, register_link_kinds

        register_target(Target("pvp.grade", "Risk grade", "pvp.grade", "pvp:edit"))
        register_link_kinds(
            LinkKind("victim_of", "Victim of", "Has a victim in"),
            LinkKind("exploited_by", "Exploited by", "Exploits"),
        )
        from pam.frameworks.kinds import register_names
        from pam.lists.kept import register_list
        from pam.reference.selectors.lists import terms
        from pvp.forms import KEPT

        register_list(KEPT)
        register_names(
            "case_strand",
            lambda: {value.code: value.label for value in terms("pvp.strand") if not value.retired},
        )

        from pam.api.resources import register_resource
        from pvp.api import CASE_FILES

        register_resource(CASE_FILES)
        from pam.records.known import register_known
        from pvp.known import known

        register_known(known, ("pvp",))
        from pam.records.restorable import register as register_restoring
        from pam.search.facets import StrandOf, register_strand
        from pvp import services
        from pvp.models import CaseFile

        register_strand("pvp", StrandOf(CaseFile, "strand__label"))
        register_restoring(
            CaseFile,
            [
                "title",
                "strand",
                "grade",
                "summary",
                "voice",
                "lead",
                "next_review",
                "team",
                "marking",
                "handling",
                "retention_group",
            ],
            services.restore_value,
        )
