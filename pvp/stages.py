"""What a case file is for the spine."""

from pam.records.kinds import Kind
from pvp.methods import method_tags

KIND = Kind(
    "pvp",
    "PVP case",
    "PVP cases",
    "PVP",
    "pvp:detail",
    "pvp.CaseFile",
    method_tags=method_tags,
    stage_map="case-stages",
    about_person=True,
)
