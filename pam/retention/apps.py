from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """How long records are kept: reviews, legal holds, disposal."""

    name = "pam.retention"

    def ready(self):
        from pam.retention import panels
        from pam.ui.panels import register_aside

        register_aside(panels.keeping_of)

    def row_security_sql(self):
        """The functions that count, erase and collect all rows of a record, as SQL."""
        from pam.retention import collecting, erasing

        return [*erasing.functions(), *collecting.functions()]
