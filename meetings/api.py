"""What the API says of meetings besides the spine. They are called, held and closed on their own pages."""

from datetime import datetime

from ninja import Schema

from pam.api.resources import Resource


class MeetingOwn(Schema):
    """`state` is called, held, closed or approved."""

    starts_at: datetime
    place: str
    series: str
    state: str
    started_at: datetime | None
    ended_at: datetime | None
    approved_at: datetime | None


def _own(row):
    return {name: getattr(row, name) for name in MeetingOwn.model_fields}


MEETINGS = Resource("meeting", MeetingOwn, _own)
