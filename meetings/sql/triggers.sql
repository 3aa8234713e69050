-- Codes of decisions: random, once in the agency that took them.
CREATE OR REPLACE TRIGGER pam_give_code BEFORE INSERT ON meetings_decision
FOR EACH ROW WHEN (NEW.code = '') EXECUTE FUNCTION pam_give_code('D', 'author_agency_id');
