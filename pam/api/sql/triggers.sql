-- What was added or changed, for the job that tells webhooks: one source for all of them, in the transaction of the change.
-- Nothing is noted while no agency has a webhook. What only works out again who may read (no new version) is no change.
CREATE OR REPLACE FUNCTION pam_note_for_webhooks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.version = OLD.version THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO api_hookevent (kind, about, at)
    SELECT TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '.added' ELSE '.changed' END, NEW.uuid, statement_timestamp()
     WHERE EXISTS (SELECT 1 FROM api_webhook w WHERE w.accepted AND w.ended_at IS NULL);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_note_for_webhooks AFTER INSERT OR UPDATE ON records_record
FOR EACH ROW EXECUTE FUNCTION pam_note_for_webhooks('record');
CREATE OR REPLACE TRIGGER pam_note_for_webhooks AFTER INSERT OR UPDATE ON records_entry
FOR EACH ROW EXECUTE FUNCTION pam_note_for_webhooks('entry');
CREATE OR REPLACE TRIGGER pam_note_for_webhooks AFTER INSERT OR UPDATE ON records_subject
FOR EACH ROW EXECUTE FUNCTION pam_note_for_webhooks('subject');
CREATE OR REPLACE TRIGGER pam_note_for_webhooks AFTER INSERT OR UPDATE ON records_document
FOR EACH ROW EXECUTE FUNCTION pam_note_for_webhooks('document');
CREATE OR REPLACE TRIGGER pam_note_for_webhooks AFTER INSERT OR UPDATE ON actions_action
FOR EACH ROW EXECUTE FUNCTION pam_note_for_webhooks('action');
