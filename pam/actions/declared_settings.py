"""What an agency may set about reminders of actions."""

from pam.reference.declarations import WholeNumber, declare

GROUP, DAYS, NONE = "Actions", ("day", "days"), "No reminder"

declare(
    WholeNumber(
        key="actions.reminder_days",
        label="Reminder before an action is due",
        meaning="Sent to the owner of the action so many days before. 0 is the day itself.",
        group=GROUP,
        default=2,
        minimum=0,
        maximum=60,
        unit=DAYS,
        none=NONE,
    ),
    WholeNumber(
        key="actions.overdue_reminder_days",
        label="Reminder of an overdue action",
        meaning="Sent to the owner of the action so many days after it was due.",
        group=GROUP,
        default=1,
        minimum=1,
        maximum=60,
        unit=DAYS,
        none=NONE,
    ),
)
