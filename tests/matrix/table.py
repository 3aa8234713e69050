"""Every URL of pam: who gets what. A URL that is missing here fails the suite."""

from uuid import uuid4

from pam.access.levels import Level
from tests.matrix import stage_targets, targets
from tests.matrix.api_pages import API_PAGES
from tests.matrix.case_pages import CASE_PAGES
from tests.matrix.chronology_pages import CHRONOLOGY_PAGES
from tests.matrix.disagreement_pages import DISAGREEMENT_PAGES
from tests.matrix.disruption_pages import DISRUPTION_PAGES
from tests.matrix.document_pages import DOCUMENT_PAGES
from tests.matrix.harm_pages import HARM_PAGES
from tests.matrix.import_pages import IMPORT_PAGES
from tests.matrix.issue_pages import ISSUE_PAGES
from tests.matrix.live_pages import LIVE_PAGES
from tests.matrix.member_pages import MEMBER_PAGES
from tests.matrix.merging_pages import MERGING_PAGES
from tests.matrix.order_pages import ORDER_PAGES
from tests.matrix.people_pages import PEOPLE_PAGES
from tests.matrix.place_pages import PLACE_PAGES
from tests.matrix.plan_pages import PLAN_PAGES
from tests.matrix.profile_pages import PROFILE_PAGES
from tests.matrix.referral_pages import REFERRAL_PAGES
from tests.matrix.region_pages import REGION_PAGES
from tests.matrix.responsible_pages import RESPONSIBLE_PAGES
from tests.matrix.rules import BREAKERS, Page, parts, records
from tests.matrix.scoring_pages import SCORING_PAGES
from tests.matrix.series_pages import SERIES_PAGES

V, C, M = Level.VIEW, Level.CONTRIBUTE, Level.MANAGE
# Above every level: what an action's owner alone may do.
NOBODY, OWNER = M + 1, frozenset({"owner"})


AUTHORS = frozenset({"framework_author"})
PREPARERS = frozenset({"framework_author", "supervisor"})
PROTECTORS = frozenset({"data_protection"})


KEEPERS = frozenset({"administrator", "supervisor"})  # of their agency's help
AUDITOR, WATCHERS = frozenset({"auditor"}), frozenset({"auditor", "supervisor"})


MEETING = records("meeting")
IN_MEETING = ("meeting", "private")

PAGES = [
    # Everybody
    *(Page(name, "public", 200, 405) for name in ("healthz", "readyz")),
    Page("ui:components", "reader", 200, 200),
    Page("ui:wall", "reader", 200, 200),
    # Anybody whose sign-in is complete
    Page("home", "reader", 200, 200),
    Page("waiting", "reader", 200, 200),
    Page("add", "reader", 200, 405),
    Page("search:results", "reader", 200, 200),
    Page("search:quick", "reader", 200, 405),
    Page("search:people", "reader", 200, 405, kwargs=lambda world: {"code": "lead"}),
    Page("disclosure:signposts", "reader", 200, 405),
    Page("help:index", "reader", 200, 405),
    Page("help:news", "reader", 200, 405),
    Page("help:tour", "reader", 200, 405),
    Page("help:tour_end", "reader", 405, 302),
    Page("help:glossary", "reader", 200, 405),
    Page("help:term_add", "reader", 200, 200, roles=KEEPERS),
    Page("help:term_edit", "reader", 200, 200, kwargs=targets.own_term, roles=KEEPERS),
    Page("help:term_remove", "reader", 200, 302, kwargs=targets.own_term, roles=KEEPERS),
    Page("help:lines", "reader", 200, 405, roles=KEEPERS),
    Page("help:line_edit", "reader", 200, 200, kwargs=targets.help_line, roles=KEEPERS),
    Page("help:line_reset", "reader", 200, 200, kwargs=targets.help_line, roles=KEEPERS),
    Page("actions:list", "reader", 200, 200),
    Page("actions:many", "reader", 302, 302),  # back to the list: nothing is ticked
    Page("records:many", "reader", 302, 302, kwargs=targets.a_kind),
    Page("records:undo_many", "record", 200, 302, V, targets.handed_over),
    Page("disclosure:share_many", "reader", 302, 302, kwargs=targets.a_kind),
    Page("disclosure:undo_shares", "record", 200, 302, V, targets.shared_together),
    Page("actions:undo_many", "record", 200, 302, V, targets.changed_actions),
    Page("notifications:mailbox", "reader", 200, 200),
    Page("notifications:mailbox_attachment", "reader", 200, 405, kwargs=targets.kept_mail),
    Page("notifications:told", "reader", 200, 405),
    Page("notifications:choices", "reader", 200, 200),
    Page("notifications:news", "reader", 200, 405),
    Page("notifications:read_all", "reader", 405, 302),
    Page("notifications:open_news", "record", 302, 405, V, targets.own_news),
    Page("notifications:read", "record", 405, 302, V, targets.own_news),
    Page("watching:list", "reader", 200, 405),
    Page("watching:watch_record", "record", 405, 302, V, records()),
    Page("watching:watch_subject", "record", 405, 302, V, parts("subject"), not_shared=True),
    Page("watching:stop", "record", 405, 302, V, targets.own_watch),
    Page("watching:searches", "reader", 200, 405),
    Page("watching:save", "reader", 302, 302),  # back to the search: nothing is searched for
    Page("watching:fresh", "record", 200, 405, V, targets.own_search),
    Page("watching:tell", "record", 405, 302, V, targets.own_search),
    Page("watching:rename", "record", 200, 200, V, targets.own_search),
    Page("watching:delete", "record", 200, 302, V, targets.own_search),
    Page("drafts:draft", "reader", 405, 403),  # an empty one was made for nobody
    Page("lists:views", "reader", 200, 405, kwargs=targets.a_list),
    Page("lists:counts", "reader", 200, 405, kwargs=targets.a_list),
    Page("lists:open_with", "reader", 405, 302, kwargs=targets.a_list),
    Page("lists:save", "reader", 200, 200, kwargs=targets.a_list),
    Page("lists:columns", "reader", 200, 200, kwargs=targets.a_list),
    Page("lists:rename", "record", 200, 200, V, targets.own_view),
    Page("lists:replace", "record", 200, 302, V, targets.own_view),
    Page("lists:delete", "record", 200, 302, V, targets.own_view),
    Page("frameworks:library", "reader", 200, 405),
    Page("frameworks:framework", "record", 200, 405, V, targets.frameworks),
    Page("frameworks:version", "record", 200, 405, V, targets.framework_versions),
    Page("frameworks:file", "record", 200, 405, V, targets.framework_versions),
    Page("frameworks:differences", "record", 200, 405, V, targets.framework_pairs),
    Page("frameworks:new", "reader", 200, 200, roles=AUTHORS),
    Page("frameworks:upload", "reader", 200, 200, roles=AUTHORS),
    Page("frameworks:copy", "record", 200, 200, V, targets.framework_versions, roles=AUTHORS),
    Page("frameworks:edit", "record", 200, 200, V, targets.framework_drafts, roles=AUTHORS),
    Page("frameworks:rearrange", "record", 405, 302, V, targets.framework_drafts, roles=AUTHORS),
    Page("frameworks:try", "record", 200, 405, V, targets.framework_drafts, roles=AUTHORS),
    Page("frameworks:publish", "record", 200, 200, V, targets.framework_drafts, roles=AUTHORS),
    Page("frameworks:discard", "record", 200, 200, V, targets.framework_drafts, roles=AUTHORS),
    Page("frameworks:start", "record", 200, 200, V, targets.frameworks_published, roles=AUTHORS),
    Page("frameworks:retire", "record", 200, 200, V, targets.frameworks, roles=AUTHORS),
    Page("practice:library", "reader", 200, 405),
    Page("practice:own", "reader", 200, 405, roles=PREPARERS),
    Page("practice:begin", "reader", 200, 200, roles=AUTHORS),
    Page("practice:offer", "record", 200, 405, V, targets.practice.offers),
    Page("practice:copy", "record", 200, 200, V, targets.practice.offers_to_copy, roles=AUTHORS),
    Page("practice:revoke", "record", 200, 200, V, targets.practice.offers_to_revoke),
    Page("practice:changes", "record", 200, 200, V, targets.practice.copied, roles=AUTHORS),
    Page("practice:preparation", "record", 200, 200, V, targets.practice.preparations),
    Page("practice:text", "record", 200, 200, V, targets.practice.learnings, roles=AUTHORS),
    Page("practice:describe", "record", 200, 200, V, targets.practice.drafts, roles=AUTHORS),
    Page("practice:ask", "record", 200, 200, V, targets.practice.drafts, roles=AUTHORS),
    Page("practice:discard", "record", 200, 200, V, targets.practice.drafts, roles=AUTHORS),
    Page("practice:take_back", "record", 200, 200, V, targets.practice.asked, roles=AUTHORS),
    Page("practice:answer", "record", 200, 200, V, targets.practice.asked),
    Page("ocg:list", "reader", 200, 200),
    *(Page(f"{room}:list_download", "reader", 200, 200) for room in ("ocg", "pvp", "meetings", "actions")),
    Page("ocg:new", "reader", 200, 200),
    Page("pvp:list", "reader", 200, 200),
    Page("pvp:new", "reader", 200, 200),
    Page("meetings:list", "reader", 200, 200),
    Page("meetings:new", "reader", 200, 200, without_team=302),
    # Any record
    Page("practice:learning", "record", 200, 200, V, records("ocg", "pvp"), roles=AUTHORS),
    Page("records:open", "record", 302, 302, V, records()),
    Page("records:chronology", "record", 200, 200, V, records()),
    Page("records:timeline", "record", 200, 405, V, records()),
    Page("records:note", "record", 200, 200, C, records()),
    *DOCUMENT_PAGES,
    Page("subjects:subject_add", "record", 200, 200, C, records()),
    Page("records:subject_edit", "record", 200, 200, C, parts("subject"), not_shared=True),
    Page("records:subject_end", "record", 200, 200, C, parts("subject"), not_shared=True),
    Page("subjects:alike", "record", 200, 405, C, records()),
    Page("subjects:timeline", "record", 200, 405, V, parts("subject"), not_shared=True),
    Page("subjects:subject", "record", 200, 405, V, parts("subject"), not_shared=True),
    *(
        Page(f"subjects:{name}", "record", 200, 200, C, parts("subject"), not_shared=True)
        for name in ("merge", "undo_merge", "tie", "untie")
    ),
    Page("subjects:particular_add", "record", 200, 200, C, parts("subject"), not_shared=True),
    Page("subjects:particular_edit", "record", 200, 200, C, parts("particular"), not_shared=True),
    Page("subjects:particular_remove", "record", 200, 200, C, parts("particular"), not_shared=True),
    *(
        Page(f"subjects:{name}", "record", 200, 200, C, parts("subject"), not_shared=True)
        for name in ("warning_add", "photograph_add", "photograph")
    ),
    Page("subjects:warning_edit", "record", 200, 200, C, parts("warning"), not_shared=True),
    Page("subjects:warning_end", "record", 200, 200, C, parts("warning"), not_shared=True),
    Page("network:record", "record", 200, 405, V, records()),
    Page("network:record_data", "record", 200, 405, V, records()),
    Page("network:record_download", "record", 200, 200, V, records(), a_copy=True),
    Page("network:subject", "record", 200, 405, V, parts("subject"), not_shared=True),
    Page("network:subject_data", "record", 200, 405, V, parts("subject"), not_shared=True),
    Page("network:subject_download", "record", 200, 200, V, parts("subject"), not_shared=True),
    Page("search:link", "record", 200, 200, C, records()),
    Page("records:link_end", "record", 200, 200, C, parts("link")),
    Page("disclosure:shares", "record", 200, 405, M, records()),
    Page("disclosure:share", "record", 200, 200, M, records()),
    Page("disclosure:share_end", "record", 200, 200, M, targets.grants),
    Page("disclosure:receipts", "reader", 200, 405),
    Page("disclosure:receipt", "record", 200, 405, V, targets.receipt),
    Page("disclosure:correct", "record", 200, 200, M, records()),
    Page("oversight:access_log", "record", 200, 405, M, records()),
    Page("records:changes", "record", 200, 405, M, records()),
    Page("records:restore_value", "record", 302, 302, M, records()),
    # Actions
    Page("actions:add", "record", 200, 200, C, records()),
    Page("actions:apply_plan", "record", 200, 200, C, records("ocg", "pvp")),
    Page("actions:detail", "record", 200, 200, V, parts("action"), not_shared=True),
    Page("actions:edit", "record", 200, 200, C, parts("action"), not_shared=True),
    Page("actions:finish", "record", 200, 200, C, parts("action"), not_shared=True),
    Page("actions:steps_add", "record", 200, 200, C, parts("action"), not_shared=True),
    Page("actions:step_tick", "record", 405, 302, C, targets.steps, not_shared=True),
    Page("actions:step_remove", "record", 405, 302, C, targets.steps, not_shared=True),
    Page("actions:accept", "record", 405, 302, NOBODY, parts("action"), own=OWNER, not_shared=True),
    Page("actions:decline", "record", 200, 200, NOBODY, parts("action"), own=OWNER, not_shared=True),
    Page("actions:hand_on", "record", 200, 200, C, parts("action"), not_shared=True),
    Page("actions:reopen", "record", 200, 200, C, parts("action"), not_shared=True),
    # Assessments
    Page("assessments:of_record", "record", 200, 405, V, records("ocg", "pvp")),
    Page("assessments:start", "record", 200, 200, C, records("ocg", "pvp")),
    Page("assessments:detail", "record", 200, 405, V, parts("assessment"), not_shared=True),
    Page("assessments:compare", "record", 200, 405, V, targets.two_assessments, not_shared=True),
    Page("assessments:again", "record", 200, 200, C, parts("assessment"), not_shared=True),
    Page("assessments:second", "record", 200, 200, C, parts("assessment"), not_shared=True),
    Page("assessments:answer", "record", 200, 200, C, parts("assessment draft"), not_shared=True),
    Page("assessments:shown", "record", 405, 200, C, parts("assessment draft"), not_shared=True),
    Page("assessments:discard", "record", 200, 200, C, parts("assessment draft"), not_shared=True),
    Page("assessments:complete", "record", 200, 200, C, parts("assessment draft"), not_shared=True),
    # Clocks
    Page("clocks:wall", "reader", 200, 405),
    Page("clocks:screen", "reader", 200, 405),
    Page("clocks:wall_download", "reader", 200, 200),
    Page("clocks:of_record", "record", 200, 405, V, records("ocg", "pvp")),
    Page("clocks:start", "record", 200, 200, C, records("ocg", "pvp")),
    Page("clocks:detail", "record", 200, 405, V, parts("clock"), not_shared=True),
    *(
        Page(f"clocks:{name}", "record", 200, 200, C, parts("clock"), not_shared=True)
        for name in ("meet", "stop", "correct", "late")
    ),
    Page("clocks:restart", "record", 200, 200, C, parts("clock ended"), not_shared=True),
    Page("clocks:newer", "record", 302, 302, C, parts("clock"), not_shared=True),  # there is none
    Page("stages:of_record", "record", 200, 405, V, records("ocg", "pvp")),
    Page("stages:move", "record", 200, 200, M, stage_targets.a_move),
    Page("stages:newer", "record", 302, 302, M, records("ocg")),
    Page("stages:decide", "record", 302, 302, M, parts("move asked"), not_shared=True),
    Page("stages:withdraw", "record", 200, 200, M, parts("move asked"), not_shared=True),
    # Asking without opening
    Page("enquiries:list", "reader", 200, 405),
    Page("enquiries:ask", "reader", 200, 200),
    Page("enquiries:enquiry", "record", 200, 302, V, targets.questions),
    Page("enquiries:to_answer", "reader", 200, 405),
    Page("enquiries:answer", "record", 200, 200, V, targets.asked),
    Page("enquiries:contact_point", "administrator", 200, 200),
    Page("matching:matches", "reader", 200, 405),
    Page("matching:muted", "reader", 200, 405, roles=frozenset({"supervisor"})),
    Page("matching:match", "record", 200, 200, V, targets.matched),
    Page("actions:sanitised", "record", 200, 200, C, records()),
    Page("actions:given", "reader", 200, 405),
    Page("actions:given_one", "record", 200, 200, V, targets.given),
    # OCGs
    Page("ocg:detail", "record", 200, 200, V, records("ocg")),
    Page("ocg:edit", "record", 200, 200, M, records("ocg")),
    Page("ocg:score", "record", 200, 200, C, records("ocg")),
    *DISAGREEMENT_PAGES,
    *DISRUPTION_PAGES,
    *CASE_PAGES,
    *CHRONOLOGY_PAGES,
    *HARM_PAGES,
    *MERGING_PAGES,
    *REFERRAL_PAGES,
    *REGION_PAGES,
    *PLAN_PAGES,
    *PROFILE_PAGES,
    *MEMBER_PAGES,
    *ORDER_PAGES,
    *PEOPLE_PAGES,
    *PLACE_PAGES,
    *SERIES_PAGES,
    *IMPORT_PAGES,
    *ISSUE_PAGES,
    *RESPONSIBLE_PAGES,
    *SCORING_PAGES,
    # People at risk
    Page("pvp:detail", "record", 200, 200, V, records("pvp")),
    Page("pvp:edit", "record", 200, 200, M, records("pvp")),
    # Meetings
    Page("meetings:detail", "record", 200, 200, V, MEETING),
    Page("meetings:edit", "record", 200, 200, M, MEETING),
    Page("meetings:people", "record", 200, 200, M, MEETING),
    Page("meetings:withdraw", "record", 200, 200, M, targets.pairs("attendance", "attendance", IN_MEETING)),
    Page("meetings:agenda", "record", 200, 200, M, MEETING),
    Page("meetings:move", "record", 405, 302, M, targets.pairs("item", "item", IN_MEETING)),
    Page("meetings:remove", "record", 200, 200, M, targets.pairs("item", "item", IN_MEETING)),
    Page("meetings:start", "record", 405, 302, M, MEETING),
    Page("meetings:undo_start", "record", 405, 302, M, MEETING),
    Page("meetings:chair", "record", 200, 200, M, MEETING),
    Page("meetings:chair_item", "record", 200, 200, M, targets.pairs("item", "item", IN_MEETING)),
    Page("meetings:sanitised", "record", 200, 200, M, targets.pairs("item", "item", IN_MEETING)),
    Page("meetings:attendance", "record", 405, 404, M, MEETING),
    *LIVE_PAGES,
    Page("meetings:close", "record", 200, 302, M, MEETING),
    Page("meetings:minutes", "record", 200, 200, V, MEETING, after=True),
    Page("meetings:progress", "record", 204, 204, V, MEETING),
    Page("meetings:approve", "record", 302, 302, M, MEETING, after=True),
    Page("meetings:download", "record", 200, 200, V, targets.copies, after=True),
    # The audit: the database asks for the role as well
    Page("oversight:people", "reader", 200, 405, roles=WATCHERS),
    Page(
        "oversight:person",
        "reader",
        200,
        405,
        targets=targets.people,
        roles=WATCHERS,
        found=lambda persona: {"owner"} if persona == "owner" else {"owner", "auditor"},
    ),
    Page(
        "oversight:export_person",
        "reader",
        200,
        200,
        targets=targets.people,
        roles=AUDITOR,
        found=lambda persona: {"owner", "auditor"},
    ),
    Page("oversight:record", "reader", 200, 405, roles=AUDITOR),
    Page(
        "oversight:export_record",
        "reader",
        200,
        200,
        targets=records(),
        roles=AUDITOR,
        found=lambda persona: {"shared", "hidden", "meeting", "private"},
    ),
    Page("oversight:agency", "reader", 200, 405, roles=AUDITOR),
    Page("oversight:reason", "reader", 200, 200, targets=targets.reasons, roles=AUDITOR),
    Page("oversight:unusual", "reader", 200, 405, roles=AUDITOR),
    Page("oversight:follow_up", "reader", 200, 200, targets=targets.unusual, roles=AUDITOR),
    # Closed doors
    Page(
        "disclosure:request_access", "record", 200, 200, V, lambda world: {"told": {"uuid": world.ocg.uuid}}
    ),
    Page("disclosure:access_request", "record", 200, 302, V, targets.requests("asked", "requested")),
    Page("disclosure:access_request_answer", "record", 200, 200, V, targets.requests("to answer")),
    Page("disclosure:access_request_decline", "record", 200, 200, V, targets.requests("to answer")),
    Page("disclosure:break_glass", "reader", 200, 200, only=BREAKERS),
    Page("disclosure:break_glass_uses", "reader", 200, 405, only=frozenset({"auditor"})),
    Page("disclosure:break_glass_use", "record", 200, 200, V, targets.openings, only=frozenset({"auditor"})),
    # Retention
    Page("retention:due", "reader", 200, 405),
    Page("retention:record", "record", 200, 405, M, records()),
    Page("retention:review", "record", 200, 200, M, records()),
    Page("retention:hold", "record", 200, 200, M, records()),
    Page("retention:lift", "record", 200, 200, M, targets.holds),
    Page("retention:propose", "record", 200, 200, M, records()),
    Page("retention:proposals", "reader", 200, 405),
    Page("retention:proposal", "record", 200, 200, V, targets.disposals, only=frozenset({"owner"})),
    Page("retention:decline", "record", 403, 403, V, targets.disposals),  # nobody here: the owner proposed it
    Page("retention:withdraw", "record", 200, 200, M, targets.disposals),
    Page("retention:certificates", "reader", 200, 405),
    Page("retention:groups", "reader", 200, 405),
    Page("retention:group_new", "administrator", 200, 200),
    Page("retention:group_edit", "administrator", 200, 200, kwargs=targets.group),
    Page("retention:group_retire", "administrator", 200, 200, kwargs=targets.group),
    Page("retention:certificate", "record", 200, 405, V, targets.certificate),
    # Agreements: read by their parties, looked after by the administrators of who keeps them
    Page("disclosure:agreements", "reader", 200, 405),
    Page("disclosure:lawful_bases", "reader", 200, 405),
    Page("disclosure:agreement", "reader", 200, 405, kwargs=targets.agreement),
    Page("disclosure:agreement_document", "reader", 404, 405, kwargs=targets.agreement),
    Page("disclosure:agreement_new", "administrator", 200, 200),
    Page("disclosure:agreement_edit", "administrator", 200, 200, kwargs=targets.agreement),
    Page("disclosure:agreement_renew", "administrator", 200, 200, kwargs=targets.agreement),
    Page("disclosure:agreement_end", "administrator", 200, 200, kwargs=targets.agreement),
    Page("retention:subjects", "reader", 200, 405, roles=PROTECTORS),
    Page("retention:subject_new", "reader", 200, 200, roles=PROTECTORS),
    Page("retention:subject", "reader", 200, 200, kwargs=targets.subject_request, roles=PROTECTORS),
    # Signing in (pam's own pages; allauth's stand in ACCOUNT_PAGES)
    Page("accounts:incomplete", "incomplete", 200, 405),
    Page("accounts:demo_sign_in", "public", 405, 404),
    Page("accounts:act_for", "reader", 405, 302),
    Page("accounts:account", "reader", 200, 405),
    Page("exchange:calendar", "reader", 200, 302),
    Page("exchange:calendar_end", "reader", 302, 302),
    Page("exchange:feed", "public", 404, 405, kwargs=lambda world: {"secret": "made-up"}),
    *API_PAGES,
    Page("accounts:single_keys", "reader", 405, 302),
    Page("accounts:session", "reader", 200, 200),
    Page("accounts:session_end", "reader", 405, 404, kwargs=lambda world: {"uuid": uuid4()}),
    # Looking after one's agency
    Page("accounts:people", "administrator", 200, 405),
    Page("notifications:not_sent", "administrator", 200, 405),
    Page("notifications:send_again", "administrator", 405, 302, kwargs=targets.mail_not_sent),
    Page("notifications:drop", "administrator", 200, 302, kwargs=targets.mail_not_sent),
    Page("reference:settings", "administrator", 200, 405),
    Page("reference:setting", "administrator", 200, 200, kwargs=targets.setting),
    Page("reference:setting_reset", "administrator", 200, 200, kwargs=targets.setting),
    Page("reference:setting_request_accept", "record", 200, 302, V, targets.setting_asked),
    Page("reference:setting_request_refuse", "record", 200, 200, V, targets.setting_asked),
    Page(
        "reference:setting_request_withdraw", "administrator", 200, 302, kwargs=targets.setting_withdrawable
    ),
    Page("reference:lists", "administrator", 200, 405),
    Page("reference:values", "administrator", 200, 405, kwargs=lambda world: {"key": "ocg.tier"}),
    Page("reference:value_new", "administrator", 200, 200, kwargs=lambda world: {"key": "ocg.tier"}),
    Page("reference:value_edit", "administrator", 200, 200, kwargs=targets.value),
    Page("reference:value_retire", "administrator", 200, 200, kwargs=targets.value),
    Page("accounts:person", "administrator", 200, 405, kwargs=targets.person),
    Page("accounts:person_edit", "administrator", 200, 200, kwargs=targets.person),
    Page("accounts:person_suspend", "administrator", 200, 200, kwargs=targets.person),
    Page("accounts:person_restore", "administrator", 200, 200, kwargs=targets.person),
    Page("accounts:teams", "administrator", 200, 405),
    Page("accounts:team_new", "administrator", 200, 200),
    Page("accounts:team", "administrator", 200, 200, kwargs=targets.team),
    Page("accounts:terms", "reader", 200, 200, kwargs=lambda world: {"kind": "use"}),
    Page("accounts:acceptances", "administrator", 200, 405),
    Page("accounts:invitations", "administrator", 200, 405),
    Page("accounts:invite", "administrator", 200, 200),
    Page("accounts:resend", "administrator", 200, 302, kwargs=targets.invitation),
    Page("accounts:withdraw", "administrator", 200, 302, kwargs=targets.invitation),
    Page("contact:front", "public", 200, 405),
    Page("contact:sent", "public", 200, 405),
    Page("contact:get_in_touch", "public", 200, 200),
    Page("contact:request_account", "public", 200, 200),
    Page("contact:messages", "administrator", 200, 405),
    Page("contact:message", "administrator", 200, 405, kwargs=targets.message),
    Page("contact:take", "administrator", 405, 302, kwargs=targets.message),
    Page("contact:answer", "administrator", 200, 200, kwargs=targets.message),
    Page("contact:invite", "administrator", 200, 200, kwargs=targets.message),
    Page("contact:end_updates", "administrator", 200, 302, kwargs=targets.message),
    Page("accounts:requests", "reader", 200, 405),
    Page("accounts:request_accept", "record", 200, 302, V, targets.joining),
    Page("accounts:request_refuse", "record", 200, 200, V, targets.joining),
    Page("accounts:request_withdraw", "administrator", 200, 302, kwargs=targets.withdrawable),
    Page("accounts:leave", "administrator", 200, 200, kwargs=targets.person),
    Page("accounts:stay", "administrator", 200, 200, kwargs=targets.person),
    Page("accounts:leaderless", "administrator", 200, 405),
    Page("accounts:reviews", "administrator", 200, 405),
    Page("accounts:review", "record", 200, 200, V, targets.review()),
    Page("accounts:take_out", "record", 200, 200, V, targets.review("person")),
    Page("accounts:end_reviewed_share", "record", 200, 200, V, targets.review("grant")),
    Page("training:training", "reader", 403, 405),  # nobody of the small world acts for a training agency
    Page("training:reset", "reader", 403, 403),
    Page("accounts:accept", "public", 404, 404, kwargs=lambda world: {"token": "made-up"}),
]

# allauth's own pages hold no record's text: the canary crawl reads them, their statuses are allauth's.
ACCOUNT_PAGES = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
}
