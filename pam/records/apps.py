from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The spine."""

    name = "pam.records"

    def ready(self):
        from django.db.models.signals import post_migrate

        from pam.access.naming import register_offer
        from pam.frameworks.kinds import register_names
        from pam.records import (  # they register themselves
            history_rows,  # noqa: F401  (writes on each history row for which person the change was made)
            own_sections,  # noqa: F401
            refused_files,  # noqa: F401
            shared_topics,  # noqa: F401
        )
        from pam.records.findable import fill_after_migrate
        from pam.records.happenings import register_event
        from pam.records.kinds import record_kind_names, strand_names
        from pam.records.models import Subject
        from pam.records.restorable import register
        from pam.records.restoring import save_record_part
        from pam.records.selectors.leads import open_leads

        register_offer("lead", open_leads)
        from pam.records.quick_add import QuickAdd, register_quick_add

        register_quick_add(QuickAdd("Note", "records:note", "for", 10))
        register_quick_add(QuickAdd("Photograph", "records:photo_add", "for", 20))
        from pam.ui.panels import register_aside

        register_aside(lambda request, record: {"button": "records/export_button.html"})
        register_event("record.opened", "The record is opened")
        register_event("record.closed", "The record is closed")
        register_event("record.reopened", "The record is opened again")
        register_names("record_kind", record_kind_names)
        register_names("strand", strand_names)
        register(Subject, ["kind", "name", "born", "category", "role", "details"], save_record_part)
        post_migrate.connect(fill_after_migrate, dispatch_uid="pam.findable")  # after pam.db has laid the SQL

    def row_security_sql(self):
        """Indexes of who reads the records of one kind alone, all and open ones: lists of one kind need not
        look at the others.
        """
        from pam.records.kinds import all_kinds

        return [
            f"CREATE INDEX IF NOT EXISTS record_{name}_{kind.code} ON records_record USING gin (readers)"
            f" WITH (fastupdate = off) WHERE kind = '{kind.code}'{further}"
            for kind in all_kinds()
            for name, further in (("readers", ""), ("open", " AND closed_at IS NULL"))
        ]
