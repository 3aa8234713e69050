"""A tag that shows the stage of a record."""

from django import template

from pam.frameworks.stage_maps import stage_of
from pam.ui.templatetags.ui import tag

register = template.Library()


@register.simple_tag
def stage_tag(record):
    """`{% stage_tag record %}`: the stage that a record is at, in its colour; nothing for one without. Its
    view fetched `stage_version` with it.
    """
    if not record.stage_version_id:
        return ""
    stage = stage_of(record.stage_version.body, record.stage)
    return tag(stage["label"], stage.get("colour", "blue"))
