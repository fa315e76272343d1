-- What a desk is told beside its cases: which of their mentions somebody has not seen, that what is set up of the desk has changed, and who was sent away
-- because nothing was seen of them.

-- When whom it mentions opened its case. What was written before this migration is no news.
ALTER TABLE "note_mentions" ADD COLUMN "seen_at" TIMESTAMPTZ(3);
UPDATE "note_mentions" SET "seen_at" = "created_at";
CREATE INDEX "note_mentions_unseen_idx" ON "note_mentions" ("user_id", "created_at" DESC, "note_id" DESC) WHERE "seen_at" IS NULL;

-- Whose desk shows no sign of life for so long goes away; 0: nobody does.
ALTER TABLE "gyms" ADD COLUMN "auto_away_minutes" INTEGER NOT NULL DEFAULT 15;
ALTER TABLE "gyms" ADD CONSTRAINT "gyms_auto_away_minutes" CHECK ("auto_away_minutes" = 0 OR "auto_away_minutes" BETWEEN 5 AND 1440);
ALTER TABLE "staff_shifts" ADD COLUMN "is_automatic" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "shift_log" ADD COLUMN "is_automatic" BOOLEAN NOT NULL DEFAULT false;

-- How often what a desk's screens have read was changed since. Counted by the database, so that nothing that writes can forget it: the pages of an admin, the
-- main API, a sign-in that brings another name, somebody at a prompt.
CREATE TABLE "desk_versions" (
    "gym_id" UUID NOT NULL,
    "settings" INTEGER NOT NULL DEFAULT 0,
    "replies" INTEGER NOT NULL DEFAULT 0,
    "views" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "desk_versions_pkey" PRIMARY KEY ("gym_id")
);
ALTER TABLE "desk_versions" ADD CONSTRAINT "desk_versions_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every gym has its row, so that a change only ever updates one.
INSERT INTO "desk_versions" ("gym_id") SELECT "id" FROM "gyms";
CREATE FUNCTION begin_desk_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO desk_versions (gym_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER "gyms_begin_desk_versions" AFTER INSERT ON "gyms" FOR EACH ROW EXECUTE FUNCTION begin_desk_versions();

CREATE FUNCTION raise_desk_version(changed_gym uuid, part text) RETURNS void LANGUAGE sql AS $$
  UPDATE desk_versions SET settings = settings + (part = 'settings')::int, replies = replies + (part = 'replies')::int, views = views + (part = 'views')::int
  WHERE gym_id = changed_gym
$$;

-- The part is the trigger's argument.
CREATE FUNCTION count_desk_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM raise_desk_version(OLD.gym_id, TG_ARGV[0]); END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.gym_id <> OLD.gym_id) THEN PERFORM raise_desk_version(NEW.gym_id, TG_ARGV[0]); END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION count_gym_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_desk_version(NEW.id, 'settings');
  RETURN NULL;
END
$$;

CREATE TRIGGER "labels_count" AFTER INSERT OR UPDATE OR DELETE ON "labels" FOR EACH ROW EXECUTE FUNCTION count_desk_change('settings');
CREATE TRIGGER "topics_count" AFTER INSERT OR UPDATE OR DELETE ON "topics" FOR EACH ROW EXECUTE FUNCTION count_desk_change('settings');
CREATE TRIGGER "holidays_count" AFTER INSERT OR UPDATE OR DELETE ON "holidays" FOR EACH ROW EXECUTE FUNCTION count_desk_change('settings');
CREATE TRIGGER "canned_replies_count" AFTER INSERT OR UPDATE OR DELETE ON "canned_replies" FOR EACH ROW EXECUTE FUNCTION count_desk_change('replies');
CREATE TRIGGER "saved_views_count" AFTER INSERT OR UPDATE OR DELETE ON "saved_views" FOR EACH ROW EXECUTE FUNCTION count_desk_change('views');

-- Not the moment at which somebody was given a case: that is no change that a screen shows.
CREATE TRIGGER "staff_shifts_count" AFTER INSERT OR DELETE OR UPDATE OF "gym_id", "state", "hands_over", "is_automatic" ON "staff_shifts"
  FOR EACH ROW EXECUTE FUNCTION count_desk_change('settings');

CREATE TRIGGER "gyms_count" AFTER UPDATE OF "requires_topic", "desk_hours", "time_zone" ON "gyms" FOR EACH ROW
  WHEN (ROW (OLD."requires_topic", OLD."desk_hours", OLD."time_zone") IS DISTINCT FROM ROW (NEW."requires_topic", NEW."desk_hours", NEW."time_zone"))
  EXECUTE FUNCTION count_gym_change();

-- Of people those alone who work at a desk, or did until now.
CREATE TRIGGER "desk_people_come" AFTER INSERT ON "users" FOR EACH ROW WHEN (NEW."role" IN ('staff', 'admin'))
  EXECUTE FUNCTION count_desk_change('settings');
CREATE TRIGGER "desk_people_change" AFTER UPDATE OF "role", "gym_id", "name", "avatar_url", "disabled_at" ON "users" FOR EACH ROW
  WHEN ((OLD."role" IN ('staff', 'admin') OR NEW."role" IN ('staff', 'admin'))
    AND ROW (OLD."role", OLD."gym_id", OLD."name", OLD."avatar_url", OLD."disabled_at")
      IS DISTINCT FROM ROW (NEW."role", NEW."gym_id", NEW."name", NEW."avatar_url", NEW."disabled_at"))
  EXECUTE FUNCTION count_desk_change('settings');
