from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """What records know of people, places and objects, and who is the same in several records."""

    name = "pam.subjects"
    waiting_function = "pam_waiting_in_subjects"  # warnings to look at again: see pam/dashboard/apps.py

    def ready(self):
        from pam.records.attached import register_attachment, register_head
        from pam.records.quick_add import QuickAdd, register_quick_add
        from pam.records.restorable import register
        from pam.records.restoring import save_record_part
        from pam.search.selectors import Source, register_source
        from pam.subjects import section, waiting  # noqa: F401  (they register themselves)
        from pam.subjects.models import Particular
        from pam.subjects.selectors.particulars import attach_particulars
        from pam.subjects.selectors.safe_contacts import attach_to_rows
        from pam.subjects.selectors.safe_contacts import head_of as safe_head_of
        from pam.subjects.selectors.warnings import head_of

        register_quick_add(QuickAdd("Person", "subjects:subject_add", ", place or object for", 30))
        register_attachment(attach_particulars)
        register_head(head_of)
        register_head(safe_head_of)
        register(Particular, ["value", "since", "until", "source"], save_record_part)
        templates = ("search/found_particular.html", ("subject", "number_kind"))
        label = "Addresses, numbers and other names"
        register_source(
            Source(
                "particulars",
                label,
                Particular,
                *templates,
                line="search/line_particular.html",
                attach=attach_to_rows,
            )
        )
