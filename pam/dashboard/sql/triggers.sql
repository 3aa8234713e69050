-- Who opens a record that they were told about has read the news of it: it no longer waits for them.
CREATE OR REPLACE FUNCTION pam_news_read() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE notifications_delivery d SET seen_at = clock_timestamp()
    FROM access_membership m
   WHERE m.user_id = NEW.actor_id AND m.agency_id = NEW.agency_id AND d.recipient_id = m.id AND d.seen_at IS NULL
     AND d.about IN (SELECT r.uuid FROM records_record r WHERE r.id = ANY (NEW.records));
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_news_read AFTER INSERT ON audit_logentry FOR EACH ROW
WHEN (NEW.verb = 'consultation' AND NEW.how = 'open' AND NEW.actor_id IS NOT NULL) EXECUTE FUNCTION pam_news_read();
