"""pam, the platform. It knows no case word: those live in `ocg`, `pvp` and `meetings`."""

from pam.celery import app as celery_app

__version__ = "0.7.0"

__all__ = ["__version__", "celery_app"]
