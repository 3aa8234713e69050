"""What people are told about actions: given, due soon, overdue, reported on."""

from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.actions.models import Action, SanitisedAction, SanitisedReport
from pam.actions.selectors.actions import answers_decline
from pam.actions.selectors.escalation import told_of_overdue
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Channel
from pam.ui.dates import long_date

# What the due date must be for a reminder to say what is so, by how the name of its event ends.
DUE = {
    "_due": lambda due, today: due >= today,
    "_due_today": lambda due, today: due == today,
    "_overdue": lambda due, today: due < today,
    "_escalated": lambda due, today: due < today,
}


def _due_as_said(delivery, row):
    """Whether a reminder still says what is so: the due date is the one that it was owed for, and only what
    is due today or overdue is called that. What is no reminder always does.
    """
    for ending, is_so in DUE.items():
        if delivery.event.endswith(ending):
            return delivery.occasion == row.due.isoformat() and is_so(row.due, timezone.localdate())
    return True


def about_action(delivery, reader):
    """The action that the delivery is about, if `reader` owns it, can open it, and it is still to do."""
    rows = visibility.visible_to(reader, Action).open().owned_by(reader).select_related("record")
    return _with_due_date(delivery, rows.filter(uuid=delivery.about).first())


def _about_escalated(delivery, reader):
    """The action that is still overdue, if `reader` is still to be told about it and can open it."""
    rows = visibility.visible_to(reader, Action).open().select_related("record", "owner", "owner_team")
    row = rows.filter(uuid=delivery.about).first()
    if row is None or delivery.recipient_id not in {one.pk for one in told_of_overdue(row)}:
        return None
    return _with_due_date(delivery, row)


def _with_due_date(delivery, row):
    """What is said of the action `row`, if there is one and its due date is as the reminder says."""
    if row is None or not _due_as_said(delivery, row):
        return None
    return About(
        reverse("actions:detail", args=[row.uuid]),
        f"{row.code}, {row.record.reference}",
        f"due {long_date(row.due)}",
        threads=(row.record.uuid, row.uuid),
        heading=row.record.reference,
    )


def _about_declined(delivery, reader):
    """The action that came back to `reader`, if it still waits for another owner."""
    rows = visibility.visible_to(reader, Action).open().filter(uuid=delivery.about, acceptance="declined")
    row = rows.select_related("record").first()
    if row is None or delivery.recipient_id not in {one.pk for one in answers_decline(row)}:
        return None
    path = reverse("actions:detail", args=[row.uuid])
    return About(
        path,
        f"{row.code}, {row.record.reference}",
        threads=(row.record.uuid, row.uuid),
        heading=row.record.reference,
    )


def _about_sanitised(delivery, reader):
    rows = SanitisedAction.objects.filter(
        uuid=delivery.about, state=SanitisedAction.State.OPEN, receiver_id__in=reader.principals
    )
    row = rows.first()
    if row is None or not _due_as_said(delivery, row):
        return None
    path = reverse("actions:given_one", args=[row.uuid])
    return About(path, row.code, f"due {long_date(row.due)}", threads=(row.uuid,))


def _about_report(delivery, reader):
    report = SanitisedReport.objects.filter(uuid=delivery.about).first()
    if report is None:
        return None
    rows = visibility.visible_to(reader, Action).owned_by(reader).select_related("record")
    row = rows.filter(sanitised_id=report.about_id).first()
    if row is None:
        return None
    path = reverse("actions:detail", args=[row.uuid])
    return About(path, f"{row.code}, {row.record.reference}", threads=(row.record.uuid, row.uuid))


register_kind(
    "actions",
    "Actions given to you",
    "Also those that were declined, and reports on actions that you follow up.",
)
register_kind(
    "due",
    "Actions due",
    "Your actions before, on and after the day they are due, and overdue ones that you supervise or lead.",
    default=Channel.DIGEST,
)
ANOTHER = "a person at another agency or team"
for code, kind, subject, sentence, one, many, still_true in (
    (
        "action_given",
        "actions",
        "An action for you",
        "You have been given an action.",
        "1 action for you",
        "{} actions for you",
        about_action,
    ),
    (
        "action_declined",
        "actions",
        "An action was declined",
        "An action that you raised was declined. The page says why.",
        "1 action was declined",
        "{} actions were declined",
        _about_declined,
    ),
    (
        "action_reopened",
        "actions",
        "An action was opened again",
        "An action that you own was opened again.",
        "1 action was opened again",
        "{} actions were opened again",
        about_action,
    ),
    (
        "action_freed",
        "actions",
        "An action of yours can begin",
        "What an action of yours depended on has ended.",
        "1 action of yours can begin",
        "{} actions of yours can begin",
        about_action,
    ),
    (
        "action_due",
        "due",
        "An action is due",
        "An action of yours is due soon.",
        "1 action is due",
        "{} actions are due",
        about_action,
    ),
    (
        "action_due_today",
        "due",
        "An action is due today",
        "An action of yours is due today.",
        "1 action is due today",
        "{} actions are due today",
        about_action,
    ),
    (
        "action_escalated",
        "due",
        "An action stays overdue",
        "An action of your people, or of a record that you lead, stays overdue.",
        "1 action of your people or records stays overdue",
        "{} actions of your people or records stay overdue",
        _about_escalated,
    ),
    (
        "action_overdue",
        "due",
        "An action is overdue",
        "An action of yours is overdue.",
        "1 action is overdue",
        "{} actions are overdue",
        about_action,
    ),
    (
        "sanitised_given",
        "actions",
        "An action for you",
        f"You have been asked to do something by {ANOTHER}.",
        "1 action from another agency or team",
        "{} actions from other agencies or teams",
        _about_sanitised,
    ),
    (
        "sanitised_due",
        "due",
        "An action is due",
        f"An action that you were given by {ANOTHER} is due soon.",
        "1 action from another agency or team is due",
        "{} actions from other agencies or teams are due",
        _about_sanitised,
    ),
    (
        "sanitised_due_today",
        "due",
        "An action is due today",
        f"An action that you were given by {ANOTHER} is due today.",
        "1 action from another agency or team is due today",
        "{} actions from other agencies or teams are due today",
        _about_sanitised,
    ),
    (
        "sanitised_overdue",
        "due",
        "An action is overdue",
        f"An action that you were given by {ANOTHER} is overdue.",
        "1 action from another agency or team is overdue",
        "{} actions from other agencies or teams are overdue",
        _about_sanitised,
    ),
    (
        "sanitised_report",
        "actions",
        "A report on your action",
        "There is a report on an action that you follow up.",
        "1 report on an action of yours",
        "{} reports on actions of yours",
        _about_report,
    ),
):
    register_event(code, kind, subject, sentence, one=one, many=many, still_true=still_true)
