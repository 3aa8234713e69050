"""What the stage maps of places and local profiles may ask to be there, and what both are for the spine."""

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.kinds import Kind
from pam.records.models import Record
from pam.stages.requirements import register_requirement
from places.models import BoardMember, IndicatorFigure, LocalProfile, Recommendation, SurveyFigure

PLACE = Kind(
    "place", "Place", "Places", "PLC", "places:detail", "places.PlaceRecord", stage_map="place-stages"
)
PROFILE = Kind(
    "profile",
    "Local profile",
    "Local profiles",
    "LPR",
    "places:profile",
    "places.LocalProfile",
    stage_map="profile-stages",
)


def _figures(reader, record):
    return visibility.visible_to(reader, IndicatorFigure).filter(record_id=record.pk, withdrawn=False)


def _board(reader: Reader, record: Record) -> bool:
    return visibility.visible_to(reader, BoardMember).filter(record_id=record.pk, until=None).exists()


def _baseline(reader: Reader, record: Record) -> bool:
    return _figures(reader, record).filter(baseline=True).exists()


def _measured(reader: Reader, record: Record) -> bool:
    return _figures(reader, record).filter(baseline=False).exists()


def _survey(reader: Reader, record: Record) -> bool:
    rows = visibility.visible_to(reader, SurveyFigure)
    return rows.filter(record_id=record.pk, withdrawn=False).exists()


def _dated(reader: Reader, record: Record) -> bool:
    rows = visibility.visible_to(reader, LocalProfile)
    return rows.filter(pk=record.pk, profile_on__isnull=False).exists()


def _recommended(reader: Reader, record: Record) -> bool:
    rows = visibility.visible_to(reader, Recommendation)
    return rows.filter(record_id=record.pk, withdrawn=False).exists()


register_requirement("places.board", "At least one person on the board", _board)
register_requirement("places.baseline", "A baseline figure", _baseline)
register_requirement("places.measured", "A figure taken after the baseline", _measured)
register_requirement("places.survey", "A figure of a community survey", _survey)
register_requirement("places.profile-dated", "The date of the profile", _dated)
register_requirement("places.recommended", "At least one recommendation", _recommended)
