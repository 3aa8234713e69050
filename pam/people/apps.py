from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """How people come, what they agree to, how they leave, and who looks over their teams meanwhile."""

    name = "pam.people"

    def ready(self):
        from django.db.models.signals import post_migrate

        from pam.doors.notices import announce

        from . import history, work  # noqa: F401  (history: says for whom the system wrote)

        announce("handed_over", "Work was handed over to you", "A colleague is leaving, and what they led or had to do is yours now.")
        post_migrate.connect(work.lay_after_migrate, dispatch_uid="pam.people.work")
