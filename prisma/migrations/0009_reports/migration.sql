-- Reports: what happened at a desk in a span of days, read from the timelines of its cases.

-- The gym of an entry, set by the database as it is for cases: a report of one desk reads nothing of the others.
ALTER TABLE "case_events" ADD COLUMN "gym_id" UUID;
UPDATE "case_events" e SET "gym_id" = c."gym_id" FROM "conversations" c WHERE c."id" = e."conversation_id";
ALTER TABLE "case_events" ALTER COLUMN "gym_id" SET NOT NULL;

CREATE FUNCTION place_case_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT c.gym_id INTO NEW.gym_id FROM conversations c WHERE c.id = NEW.conversation_id;
  RETURN NEW;
END
$$;

CREATE TRIGGER "case_events_place" BEFORE INSERT ON "case_events" FOR EACH ROW EXECUTE FUNCTION place_case_event();

-- What reports count, in the order of time; what became part of a later case; and the turns of each case: when it began, was resolved and went on.
CREATE INDEX "case_events_reported_idx" ON "case_events" ("gym_id", "at") WHERE "kind" IN ('opened', 'status', 'replied');
CREATE INDEX "case_events_merged_idx" ON "case_events" ("gym_id") WHERE "kind" = 'merged';
CREATE INDEX "case_events_turns_idx" ON "case_events" ("conversation_id", "number", "version", "place") WHERE "kind" IN ('opened', 'status');
