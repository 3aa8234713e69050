-- What an agency's administrators may know of mail that did not go out: to which person, since when and why, never what about.
-- One line a mail; the recipient is empty where the mail goes to a person without a membership.
CREATE OR REPLACE FUNCTION pam_mail_not_sent(minutes int, max_rows int)
RETURNS TABLE (mail uuid, recipient text, address text, event text, about uuid, since timestamptz, claimed boolean,
               gave_up boolean, next_try timestamptz, failures int, why text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT coalesce(d.mail, d.uuid), coalesce(max(u.name), ''), coalesce(max(u.email), ''),
         coalesce(max(d.event) FILTER (WHERE d.recipient_id IS NULL), ''),
         (array_agg(d.about) FILTER (WHERE d.recipient_id IS NULL))[1],
         min(d.created), bool_or(d.handing_at IS NOT NULL), bool_or(d.gave_up_at IS NOT NULL), min(d.due_at),
         max(d.failures)::int, max(d.why)
    FROM notifications_delivery d
    LEFT JOIN access_membership m ON m.id = d.recipient_id LEFT JOIN access_user u ON u.id = m.user_id
   WHERE d.agency_id = pam_agency() AND pam_administers(pam_agency()) AND d.sent_at IS NULL AND d.dropped_at IS NULL
     AND (d.gave_up_at IS NOT NULL OR d.handing_at < statement_timestamp() - make_interval(mins => minutes)
          OR (d.why <> '' AND d.created < statement_timestamp() - make_interval(mins => minutes)))
   GROUP BY 1 ORDER BY 6, 1 LIMIT max_rows
$$;

-- Whether there is any such mail, for the same people: asked with each page.
CREATE OR REPLACE FUNCTION pam_mail_is_stuck(minutes int) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM notifications_delivery d
   WHERE d.agency_id = pam_agency() AND d.sent_at IS NULL AND d.dropped_at IS NULL
     AND (d.gave_up_at IS NOT NULL OR d.handing_at < statement_timestamp() - make_interval(mins => minutes)
          OR (d.why <> '' AND d.created < statement_timestamp() - make_interval(mins => minutes))) LIMIT 1;
  RETURN FOUND AND pam_administers(pam_agency());
END $$;

-- Sends a mail that did not go out again, or drops it. Its administrators may; answers whether there was such a mail.
CREATE OR REPLACE FUNCTION pam_settle_mail(mail_id uuid, again boolean, minutes int) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE notifications_delivery d
     SET claimed_at = NULL, handing_at = NULL, gave_up_at = NULL, failures = 0, due_at = statement_timestamp(),
         dropped_at = CASE WHEN again THEN NULL ELSE statement_timestamp() END,
         why = CASE WHEN again THEN '' ELSE 'Dropped by an administrator.' END
   WHERE (d.mail = mail_id OR (d.mail IS NULL AND d.uuid = mail_id))
     AND d.agency_id = pam_agency() AND pam_administers(pam_agency()) AND d.sent_at IS NULL AND d.dropped_at IS NULL
     AND (d.gave_up_at IS NOT NULL OR d.handing_at < statement_timestamp() - make_interval(mins => minutes)
          OR (d.claimed_at IS NULL AND d.why <> ''));
  RETURN FOUND;
END $$;
