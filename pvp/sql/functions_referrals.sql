-- Referrals (pvp/referrals): the referrer reads what they sent, the team that takes it reads the rest.

-- Whether the current reader takes the referrals of a team: they are in it, and cleared for what is in one.
CREATE OR REPLACE FUNCTION pam_takes_referrals(number bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT coalesce(pam_clearance() >= {{OFFICIAL_SENSITIVE}}, false)
     AND EXISTS (SELECT 1 FROM access_team t WHERE t.id = number AND t.principal_id = ANY (pam_principals()))
$$;

CREATE OR REPLACE FUNCTION pam_triages(number bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM pvp_triage t WHERE t.id = number AND pam_takes_referrals(t.team_id)) $$;

CREATE OR REPLACE FUNCTION pam_is_desk(number bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM pvp_referraldesk d WHERE d.team_id = number AND d.ended_at IS NULL) $$;

-- Until when a referral that came at a moment has to be rated, as its team's agency has set.
CREATE OR REPLACE FUNCTION pam_first_look(of_team bigint, came timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT came + make_interval(mins => pam_setting('pvp.first_look_minutes', t.agency_id)::int)
    FROM access_team t WHERE t.id = of_team
$$;

-- Passes a waiting referral of the current reader's team to another team that takes referrals, unrated. The reader has
-- written down why (pvp/referrals/services.py).
CREATE OR REPLACE FUNCTION pam_pass_on_referral(number bigint, to_desk bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE target bigint; about bigint;
BEGIN
  SELECT t.referral_id INTO about FROM pvp_triage t
   WHERE t.id = number AND t.decided_at IS NULL AND pam_takes_referrals(t.team_id) FOR UPDATE;
  -- Training is apart from all that is real.
  SELECT d.team_id INTO target FROM pvp_referraldesk d JOIN access_agency a ON a.id = d.agency_id JOIN access_agency us ON us.id = pam_agency()
   WHERE d.id = to_desk AND d.ended_at IS NULL AND a.training = us.training;
  IF about IS NULL OR target IS NULL THEN
    RAISE EXCEPTION 'the referral cannot be passed on to that team' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE pvp_referral SET team_id = target WHERE id = about;
  UPDATE pvp_triage SET team_id = target, rating = '', due = pam_first_look(target, statement_timestamp()), rated_by_id = NULL, rated_at = NULL
   WHERE id = number;
END $$;
