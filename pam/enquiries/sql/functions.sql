-- Enquiries: hit or no hit (pam/enquiries).

CREATE OR REPLACE FUNCTION pam_answers_for(of_agency bigint, escalated boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT of_agency = pam_agency() AND EXISTS (SELECT 1 FROM pam_contacts_of(of_agency, escalated) c WHERE pam_is_me(c))
$$;

CREATE OR REPLACE FUNCTION pam_asked_it(question bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM enquiries_enquiry q WHERE q.id = question AND pam_is_me(q.asker_id)) $$;

CREATE OR REPLACE FUNCTION pam_is_asked_it(question bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM enquiries_enquiryrecipient a WHERE a.question_id = question AND a.agency_id = pam_agency()
                  AND pam_answers_for(a.agency_id, a.escalated_at IS NOT NULL))
$$;
