-- What a gym says about a member belongs to that gym: the desk of another one, to which the member moves, never sees it.
ALTER TABLE "member_fields" ADD COLUMN "gym_id" UUID;
-- A change of gym ends sign-ins. What was said before the last such end may be another gym's; the main API says it again.
DELETE FROM "member_fields" f USING "users" u WHERE u."id" = f."user_id" AND u."sessions_changed_at" > f."changed_at";
UPDATE "member_fields" f SET "gym_id" = u."gym_id" FROM "users" u WHERE u."id" = f."user_id";
ALTER TABLE "member_fields" ALTER COLUMN "gym_id" SET NOT NULL;
ALTER TABLE "member_fields" ADD CONSTRAINT "member_fields_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A process of the version before, and whoever names no gym, means the one that the member is in.
CREATE FUNCTION set_gym_of_member_fields() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.gym_id := coalesce(NEW.gym_id, (SELECT gym_id FROM users WHERE id = NEW.user_id));
  RETURN NEW;
END
$$;
CREATE TRIGGER "member_fields_set_gym" BEFORE INSERT ON "member_fields" FOR EACH ROW EXECUTE FUNCTION set_gym_of_member_fields();

-- Nothing reads it: replies are counted from the timelines.
DROP INDEX "cases_answered_idx";
