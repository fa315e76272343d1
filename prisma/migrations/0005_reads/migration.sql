-- Reads cost the page, not the history.

-- A case stands at the desk of its conversation's gym, whoever writes it.
ALTER TABLE "cases" ADD COLUMN "gym_id" UUID;
UPDATE "cases" s SET "gym_id" = c."gym_id" FROM "conversations" c WHERE c."id" = s."conversation_id";
ALTER TABLE "cases" ALTER COLUMN "gym_id" SET NOT NULL;

CREATE FUNCTION place_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT c.gym_id INTO NEW.gym_id FROM conversations c WHERE c.id = NEW.conversation_id;
  RETURN NEW;
END
$$;

CREATE TRIGGER "cases_stand_at_their_desk" BEFORE INSERT ON "cases" FOR EACH ROW EXECUTE FUNCTION place_case();

-- The open work of a desk: what the queue shows and counts.
CREATE INDEX "cases_open_idx" ON "cases" ("gym_id", "assignee_id") WHERE "status" <> 'resolved';

-- The support conversations of a desk: by activity for what is resolved, by change for what a desk missed.
CREATE INDEX "conversations_support_activity_idx" ON "conversations" ("gym_id", (coalesce("last_message_at", "created_at")) DESC, "id")
  WHERE "type" = 'support';
CREATE INDEX "conversations_support_changed_idx" ON "conversations" ("gym_id", "changed_at") WHERE "type" = 'support';

-- Who takes part, and who left last, without a look at everybody who ever did.
CREATE INDEX "conversation_participants_present_idx" ON "conversation_participants" ("conversation_id") WHERE "left_at" IS NULL;
CREATE INDEX "conversation_participants_former_idx" ON "conversation_participants" ("conversation_id", "left_at", "user_id") WHERE "left_at" IS NOT NULL;

-- People by name. A name is found by its pairs of letters, wherever they stand, without regard to case and accents. Each pair is bound to gym and
-- role, so that a search reads nobody whom it cannot show.
CREATE FUNCTION folded(p_text text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100
RETURN CASE WHEN p_text ~ '^[\x01-\x7f]*$' THEN lower(p_text) ELSE regexp_replace(normalize(lower(p_text), NFKD), '[\u0300-\u036f]', '', 'g') END;

CREATE FUNCTION letter_pairs(p_gym uuid, p_role text, p_text text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
RETURN (
  SELECT coalesce(array_agg(DISTINCT left(p_gym::text, 8) || left(p_role, 1) || letter || pair), '{}')
  FROM (SELECT string_to_array(folded(p_text), NULL) AS letters) l,
    unnest(letters, letters[2:]) WITH ORDINALITY AS at (letter, next, n), LATERAL (VALUES (''), (coalesce(next, ''))) AS two (pair)
);

CREATE INDEX "users_letter_pairs_idx" ON "users" USING gin (letter_pairs("gym_id", "role", "name")) WITH (fastupdate = off) WHERE "disabled_at" IS NULL;

-- The few whom the sign-in page of a demo shows.
CREATE INDEX "users_demo_idx" ON "users" ("gym_id") WHERE "is_demo";
