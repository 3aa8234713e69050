from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Transfers of records to another team or agency, with acceptance."""

    name = "pam.transfers"
    waiting_function = "pam_waiting_in_transfers"  # what is to be answered: see pam/dashboard/apps.py

    def ready(self) -> None:
        from pam.lists.kept import register_page
        from pam.merging.mergeable import register_hindrance
        from pam.records.entry_kinds import register_entry_kind
        from pam.transfers import events, sections, waiting  # noqa: F401  (two register themselves)
        from pam.transfers.lists import LINE
        from pam.transfers.panels import transfers_beside, transfers_of_sharing
        from pam.transfers.selectors import hinders_merge
        from pam.ui.commands import Command, register_commands
        from pam.ui.panels import register_aside, register_sharing_panel

        sections.register()
        register_entry_kind(LINE, "Transfer", of_part="transfer")
        register_hindrance(hinders_merge)
        register_commands(Command("Transfers", "transfers:transfers", also="hand over take over other force"))
        register_page("transfers:transfers")
        register_aside(transfers_beside)
        register_sharing_panel(transfers_of_sharing)

    def row_security_sql(self) -> list[str]:
        """The history of the lines that an answer writes into the giver's chronology."""
        from pam.db.history_sql import keeping
        from pam.records.models import Entry

        agency = "coalesce((SELECT left(a.name, 120) FROM access_agency a WHERE a.id = pam_agency()), '')"
        return keeping(Entry, history_agency=agency)
