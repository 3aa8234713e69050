"""After each change of a meeting that was committed, those who follow it ask anew: nothing of it is told."""

from django.db.models.signals import post_save

from meetings.models import (
    AgendaItem,
    Attendance,
    CarriedAction,
    Decision,
    Meeting,
    MeetingAction,
    RoomState,
    ShownOnWall,
)
from pam.live.sights import SightFunctions, register_sight
from pam.live.versions import publish

CHANGES = (AgendaItem, Attendance, CarriedAction, Decision, MeetingAction, RoomState, ShownOnWall)


def _of_meeting(sender, instance, **_):
    publish(instance.pk)


def _of_part(sender, instance, **_):
    publish(instance.record_id)


def connect() -> None:
    """Called once, when the room starts."""
    for kind in ("meeting", "secretary"):
        register_sight(
            kind, SightFunctions("pam_meeting_sight", "pam_meeting_sight_in", "pam_follow_meeting")
        )
    post_save.connect(_of_meeting, sender=Meeting, dispatch_uid="live meeting")
    for model in CHANGES:
        post_save.connect(_of_part, sender=model, dispatch_uid=f"live {model.__name__}")
