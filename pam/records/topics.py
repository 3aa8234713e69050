"""Why records should be looked at in a period: each room registers what it knows ("released soon"), and who
prepares a list of records to go through asks. A finder starts at the gate.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from pam.access.visibility import Reader

LIMIT = 60  # records of one topic


@dataclass(frozen=True)
class Period:
    """From the moment `since` until the day `until`; of the kinds of record in `kinds`, all without any."""

    since: datetime
    until: date
    kinds: Collection[str] = ()


@dataclass(frozen=True)
class Topic:
    """One reason. `find(reader, period)` gives {number of a record that the reader may see: why, in words
    that the reader may read}, the first to look at first, at most `LIMIT`; in a constant number of queries.
    """

    code: str
    label: str
    find: Callable[[Reader, Period], dict[int, str]]


_topics: dict[str, Topic] = {}


def register_topic(topic: Topic) -> None:
    """Makes a topic known; called by its room's AppConfig."""
    _topics[topic.code] = topic


def topic_labels() -> dict[str, str]:
    """{code: label} of every topic."""
    return {code: topic.label for code, topic in _topics.items()}


def is_topic(code: str) -> bool:
    """Whether a room registered a topic with this code."""
    return code in _topics


def find_records(reader: Reader, code: str, period: Period) -> dict[int, str]:
    """What the topic with this code finds for `reader`; {} for a code that no room registered."""
    topic = _topics.get(code)
    return dict(list(topic.find(reader, period).items())[:LIMIT]) if topic else {}
