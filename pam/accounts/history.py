"""What the system's own jobs change is told as done for the agency that asked for it."""

from django.dispatch import receiver
from simple_history.signals import pre_create_historical_record


@receiver(pre_create_historical_record, dispatch_uid="pam.people.history_agency")
def say_who_asked(sender, instance, history_instance, **kwargs):
    """Writes the agency on a history row whose row carries `_asked_by`, the `Reader` that a job works for."""
    reader = getattr(instance, "_asked_by", None)
    if reader is not None:
        history_instance.history_user_id = reader.user_id
        if hasattr(history_instance, "history_agency"):
            history_instance.history_agency = reader.agency_name[:120]
