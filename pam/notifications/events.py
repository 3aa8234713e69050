"""What can happen that people are told about: each room registers its own events, and the words of their
mails.

A mail holds a link and says no more than these words, because mail can be read by others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from pam.notifications.models import Channel


@dataclass(frozen=True)
class Kind:
    """A kind of event as people choose how they want to be told: `code`, `label`, `hint`, what they get
    without a choice, and whether they have one.
    """

    code: str
    label: str
    hint: str
    default: str = Channel.MAIL
    may_choose: bool = True


@dataclass(frozen=True)
class About:
    """What may be said of one cause: the page to open, a reference, what tells it apart (a date), and the
    uuids of the record, meeting or action whose thread it belongs to; `heading` is a reference that
    several things of one mail have in common. `attach(with_reference)` makes a file that goes with it, as
    (name, content, type). Never case text.
    """

    path: str
    reference: str = ""
    detail: str = ""
    threads: tuple[UUID, ...] = ()
    heading: str = ""
    attach: Callable[[bool], tuple[str, bytes, str]] | None = None


@dataclass(frozen=True)
class Line:
    """What *New for me* says of one cause: what happened, about what (`title`), from which person or agency,
    its page, and the first words of what is new. `record` is the number of the record that it names, for the
    log.
    """

    what: str
    title: str
    url: str
    origin: str = ""
    pieces: tuple[str, ...] = ()
    record: int | None = None


@dataclass(frozen=True)
class News:
    """How an event is shown in *New for me*, until it is opened or marked as read.

    `known_to(reader)` answers a queryset of the uuids that it may be about, through the gate. `lines(reader,
    rows)` answers {number of a Delivery: Line} of `rows`, in a constant number of queries; each row has
    `first`, the earliest occasion of that cause that is not read.
    """

    known_to: Callable
    lines: Callable


@dataclass(frozen=True)
class Event:
    """One thing that can happen.

    `subject` and `sentence` are what a mail says; `one` and `many` count several ("1 action is due", "{}
    actions are due"). `still_true(delivery, reader)` answers the `About`, or None if it is no longer true
    or the recipient may not know of it: asked at the moment of sending, behind the gate as the recipient, or
    as the system where `asked_as_system`. `wait_until(delivery)` answers a moment before which it must not go
    out, or None. `compose(delivery)` answers (address, subject, body) for a mail to a person without a
    membership, or None if it is no longer owed. `after_sending(delivery)` is called once it went out or
    was dropped. `news` puts it into *New for me*. `addressee(about)` names who such a mail is for, as far as
    the current reader may know.
    """

    code: str
    kind: str
    subject: str
    sentence: str = ""
    one: str = ""
    many: str = ""
    urgent: bool = False
    still_true: Callable | None = None
    asked_as_system: bool = False
    wait_until: Callable | None = None
    compose: Callable | None = None
    after_sending: Callable | None = None
    addressee: Callable | None = None
    news: News | None = None

    def recipient_in_words(self, about):
        """Who a mail without a recipient is for, to the administrators who look after it."""
        found = self.addressee(about) if self.addressee else ""
        return f"{self.subject}: {found}" if found else self.subject

    def counted(self, number):
        """How many there are, in words."""
        return self.one if number == 1 else self.many.format(number)


_kinds: dict[str, Kind] = {}
_events: dict[str, Event] = {}

ACCESS = "access"
_kinds[ACCESS] = Kind(
    ACCESS,
    "Access and security",
    "Requests for access and their answers, break-glass, corrections, and signing in.",
    may_choose=False,
)


def register_kind(code, label, hint, *, default=Channel.MAIL):
    """Adds a kind that people choose for. Called once by the room that knows its events."""
    _kinds[code] = Kind(code, label, hint, default)


def register_event(code, kind, subject, sentence="", **more):
    """Adds an event of a registered kind; `more` are the further fields of `Event`. Raises KeyError for a
    kind that nobody registered.
    """
    event = Event(code, _kinds[kind].code, subject, sentence, **more)
    if event.still_true is None and event.compose is None:
        raise TypeError(
            f"{code} says neither how it is asked whether it is still true nor how it is composed"
        )
    _events[code] = event


def event_of(code):
    """The `Event` with this code. Raises KeyError for one that no room registered."""
    return _events[code]


def news_events():
    """{code: News} of the events of *New for me*."""
    return {code: event.news for code, event in _events.items() if event.news}


def kinds():
    """The kinds that people choose for, then those that are always mailed, each in the order of the rooms."""
    return sorted(_kinds.values(), key=lambda kind: not kind.may_choose)


def kind_of(event):
    """The `Kind` of an `Event`."""
    return _kinds[event.kind]
