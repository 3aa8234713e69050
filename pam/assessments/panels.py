"""The card of assessments beside each record."""

from pam.assessments.selectors import latest_of_each


def assessments_of_record(request, record):
    """The latest completed assessment of each framework, and the way to all of them."""
    return {
        "template": "assessments/aside.html",
        "latest": latest_of_each(request.reader, record),
        "record": record,
    }
