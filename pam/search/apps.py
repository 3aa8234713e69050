from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One search over everything that the reader may see."""

    name = "pam.search"

    def sql_names(self):
        """What stands for the {{names}} in SQL files."""
        from pam.search.tiers import ALIKE

        return {"ALIKE": str(ALIKE)}
