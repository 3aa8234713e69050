-- What was added, changed or removed, for the job that tells webhooks: one source for all of them, in the transaction of the change.
-- Nothing is noted while no agency has a webhook. What only works out again who may read (no new version) is no change.
CREATE OR REPLACE FUNCTION pam_note_for_webhooks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.version = OLD.version THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO api_hookevent (kind, about, at, {{OTHER_COLUMNS}})
    SELECT TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '.added' ELSE '.changed' END, NEW.uuid, statement_timestamp(), {{THEIR_DEFAULTS}}
     WHERE EXISTS (SELECT 1 FROM api_webhook w WHERE w.accepted AND w.ended_at IS NULL);
  RETURN NULL;
END $$;
-- What is no longer in the API's list of its record by this change: an ended link, a row that was merged into another of the
-- same person.
CREATE OR REPLACE FUNCTION pam_note_removal_for_webhooks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO api_hookevent (kind, about, at, {{OTHER_COLUMNS}})
    SELECT TG_ARGV[0] || '.removed', NEW.uuid, statement_timestamp(), {{THEIR_DEFAULTS}}
     WHERE EXISTS (SELECT 1 FROM api_webhook w WHERE w.accepted AND w.ended_at IS NULL);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_note_removal_for_webhooks AFTER UPDATE OF ended_at ON records_link
FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION pam_note_removal_for_webhooks('link');
CREATE OR REPLACE TRIGGER pam_note_removal_for_webhooks AFTER UPDATE OF merged_into_id ON records_subject
FOR EACH ROW WHEN (OLD.merged_into_id IS NULL AND NEW.merged_into_id IS NOT NULL)
EXECUTE FUNCTION pam_note_removal_for_webhooks('subject');
CREATE OR REPLACE TRIGGER pam_note_for_webhooks AFTER INSERT OR UPDATE ON records_link
FOR EACH ROW EXECUTE FUNCTION pam_note_for_webhooks('link');
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
