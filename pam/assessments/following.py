"""What rooms above do when an assessment is completed: who it is withheld from, and what follows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pam.access.visibility import Reader
from pam.assessments.models import Assessment


@dataclass(frozen=True)
class Follower:
    """`withheld_from(actor, assessment)`, before it is completed: the principals that it is withheld from, as
    a second person is to make it blind; none for most. `completed(actor, assessment)` afterwards, within the
    same transaction.
    """

    withheld_from: Callable[[Reader, Assessment], Iterable[int]]
    completed: Callable[[Reader, Assessment], None]


_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Lets `follower` be asked; called by a room's AppConfig."""
    _followers.append(follower)


def withheld_from(actor: Reader, assessment: Assessment) -> list[int]:
    """The principals that an assessment which is being completed is withheld from."""
    return sorted({one for follower in _followers for one in follower.withheld_from(actor, assessment)})


def completed(actor: Reader, assessment: Assessment) -> None:
    """Tells the rooms that it is completed."""
    for follower in _followers:
        follower.completed(actor, assessment)
