-- Asking without opening (pam/asking).

-- What was added or changed is compared later, by a job. One more row, whatever else is known; none is waited for.
CREATE OR REPLACE FUNCTION pam_subject_to_match() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO asking_tomatch (subject_id, by_user, by_agency, quiet, at)
    VALUES (NEW.id, pam_user(), pam_agency(), false, clock_timestamp());
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_subject_added AFTER INSERT ON records_subject
FOR EACH ROW EXECUTE FUNCTION pam_subject_to_match();
CREATE OR REPLACE TRIGGER pam_subject_changed AFTER UPDATE ON records_subject FOR EACH ROW
WHEN ((OLD.kind, OLD.name, OLD.born, OLD.details) IS DISTINCT FROM (NEW.kind, NEW.name, NEW.born, NEW.details))
EXECUTE FUNCTION pam_subject_to_match();

REVOKE ALL ON asking_tomatch, asking_matchkey FROM pam_web;

-- A match: seen by who was told and by the owning agency's people who manage the record, if they see its subject.
DROP POLICY IF EXISTS pam_reader ON asking_match;
CREATE POLICY pam_reader ON asking_match FOR SELECT TO pam_web
  USING ((pam_is_me(told_id) OR (record_agency_id = pam_agency() AND pam_level(record_id) >= 4))
         AND EXISTS (SELECT 1 FROM records_subject s WHERE s.id = known_id));
DROP POLICY IF EXISTS pam_changer ON asking_match;
CREATE POLICY pam_changer ON asking_match FOR UPDATE TO pam_web
  USING (state = 'new' AND (pam_is_me(told_id) OR (record_agency_id = pam_agency() AND pam_level(record_id) >= 4))
         AND EXISTS (SELECT 1 FROM records_subject s WHERE s.id = known_id))
  WITH CHECK (state <> 'new' AND pam_is_me(answered_by_id));
GRANT UPDATE (state, note, answered_by_id, answered_at) ON asking_match TO pam_web;

-- Who answers others' questions for an agency: the team of its contact point; without one its supervisors, without
-- any its officers. Once a question was left unanswered, the supervisors too.
CREATE OR REPLACE FUNCTION pam_contacts_of(of_agency bigint, escalated boolean) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH live AS (
    SELECT m.id, m.roles, EXISTS (SELECT 1 FROM asking_contactpoint c JOIN access_membership_teams t ON t.team_id = c.team_id
                                   WHERE c.agency_id = of_agency AND t.membership_id = m.id) AS named
      FROM access_membership m JOIN access_user u ON u.id = m.user_id
     WHERE m.agency_id = of_agency AND NOT m.suspended AND m.starts_at <= clock_timestamp()
       AND coalesce(m.ends_at > clock_timestamp(), true) AND u.is_active)
  SELECT id FROM live WHERE named
     OR ('supervisor' = ANY (roles) AND (escalated OR NOT EXISTS (SELECT 1 FROM live WHERE named)))
     OR ('officer' = ANY (roles) AND NOT EXISTS (SELECT 1 FROM live WHERE named OR 'supervisor' = ANY (roles)))
$$;

CREATE OR REPLACE FUNCTION pam_answers_for(of_agency bigint, escalated boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT of_agency = pam_agency() AND EXISTS (SELECT 1 FROM pam_contacts_of(of_agency, escalated) c WHERE pam_is_me(c))
$$;

CREATE OR REPLACE FUNCTION pam_asked_it(question bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM asking_question q WHERE q.id = question AND pam_is_me(q.asker_id)) $$;

CREATE OR REPLACE FUNCTION pam_is_asked_it(question bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM asking_asked a WHERE a.question_id = question AND a.agency_id = pam_agency()
                  AND pam_answers_for(a.agency_id, a.escalated_at IS NOT NULL))
$$;

DROP POLICY IF EXISTS pam_reader ON asking_question;
CREATE POLICY pam_reader ON asking_question FOR SELECT TO pam_web USING (pam_is_me(asker_id) OR pam_is_asked_it(id));
DROP POLICY IF EXISTS pam_asker ON asking_question;
CREATE POLICY pam_asker ON asking_question FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(asker_id) AND asker_agency_id = pam_agency() AND withdrawn_at IS NULL);
DROP POLICY IF EXISTS pam_withdrawer ON asking_question;
CREATE POLICY pam_withdrawer ON asking_question FOR UPDATE TO pam_web
  USING (pam_is_me(asker_id) AND withdrawn_at IS NULL) WITH CHECK (pam_is_me(asker_id) AND withdrawn_at IS NOT NULL);
GRANT UPDATE (withdrawn_at) ON asking_question TO pam_web;

DROP POLICY IF EXISTS pam_reader ON asking_asked;
CREATE POLICY pam_reader ON asking_asked FOR SELECT TO pam_web
  USING (pam_asked_it(question_id) OR (agency_id = pam_agency() AND pam_answers_for(agency_id, escalated_at IS NOT NULL)));
DROP POLICY IF EXISTS pam_asker ON asking_asked;
CREATE POLICY pam_asker ON asking_asked FOR INSERT TO pam_web
  WITH CHECK (pam_asked_it(question_id) AND agency_id <> pam_agency() AND answer = '' AND answered_by_id IS NULL
              AND escalated_at IS NULL);
DROP POLICY IF EXISTS pam_answerer ON asking_asked;
CREATE POLICY pam_answerer ON asking_asked FOR UPDATE TO pam_web
  USING (answer = '' AND pam_answers_for(agency_id, escalated_at IS NOT NULL))
  WITH CHECK (answer <> '' AND pam_is_me(answered_by_id) AND pam_answers_for(agency_id, escalated_at IS NOT NULL));
GRANT UPDATE (answer, words, answered_by_id, answered_at) ON asking_asked TO pam_web;
