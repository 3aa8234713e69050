-- Codes of decisions: random, once in the agency that took them.
CREATE OR REPLACE TRIGGER pam_set_code BEFORE INSERT ON meetings_decision
FOR EACH ROW WHEN (NEW.code = '') EXECUTE FUNCTION pam_set_code('D', 'author_agency_id');

-- Approving minutes closes the record: a step of the agency that owns the meeting.
CREATE OR REPLACE TRIGGER pam_owner_approves BEFORE UPDATE ON meetings_meeting FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND (OLD.state = 'approved' OR NEW.state = 'approved')
  AND (OLD.state, OLD.approved_at, OLD.approved_by_id) IS DISTINCT FROM (NEW.state, NEW.approved_at, NEW.approved_by_id))
EXECUTE FUNCTION pam_owner_takes_step();
