"""What an agency may set about its organised crime groups."""

from pam.records.retention_groups import first_group_setting
from pam.reference.declarations import declare

declare(first_group_setting("ocg", "Retention group of a new OCG", default="2"))
