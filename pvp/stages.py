"""What a case file is for the spine, and at which stage those from before its stage map are put."""

from pam.records.kinds import Kind
from pam.stages.placing import Placing
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
OPEN_OR_CLOSED = Placing("pvp", "CASE WHEN r.closed_at IS NULL THEN 'active' ELSE 'closed' END")
