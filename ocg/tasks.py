"""The jobs of this room, where Celery looks for them."""

from ocg.members.tasks import watch_releases

__all__ = ["watch_releases"]
