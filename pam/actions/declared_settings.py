"""What an agency may set about actions: reminders, who hears of overdue ones, how long many can be undone."""

from pam.reference.declarations import Choice, WholeNumber, YesNo, declare

GROUP, DAYS, NONE = "Actions", ("day", "days"), "No reminder"
SUPERVISORS, LEAD, BOTH = "supervisors", "lead", "both"

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
    YesNo(
        key="actions.due_day_reminder",
        label="Reminder on the day an action is due",
        meaning="Sent to the owner of the action, in the morning’s email.",
        group=GROUP,
        default=True,
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
    YesNo(
        key="actions.evidence_asked",
        label="Evidence is asked for when an action is done",
        meaning="A document of the record, or a reference. Asked of the people of your agency.",
        group=GROUP,
        default=False,
    ),
    WholeNumber(
        key="actions.escalation_days",
        label="Overdue action is escalated after",
        meaning="Counted from the due date. The owner’s supervisors or the record’s lead are told, once.",
        group=GROUP,
        default=7,
        minimum=1,
        maximum=90,
        unit=DAYS,
        none="Not escalated",
    ),
    Choice(
        key="actions.escalated_to",
        label="Who is told about an overdue action",
        meaning="Supervisors of the owner’s team, else of the agency, if they can see the record.",
        group=GROUP,
        default=BOTH,
        choices=(
            (SUPERVISORS, "The owner’s supervisors"),
            (LEAD, "The lead of the record"),
            (BOTH, "The owner’s supervisors and the lead of the record"),
        ),
    ),
    WholeNumber(
        key="actions.undo_hours",
        label="How long a change of many actions can be undone",
        meaning="By the person who made it. Actions that were changed since stay as they are.",
        group=GROUP,
        default=24,
        minimum=1,
        maximum=168,
        unit=("hour", "hours"),
    ),
)
