-- The desk: what happens to a case, what staff write about it, and how its queue is read.

ALTER TABLE "gyms" ADD COLUMN "requires_topic" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "cases"
  ADD COLUMN "last_reply_at" TIMESTAMPTZ(3),
  ADD COLUMN "snoozed_until" TIMESTAMPTZ(3),
  ADD COLUMN "merged_into" INTEGER,
  ADD COLUMN "mentioned_ids" UUID[] DEFAULT ARRAY[]::UUID[],
  ADD COLUMN "active_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "is_current" BOOLEAN NOT NULL DEFAULT true;

UPDATE "cases" SET "last_reply_at" = "first_reply_at";
UPDATE "cases" SET "snoozed_until" = now() WHERE "status" = 'snoozed';
UPDATE "cases" s SET "active_at" = coalesce(c."last_message_at", c."created_at") FROM "conversations" c WHERE c."id" = s."conversation_id";

UPDATE "cases" s SET "is_current" = false
WHERE EXISTS (SELECT 1 FROM "cases" n WHERE n."conversation_id" = s."conversation_id" AND n."number" > s."number");

ALTER TABLE "cases"
  ADD CONSTRAINT "cases_snoozed_until_some_time" CHECK ("status" <> 'snoozed' OR "snoozed_until" IS NOT NULL),
  ADD CONSTRAINT "cases_merged_into_a_later_one" CHECK ("merged_into" > "number");

-- CreateTable
CREATE TABLE "note_mentions" (
    "conversation_id" UUID NOT NULL,
    "note_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "note_mentions_pkey" PRIMARY KEY ("conversation_id","note_id","user_id")
);

-- CreateTable
CREATE TABLE "case_events" (
    "conversation_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "case_events_pkey" PRIMARY KEY ("conversation_id","version","place")
);

-- CreateTable
CREATE TABLE "labels" (
    "gym_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "tone" TEXT NOT NULL DEFAULT 'neutral',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "labels_pkey" PRIMARY KEY ("gym_id","name")
);

-- CreateTable
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "gym_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "view" TEXT NOT NULL,
    "filters" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "notes_conversation_id_changed_at_idx" ON "notes"("conversation_id", "changed_at");

-- CreateIndex
CREATE INDEX "note_mentions_user_id_created_at_note_id_idx" ON "note_mentions"("user_id", "created_at", "note_id");

-- CreateIndex
CREATE INDEX "case_events_conversation_id_at_idx" ON "case_events"("conversation_id", "at");

-- CreateIndex
CREATE INDEX "saved_views_gym_id_name_idx" ON "saved_views"("gym_id", "name");

-- AddForeignKey
ALTER TABLE "note_mentions" ADD CONSTRAINT "note_mentions_conversation_id_note_id_fkey" FOREIGN KEY ("conversation_id", "note_id") REFERENCES "notes"("conversation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note_mentions" ADD CONSTRAINT "note_mentions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "labels" ADD CONSTRAINT "labels_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The labels that cases have become those of their gym.
INSERT INTO "labels" ("gym_id", "name") SELECT DISTINCT "gym_id", unnest("labels") FROM "cases" ON CONFLICT DO NOTHING;

-- What is not conversation or message is stamped by a version too: one place in a conversation's history each.
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_counters" CHECK ("version" >= 1 AND "place" >= 0 AND "number" >= 1);
ALTER TABLE "notes" ADD CONSTRAINT "notes_content_length" CHECK (char_length("content") BETWEEN 1 AND 2000);

-- A new case is as active as its conversation, and the present one from now on.
CREATE OR REPLACE FUNCTION place_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT c.gym_id, coalesce(c.last_message_at, c.created_at) INTO NEW.gym_id, NEW.active_at FROM conversations c WHERE c.id = NEW.conversation_id;
  UPDATE cases SET is_current = false WHERE conversation_id = NEW.conversation_id AND number < NEW.number AND is_current;
  NEW.is_current := NOT EXISTS (SELECT 1 FROM cases WHERE conversation_id = NEW.conversation_id AND number > NEW.number);
  RETURN NEW;
END
$$;

-- The timeline is history: nobody changes it, whoever writes.
CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the timeline of conversation % is written once', OLD.conversation_id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'case_events_only_added';
END
$$;

CREATE TRIGGER "case_events_only_added" BEFORE UPDATE OF "version", "place", "number", "kind", "at", "data" ON "case_events"
  FOR EACH ROW EXECUTE FUNCTION refuse_history_change();

-- The queue. What a desk has to do: who waits, the longest wait first; who does not, the newest activity first; what sleeps, by its end.
-- The counts and what belongs to one person come from cases_open_idx, which is bounded by what is not resolved.
DROP INDEX "cases_open_idx";
DROP INDEX "cases_assignee_id_idx";
CREATE INDEX "cases_open_idx" ON "cases" ("gym_id", "status", "assignee_id") WHERE "status" <> 'resolved';
CREATE INDEX "cases_assigned_idx" ON "cases" ("assignee_id") WHERE "status" <> 'resolved';
CREATE INDEX "cases_waiting_idx" ON "cases" ("gym_id", "waiting_since", "conversation_id")
  WHERE "status" IN ('open', 'pending') AND "waiting_since" IS NOT NULL;
CREATE INDEX "cases_idle_idx" ON "cases" ("gym_id", "active_at" DESC, "conversation_id")
  WHERE "status" IN ('open', 'pending') AND "waiting_since" IS NULL;
CREATE INDEX "cases_resolved_idx" ON "cases" ("gym_id", "active_at" DESC, "conversation_id") WHERE "status" = 'resolved' AND "is_current";
CREATE INDEX "cases_snoozed_idx" ON "cases" ("gym_id", "snoozed_until", "conversation_id") WHERE "status" = 'snoozed';
CREATE INDEX "cases_due_idx" ON "cases" ("snoozed_until") WHERE "status" = 'snoozed';
CREATE INDEX "cases_mentioned_idx" ON "cases" USING gin ("mentioned_ids") WHERE "status" <> 'resolved';
