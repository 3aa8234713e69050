"""When mail may go out: not at night, at weekends or on bank holidays of England and Wales, unless urgent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

from django.conf import settings

from pam.reference.selectors.settings import setting
from pam.ui.dates import LONDON, in_london


@cache
def bank_holidays():
    """The bank holidays of England, which are those of Wales: dates, worked out as they are asked for."""
    import holidays  # 300 files, which only what sends mail needs

    return holidays.country_holidays("GB", subdiv="ENG")


@dataclass(frozen=True)
class SendingHours:
    """When mail goes out, on London's clock; and whether also on weekends and bank holidays."""

    begin: time = time(7)
    end: time = time(19)
    weekends: bool = False
    bank_holidays: bool = False

    def is_sending_day(self, day):
        """Whether mail goes out on this date."""
        return (self.weekends or day.weekday() < 5) and (self.bank_holidays or day not in bank_holidays())

    def next_moment(self, now):
        """`now` (an aware datetime) if mail may go out then, else the next moment at which it may."""
        local = in_london(now)
        if self.is_sending_day(local.date()) and self.begin <= local.time() < self.end:
            return now
        return self.next_opening(now)

    def next_opening(self, now):
        """The next moment, not before `now`, at which the hours of a day begin: when digests go out."""
        day = in_london(now).date()
        while True:
            opens = datetime.combine(day, self.begin, LONDON)
            if opens >= now and self.is_sending_day(day):
                return opens
            day += timedelta(days=1)


ALWAYS = SendingHours(begin=time.min, end=time.max, weekends=True, bank_holidays=True)


def sending_hours():
    """The `SendingHours` as they are set."""
    return SendingHours(
        begin=time(setting("notifications.mail_from")),
        end=time(setting("notifications.mail_until")),
        weekends=setting("notifications.mail_at_weekends"),
        bank_holidays=setting("notifications.mail_on_bank_holidays"),
    )


def next_moment(now):
    """The next moment, not before `now`, at which mail that isn't urgent may go out."""
    return now if settings.MAIL_AT_ALL_HOURS else sending_hours().next_moment(now)


def next_digest(now):
    """The next moment, not before `now`, at which the day's digests go out."""
    return sending_hours().next_opening(now)


def references_allowed(agency_id):
    """Whether mail to the people of this agency (a number, or None) may name references."""
    return setting("notifications.references_in_mail", agency_id)
