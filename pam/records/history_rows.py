"""What each row of history says of who made the change."""

from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record

from pam.db.reading import current_reader


@receiver(pre_create_historical_record, dispatch_uid="pam.history_agency")
def say_for_whom(sender, history_instance, **kwargs):
    """Writes on each history row who changed it and for which agency, also where there is no request."""
    reader = current_reader()
    if reader is None:
        return
    if not history_instance.history_user_id:
        history_instance.history_user_id = reader.user_id
    if batch := getattr(kwargs.get("instance"), "of_batch", None):  # saved with others: records/many.py
        history_instance.history_batch = batch
    if hasattr(history_instance, "history_agency"):
        history_instance.history_agency = reader.agency_name[:120]
