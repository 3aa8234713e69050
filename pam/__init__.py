"""pam, the platform. It knows no case word: those live in `ocg`, `pvp` and `meetings`."""

from pam.celery import app as celery_app

__all__ = ["celery_app"]
