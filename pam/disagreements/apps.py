from django.apps import AppConfig


class DisagreementsConfig(AppConfig):
    """Escalations between agencies, and decisions not to share."""

    name = "pam.disagreements"
    waiting_function = "pam_waiting_in_disagreements"  # what is open or due: see pam/dashboard/apps.py

    def ready(self) -> None:
        from pam.disagreements import events, section, waiting  # noqa: F401  (they register themselves)
        from pam.disagreements.lists import AT, ESCALATION, LEFT, REFUSAL
        from pam.disagreements.panels import disagreements_beside
        from pam.lists.kept import register_page
        from pam.records.entry_kinds import register_entry_kind
        from pam.records.happenings import register_apart, register_family
        from pam.records.quick_add import QuickAdd, register_quick_add
        from pam.ui.commands import Command, register_commands
        from pam.ui.panels import register_aside
        from pam.ui.statuses import register_status_colours

        register_family(AT, "An escalation reaches")
        register_family(LEFT, "An escalation leaves")
        register_apart(AT)
        register_entry_kind(ESCALATION, "Escalation", of_part="escalation")
        register_entry_kind(REFUSAL, "Decision not to share", of_part="not_shared")
        register_quick_add(QuickAdd("Escalation", "disagreements:escalate", "of a decision about", 70))
        register_quick_add(
            QuickAdd("Decision not to share", "disagreements:not_share", "what was asked of", 75)
        )
        register_status_colours({"not shared": "orange", "shared after all": "green", "settled": "green"})
        register_commands(
            Command("Escalations between agencies", "disagreements:escalations", also="disagreement late"),
            Command("Decisions not to share", "disagreements:refusals", also="refused request review"),
        )
        register_page("disagreements:escalations")
        register_page("disagreements:refusals")
        register_aside(disagreements_beside)
