-- What shares rest on that a change would take out of their agreement: 'parties', 'bases' or 'record_kinds'; '' if nothing.
-- Answered to whoever looks after the agreement; which shares these are is not said. One that ended with the agreement
-- counts too, since a renewal brings it back.
CREATE OR REPLACE FUNCTION pam_agreement_leaves_out(number bigint, agencies bigint[], laws bigint[], covered text[]) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE what text;
BEGIN
  PERFORM 1 FROM access_agreement a WHERE a.id = number AND pam_looks_after_agreement(a.id, a.agency_id);
  IF NOT FOUND THEN RETURN ''; END IF;
  SELECT CASE WHEN NOT ARRAY[p.agency_id, r.agency_id] <@ agencies THEN 'parties'
              WHEN g.lawful_basis_id <> ALL (laws) THEN 'bases' ELSE 'record_kinds' END
    INTO what FROM access_grant g
    JOIN records_record r ON r.id = g.record_id
    JOIN access_principal p ON p.group_ptr_id = g.group_id
   WHERE g.agreement_id = number AND coalesce(g.until > statement_timestamp(), true)
     AND (NOT ARRAY[p.agency_id, r.agency_id] <@ agencies OR g.lawful_basis_id <> ALL (laws)
          OR (covered <> '{}' AND r.kind::text <> ALL (covered))) LIMIT 1;
  RETURN coalesce(what, '');
END $$;
