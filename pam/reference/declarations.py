"""What forces may set for themselves, declared by each room in its `declared_settings.py`.

A declaration says all that is known of a setting: its key, type, default and bounds, what it means and on
which part of the page it is. The database keeps rows for what was changed, and nothing else: a setting
without a row has its default. `checks` of a value are made once here, for the page, the command and the
tests; the database makes them again (`setting_functions`).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

_declared = {}


@dataclass(frozen=True, kw_only=True)
class Declared:
    """One setting.

    `key` is "room.name"; `label` and `meaning` are what people read, `group` the heading that it is
    under. `agency` says whether an agency may have a value of its own; without it one value holds for every
    agency. `needs_second` is of a text that is a list of words: "removing" a word from it, or "adding" one,
    loosens it, which an administrator does only once a second person accepts (services/setting_requests.py).
    Where it is "adding", an empty list has no limit; where it is "any word more", an empty one is the
    strictest. Of any setting it may be "changing": whatever changes it, a second person accepts.
    """

    key: str
    label: str
    meaning: str
    group: str
    default: object
    agency: bool = True
    needs_second: str = ""

    kind = ""  # what the database calls the type

    def check(self, value, agency_id=None):
        """The value as it is kept, for an agency (its number; None: for every agency).

        Raises ValidationError, with a sentence, for one that it can't have.
        """
        raise NotImplementedError

    def parse(self, text, agency_id=None):
        """The value that a person typed. Raises ValidationError."""
        return self.check(text, agency_id)

    def words(self, value, agency_id=None):
        """The value as people read it."""
        return str(value)

    def bounds(self):
        """What a value must be, in words; "" where there is nothing to say."""
        return ""


@dataclass(frozen=True, kw_only=True)
class WholeNumber(Declared):
    """A whole number of `unit` (one, many) from `minimum` to `maximum`. With `none`, the words for it, it
    can be left empty.
    """

    minimum: int
    maximum: int
    unit: tuple[str, str] = ("", "")
    none: str = ""

    kind = "number"

    def check(self, value, agency_id=None):
        """As `Declared.check`; None only where the setting can be left empty."""
        if value is None and self.none:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not self.minimum <= value <= self.maximum:
            raise ValidationError(f"{self.label} must be {self.bounds()}")
        return value

    def parse(self, text, agency_id=None):
        """As `Declared.parse`; an empty text is None."""
        text = str(text).strip()
        if not text and self.none:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValidationError(f"{self.label} must be {self.bounds()}")
        return self.check(int(text))

    def words(self, value, agency_id=None):
        """ "1 day", "90 days"."""
        if value is None:
            return self.none
        return f"{value:,} {self.unit[0 if value == 1 else 1]}".strip()

    def bounds(self):
        """ "a whole number from 1 to 60"."""
        return f"a whole number from {self.minimum:,} to {self.maximum:,}"


@dataclass(frozen=True, kw_only=True)
class YesNo(Declared):
    """True or False."""

    kind = "yesno"

    def check(self, value, agency_id=None):
        """As `Declared.check`."""
        if not isinstance(value, bool):
            raise ValidationError(f"{self.label} must be yes or no")
        return value

    def parse(self, text, agency_id=None):
        """As `Declared.parse`: "yes" or "no"."""
        return self.check({"yes": True, "no": False}.get(str(text).strip().lower()))

    def words(self, value, agency_id=None):
        """ "Yes" or "No"."""
        return "Yes" if value else "No"


@dataclass(frozen=True, kw_only=True)
class Text(Declared):
    """A text of at most `maximum` characters."""

    maximum: int = 200

    kind = "text"

    def check(self, value, agency_id=None):
        """As `Declared.check`."""
        if not isinstance(value, str) or len(value) > self.maximum:
            raise ValidationError(f"{self.label} must be {self.bounds()}")
        return value

    def parse(self, text, agency_id=None):
        """As `Declared.parse`, without the space around it."""
        return self.check(str(text).strip())

    def words(self, value, agency_id=None):
        """The text, or "Empty"."""
        return value or "Empty"

    def bounds(self):
        """ "a text of at most 200 characters"."""
        return f"a text of at most {self.maximum:,} characters"


@dataclass(frozen=True, kw_only=True)
class Choice(Declared):
    """One of `choices`: (code, label) pairs, or a function of an agency's number (or None) that gives them.

    What a function gives is data: the database then takes any text.
    """

    choices: tuple | Callable = field(default=())

    kind = "choice"

    def offered(self, agency_id=None):
        """[(code, label)] that can be chosen."""
        return list(self.choices(agency_id) if callable(self.choices) else self.choices)

    def check(self, value, agency_id=None):
        """As `Declared.check`."""
        if value not in dict(self.offered(agency_id)):
            raise ValidationError(f"Select {self.label[:1].lower()}{self.label[1:]} from the list")
        return value

    def words(self, value, agency_id=None):
        """The label of a code; the code itself if it is no longer there."""
        return str(dict(self.offered(agency_id)).get(value, value))


@dataclass(frozen=True, kw_only=True)
class Several(Text):
    """Some of `choices`, a function of an agency's number (or None) that gives (code, label) pairs, or none
    of them. Kept as a text: codes in the order of their choices, with commas between.
    """

    choices: Callable = field(default=lambda agency_id: [])
    maximum: int = 2000

    def check(self, value, agency_id=None):
        """As `Declared.check`."""
        codes = self.codes(super().check(value))
        if not codes:
            return ""
        offered = [code for code, _ in self.choices(agency_id)]
        if set(codes) - set(offered):
            raise ValidationError("Select from the list")
        return ", ".join(code for code in offered if code in codes)

    def parse(self, text, agency_id=None):
        """As `Declared.parse`; what is typed is a list of codes, or codes with commas between."""
        return self.check(text if isinstance(text, str) else ", ".join(text), agency_id)

    def codes(self, value):
        """The codes of a value that is kept."""
        return [code.strip() for code in value.split(",") if code.strip()]

    def words(self, value, agency_id=None):
        """The labels; the code itself of one that is no longer there."""
        codes = self.codes(value)
        labels = dict(self.choices(None)) if codes else {}
        return "; ".join(str(labels.get(code, code)) for code in codes) or "None"

    def bounds(self):
        """Nothing: the choices say it."""
        return ""


def declare(*settings):
    """Makes settings known; called by a room's `declared_settings.py`. Raises ValueError for a key declared
    twice or a default that the setting could not have.
    """
    for setting in settings:
        if setting.key in _declared:
            raise ValueError(f"The setting {setting.key} is declared twice.")
        if not (isinstance(setting, Choice) and callable(setting.choices)):
            try:
                setting.check(setting.default)
            except ValidationError as error:
                raise ValueError(f"{setting.key}: {error.messages[0]}") from None
        _declared[setting.key] = setting


def declared(key):
    """The declaration of a setting. Raises KeyError for a key that no room declared."""
    return _declared[key]


def all_declared():
    """Every declared setting, by group, in a group as its room declared them."""
    return sorted(_declared.values(), key=lambda setting: setting.group)


def setting_functions():
    """pam_declared_settings(): the declarations, as SQL, for pam_setting() and the trigger that checks
    values.
    """
    rows = []
    for setting in sorted(_declared.values(), key=lambda setting: setting.key):
        choices = "NULL"
        if isinstance(setting, Choice) and not callable(setting.choices):
            choices = _quoted("{" + ",".join(json.dumps(code) for code, _ in setting.choices) + "}")
        cells = (
            _quoted(setting.key),
            _quoted(setting.kind),
            f"{_quoted(json.dumps(setting.default))}::jsonb",
            _number(getattr(setting, "minimum", None)),
            _number(getattr(setting, "maximum", None)),
            str(bool(getattr(setting, "none", ""))).lower(),
            str(setting.agency).lower(),
            f"{choices}::text[]",
            _quoted(setting.needs_second),
        )
        rows.append(f"({', '.join(cells)})")
    values = ",\n  ".join(rows)
    yield (
        "CREATE OR REPLACE FUNCTION pam_declared_settings() RETURNS TABLE (key text, kind text,"
        " fallback jsonb, min_value bigint, max_value bigint, may_be_empty boolean,"
        " of_agencies boolean, choices text[], needs_second text)"
        f" LANGUAGE sql IMMUTABLE ROWS {len(rows)} AS $$ VALUES\n  {values}\n$$"
    )


def _number(value):
    return "NULL::bigint" if value is None else f"{value}::bigint"


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"
