from django.apps import AppConfig


def _register_links():
    """How a case is tied to a group."""
    from pam.records.link_kinds import LinkKind, register_link_kinds

    register_link_kinds(
        LinkKind("victim_of", "Victim of", "Has a victim in"),
        LinkKind("exploited_by", "Exploited by", "Exploits"),
        LinkKind("threatened_by", "Threatened by", "Threatens"),
    )


def _register_strands():
    """The kind of framework that strands are, and the panel of suspects on a person's page."""
    from pam.frameworks.kinds import register_kind
    from pam.subjects.panels import register_subject_panel
    from pvp.perpetrators.views import panel_of
    from pvp.strands.kind import STRAND

    register_kind(STRAND)
    register_subject_panel(panel_of)


class PvpConfig(AppConfig):
    """Protecting vulnerable people."""

    name = "pvp"
    waiting_function = "pam_waiting_in_pvp"  # what waits for a person here: see pam/dashboard/apps.py

    def ready(self):
        self._closure()
        self._referrals()
        from pam.contact.purposes import register_purpose

        register_purpose("People at risk", "case files with assessments, safety plans and reviews")
        from pam.ui.commands import Command, register_commands
        from pvp import registering, reminders  # noqa: F401  (reminders register themselves)

        registering.register_work()

        register_commands(
            Command("Open a case file", "pvp:new", also="new pvp add person at risk", in_team=True)
        )

        from pam.records.kinds import register
        from pvp.stages import KIND

        register(KIND)
        from pam.assessments.proposals import Target, register_target

        register_target(Target("pvp.grade", "Risk grade", "pvp.grade", "pvp:edit"))
        _register_links()
        from pam.frameworks.kinds import register_names
        from pam.lists.kept import register_list
        from pam.reference.selectors.lists import terms
        from pvp.forms import KEPT

        register_list(KEPT)
        _register_strands()
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

    def _closure(self):
        from pam.stages.requirements import register_requirement
        from pam.ui.panels import register_aside
        from pvp.closure import selectors
        from pvp.closure.panels import closing_beside

        register_requirement(
            "pvp.closing",
            "The closing checklist of the strand",
            selectors.is_met,
            selectors.said_missing,
        )
        register_aside(closing_beside)

    def _referrals(self):
        from pam.lists.kept import register_page
        from pam.records.entry_kinds import register_entry_kind
        from pam.records.happenings import register_apart, register_event
        from pam.ui.commands import Command, register_commands
        from pam.ui.panels import register_panel
        from pam.ui.statuses import register_status_colours
        from pvp.referrals import events, panels, waiting  # noqa: F401  (they register themselves)
        from pvp.referrals.lists import CLOCKS, LINE

        for rating in CLOCKS:
            register_event(f"referral.rated-{rating}", f"A referral is rated {rating}")
        register_apart("referral.rated-")
        register_entry_kind(LINE, "Referral")
        register_status_colours(
            {
                "passed on": "blue",
                "no further action": "grey",
                "red": "red",
                "amber": "orange",
                "green": "green",
            }
        )
        register_commands(
            Command("Make a referral", "pvp:refer", also="refer new person at risk concern", in_team=True),
            Command("Referrals I sent", "pvp:my_referrals", also="my outcome"),
            Command("Referrals to my teams", "pvp:referral_queue", also="triage queue", in_team=False),
            Command("Teams that take referrals", "pvp:referral_desks", also="desk", roles=("administrator",)),
        )
        register_page("pvp:referral_queue")
        register_page("pvp:my_referrals")
        register_panel(panels.referrals_of, panels.own_referrals)
