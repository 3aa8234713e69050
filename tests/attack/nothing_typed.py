"""Verbs into which nothing is typed, or whose texts are checked elsewhere."""

# Verbs without anything that a person types: buttons, keys of rows, or what another verb in the table saves.
NOTHING_TYPED = {
    "meetings.services.inviting": {"invite", "attend", "stay_invited", "move_invitations"},
    "meetings.services.conduct": {
        "restore_value", "move_item", "place_item", "all_present", "raise_sanitised", "put_back"},
    "meetings.services.steps": {"start", "undo_start", "close"},
    "meetings.services.minutes": {"approve"},
    "meetings.live.services": {
        "go_to", "park", "show_on_wall", "stop_showing", "step_out", "come_back"},
    "meetings.caselist.services": {"take_referral", "accept", "open_list"},
    "meetings.research.services": {"release"},
    "meetings.papers.services": {"add_paper_version", "remove_paper", "note_opening"},
    "meetings.packs.services": {"make_pack", "make_again", "note_opening"},
    "meetings.issue.services": {
        "send_to_chair", "agree_correction", "make_again", "note_reading", "note_readings"},
    "ocg.services": {"restore_value"},
    "ocg.profile.services": {"ask_for"},
    "ocg.responsible.services": {"offer_new", "remove_training"},
    "ocg.scoring.services": {"score_by", "take", "decline_tier"},
    "pvp.services": {"restore_value"},
    "pvp.referrals.services": {"end_desk"},
    "pvp.missing.services": {"end_mappa"},
    "pvp.safety.services": {"print_copy"},  # uuids and a yes or no (tests/pvp/test_safety.py)
    # Answers are checked by their field (tests/pvp/test_strands.py).
    "pvp.strands.services": {"answer_strand"},
    "places.services": {"restore_value"},
    "meetings.series.services": {"restore_value"},
    "meetings.secretary.services": {"record_register"},
    "meetings.updates.services": {"ask_for_updates"},
    "places.profiles.services": {"restore_value"},
    "pam.access.services": {"add_grant", "name_on_record", "end_names"},
    "pam.accounts.services.administration": {"restore", "end", "keep"},
    "pam.accounts.services.invitations": {"resend", "withdraw"},
    "pam.contact.services": {"take", "end_updates"},
    "pam.training.services": {"ask_reset"},
    "pam.accounts.services.leaving": {"cancel_departure"},
    "pam.accounts.services.membership_requests": {"accept_request", "withdraw_request"},
    "pam.accounts.services.sessions": {"note_session", "end_session", "use_single_keys"},
    "pam.accounts.services.team_reviews": {"confirm"},
    "pam.accounts.services.terms_of_use": {"accept"},
    "pam.actions.services.sanitised": {"pass_on"},
    "pam.actions.services.answers": {"accept"},
    "pam.actions.services.steps": {"tick", "remove"},
    "pam.actions.services.many": {
        "apply_plan", "add_steps", "add_many", "take_plan_back", "undo_change"},
    "pam.api.services.tokens": {"accept_token", "end_token"},
    "pam.api.services.answers": {"claim", "keep"},
    "pam.api.services.hooks": {
        "accept_webhook", "end_webhook", "rotate_secret", "send_test", "send_dead_again"},
    "pam.api.services.writing": {"note_write", "open_to_add"},
    "pam.imports.services": {"map_columns", "run", "give_up", "undo"},
    "pam.exchange.services": {"make_feed", "end_feed", "read_feed"},
    "pam.help.services": {"reset_line", "remove_term", "read_news", "end_tour"},
    # A body is checked by the schema of its kind, a file by its reader (tests/frameworks).
    "pam.frameworks.services": {
        "change_draft", "undo_draft", "discard_draft", "start_draft", "retire_version", "retire",
        "import_file"},
    # Answers are checked by their question, one by one (tests/assessments).
    "pam.assessments.services": {"answer", "discard"},
    "pam.practice.services.preparing": {"offer_framework", "findings_of", "take_back", "discard"},
    "pam.lists.services": {"arrange", "delete_view", "open_with"},
    "pam.actions.services.tracker": {"restore_value", "reopen"},
    "pam.disclosure.services.access_requests": {"withdraw", "accept"},
    "pam.disclosure.services.agreements": {"make", "renew"},
    "pam.disclosure.services.shares": {"revoke"},
    "pam.disclosure.services.many": {"share_many", "undo_shares"},  # each as `share`
    "pam.api.services.terms": {"accept_for_system"},
    "pam.records.many": {"undo_hand_over"},
    "pam.records.moving": {"undo_move"},
    "pam.disclosure.services.sharing": {"share_record", "end_share", "correct_record", "preview"},
    "pam.enquiries.services": {"withdraw", "choose_contact_point"},
    "pam.notifications.services": {"save_choices", "send_again", "drop", "mark_read", "mark_all_read"},
    "pam.watching.services.searches": {"delete_search"},
    "pam.watching.services.watches": {"watch_record", "watch_subject", "watch_search", "stop"},
    "pam.reference.services.setting_requests": {
        "ask", "accept_setting_request", "withdraw_setting_request"},  # `ask`: as change_setting
    "pam.reference.services.settings": {"change_setting", "reset_setting"},  # checked by their declaration
    "pam.reference.services.lists": {"add_value", "change_value", "retire_value"},  # cleaned by the model
    "pam.retention.services.groups": {"add_group", "change_group", "retire_group"},  # cleaned by the model
    "pam.forms.services": {"claim", "keep_claim", "release_claim", "was_sent"},
    # A draft is what was typed before any form has looked at it; its length is bounded (tests/drafts).
    "pam.drafts.services": {"save_draft", "carry_over", "forget_sent", "throw_away"},
    "pam.oversight.services": {"follow_up_unusual", "export_log"},
    # Each answer is a text of a part, checked by its model; a signature has no words.
    "ocg.plan.services.head": {"say_of_strands"},
    "ocg.plan.services.signing": {"sign"},
    # As apply_plan, by the model; what a tactic serves has no words.
    # Its texts go into parts, checked by their models (tests/ocg/test_plan_review.py).
    "ocg.plan.services.reviews": {"review"},
    "ocg.plan.services.tactics": {"add_from_cards", "set_tactic"},
    "pam.stages.services": {"take_newer_map"},
    "pam.records.services": {"close_record", "reopen_record", "add_part", "chronicle"},
    "pam.retention.services.disposal": {"dispose"},
    "pam.retention.services.keeping": {"lift_hold"},
    "pam.retention.services.subject_access": {"collect"},
}  # fmt: skip
