-- Codes of decisions: random, once in the agency that took them.
CREATE OR REPLACE TRIGGER pam_set_code BEFORE INSERT ON meetings_decision
FOR EACH ROW WHEN (NEW.code = '') EXECUTE FUNCTION pam_set_code('D', 'author_agency_id');

-- Approving minutes and cancelling close the record: steps of the agency that owns the meeting.
CREATE OR REPLACE TRIGGER pam_owner_approves BEFORE UPDATE ON meetings_meeting FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND (OLD.state IN ('approved', 'cancelled') OR NEW.state IN ('approved', 'cancelled'))
  AND (OLD.state, OLD.approved_at, OLD.approved_by_id) IS DISTINCT FROM (NEW.state, NEW.approved_at, NEW.approved_by_id))
EXECUTE FUNCTION pam_owner_takes_step();

-- Who opens the minutes of a meeting has read the news that they are ready (see pam_news_read).
CREATE OR REPLACE FUNCTION pam_minutes_read() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE notifications_delivery d SET seen_at = clock_timestamp()
    FROM access_membership m
   WHERE m.user_id = NEW.actor_id AND m.agency_id = NEW.agency_id AND d.recipient_id = m.id AND d.seen_at IS NULL
     AND d.about IN (SELECT c.uuid FROM meetings_minutescopy c WHERE c.record_id = ANY (NEW.records));
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_minutes_read AFTER INSERT ON audit_logentry FOR EACH ROW
WHEN (NEW.verb = 'consultation' AND NEW.how = 'open minutes' AND NEW.actor_id IS NOT NULL) EXECUTE FUNCTION pam_minutes_read();

-- A move that a meeting decided names a decision about its own record, of a meeting that the person who makes it manages.
CREATE OR REPLACE FUNCTION pam_move_of_meeting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM meetings_decision d WHERE d.uuid = NEW.basis AND d.about_id = NEW.record_id
    AND (NOT pam_asked_by_web() OR pam_level(d.record_id) >= {{MANAGE}});
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a move is based on a decision about its record' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_move_of_meeting BEFORE INSERT ON stages_move
FOR EACH ROW WHEN (NEW.basis IS NOT NULL) EXECUTE FUNCTION pam_move_of_meeting();

-- Codes of cases on lists: random, once in the agency that referred them.
CREATE OR REPLACE TRIGGER pam_set_code BEFORE INSERT ON meetings_caseentry
FOR EACH ROW WHEN (NEW.code = '') EXECUTE FUNCTION pam_set_code('C', 'author_agency_id');

-- An update is for the agencies that take part in the meeting that asks: also for those that come to it later.
CREATE OR REPLACE FUNCTION pam_update_for_invited() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE meetings_updaterequest u SET agencies = u.agencies || m.agency_id FROM access_membership m
   WHERE m.id = NEW.person_id AND u.meeting_id = NEW.record_id AND NOT m.agency_id = ANY (u.agencies);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_update_for_invited AFTER INSERT OR UPDATE OF removed_at ON meetings_attendance
FOR EACH ROW WHEN (NEW.removed_at IS NULL) EXECUTE FUNCTION pam_update_for_invited();

-- A case, its people and what is known of them are closed to the same people as the item that it is heard at, no matter who writes:
-- the agencies' own papers too, which who runs the meeting does not see. One that is set aside stays closed as it was.
CREATE OR REPLACE FUNCTION pam_case_as_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.item_id IS NOT NULL THEN
    SELECT i.withheld_from, i.for_principals INTO NEW.withheld_from, NEW.for_principals FROM meetings_agendaitem i WHERE i.id = NEW.item_id;
  ELSIF TG_OP = 'UPDATE' THEN
    NEW.withheld_from := OLD.withheld_from;
    NEW.for_principals := OLD.for_principals;
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_case_as_item BEFORE INSERT OR UPDATE ON meetings_caseentry
FOR EACH ROW EXECUTE FUNCTION pam_case_as_item();

CREATE OR REPLACE FUNCTION pam_part_as_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  SELECT e.withheld_from, e.for_principals INTO NEW.withheld_from, NEW.for_principals FROM meetings_caseentry e WHERE e.id = NEW.entry_id;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_part_as_case BEFORE INSERT OR UPDATE ON meetings_caseperson
FOR EACH ROW EXECUTE FUNCTION pam_part_as_case();
CREATE OR REPLACE TRIGGER pam_part_as_case BEFORE INSERT OR UPDATE ON meetings_research
FOR EACH ROW EXECUTE FUNCTION pam_part_as_case();
CREATE OR REPLACE TRIGGER pam_part_as_case BEFORE INSERT OR UPDATE ON meetings_researchline
FOR EACH ROW EXECUTE FUNCTION pam_part_as_case();

CREATE OR REPLACE FUNCTION pam_close_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE meetings_caseentry SET withheld_from = NEW.withheld_from WHERE item_id = NEW.id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_close_case AFTER UPDATE ON meetings_agendaitem FOR EACH ROW
WHEN ((OLD.withheld_from, OLD.for_principals) IS DISTINCT FROM (NEW.withheld_from, NEW.for_principals)) EXECUTE FUNCTION pam_close_case();

CREATE OR REPLACE FUNCTION pam_close_parts_of_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE meetings_caseperson SET withheld_from = NEW.withheld_from WHERE entry_id = NEW.id;
  UPDATE meetings_research SET withheld_from = NEW.withheld_from WHERE entry_id = NEW.id;
  UPDATE meetings_researchline SET withheld_from = NEW.withheld_from WHERE entry_id = NEW.id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_close_parts_of_case AFTER UPDATE ON meetings_caseentry FOR EACH ROW
WHEN ((OLD.withheld_from, OLD.for_principals) IS DISTINCT FROM (NEW.withheld_from, NEW.for_principals)) EXECUTE FUNCTION pam_close_parts_of_case();

-- A line of research is changed by the agency that wrote it alone, and no more once the meeting has it.
CREATE OR REPLACE FUNCTION pam_research_line_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  IF OLD.author_agency_id IS DISTINCT FROM pam_agency() THEN
    RAISE EXCEPTION 'research is changed by the agency that wrote it' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'released' THEN
    RAISE EXCEPTION 'what the meeting was given stays' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_research_line_holds BEFORE UPDATE ON meetings_researchline
FOR EACH ROW WHEN (current_user = {{WEB_ROLE}}) EXECUTE FUNCTION pam_research_line_holds();

-- What the chair lets the wall show is for no one who is out of the item for a conflict of interest: whichever comes first.
CREATE OR REPLACE FUNCTION pam_wall_spares_who_is_out() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM meetings_conflict c WHERE c.item_id = NEW.item_id AND c.ruling = 'out' AND c.ended_at IS NULL
    AND c.person_id = ANY (NEW.people);
  IF FOUND THEN
    RAISE EXCEPTION 'the wall shows nothing to a person who is out of the item' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_wall_spares_who_is_out BEFORE INSERT OR UPDATE ON meetings_shownonwall
FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION pam_wall_spares_who_is_out();

CREATE OR REPLACE FUNCTION pam_out_is_off_the_wall() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM meetings_shownonwall s WHERE s.item_id = NEW.item_id AND s.ended_at IS NULL AND NEW.person_id = ANY (s.people);
  IF FOUND THEN
    RAISE EXCEPTION 'the wall still shows the item to this person' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_out_is_off_the_wall BEFORE INSERT OR UPDATE ON meetings_conflict
FOR EACH ROW WHEN (NEW.ruling = 'out' AND NEW.ended_at IS NULL) EXECUTE FUNCTION pam_out_is_off_the_wall();

-- The web role lets a new paper wait for the virus scan or not, and says nothing else of it.
CREATE OR REPLACE TRIGGER pam_keep_scan_new BEFORE INSERT ON meetings_paper FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND NEW.scan NOT IN ('none', 'waiting')) EXECUTE FUNCTION pam_keep_scan();
CREATE OR REPLACE TRIGGER pam_keep_scan BEFORE UPDATE ON meetings_paper FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND NEW.scan IS DISTINCT FROM OLD.scan
      AND (NEW.file = OLD.file OR NEW.scan NOT IN ('none', 'waiting'))) EXECUTE FUNCTION pam_keep_scan();

-- What is said of an action at a later meeting is closed with the item that gave it, also by a person who does not see the later meeting.
-- The service then opens the line to those that it is for (meetings/conflicts/services.py).
CREATE OR REPLACE FUNCTION pam_carried_as_given() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE meetings_carriedaction c SET
      withheld_from = (SELECT array_agg(DISTINCT p ORDER BY p) FROM unnest(c.withheld_from || NEW.withheld_from) p),
      for_principals = CASE WHEN NEW.for_principals IS NULL THEN c.for_principals WHEN c.for_principals IS NULL THEN NEW.for_principals
        ELSE ARRAY(SELECT unnest(c.for_principals) INTERSECT SELECT unnest(NEW.for_principals)) END
    WHERE c.action_id = NEW.action_id AND c.record_id <> NEW.record_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_carried_as_given AFTER UPDATE ON meetings_meetingaction FOR EACH ROW
WHEN (OLD.withheld_from IS DISTINCT FROM NEW.withheld_from OR OLD.for_principals IS DISTINCT FROM NEW.for_principals)
EXECUTE FUNCTION pam_carried_as_given();
