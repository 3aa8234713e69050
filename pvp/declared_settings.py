"""What an agency may set about its case files."""

from pam.records.retention_groups import first_group_setting
from pam.reference.declarations import declare

declare(first_group_setting("pvp", "Retention group of a new PVP case", default="1"))
