-- Somebody may work at the desks of several gyms of the chain. Their own gym stays where they belong; what stands here comes beside it.
CREATE TABLE "desk_memberships" (
    "user_id" UUID NOT NULL,
    "gym_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "desk_memberships_pkey" PRIMARY KEY ("user_id","gym_id")
);
CREATE INDEX "desk_memberships_gym_id_idx" ON "desk_memberships"("gym_id");
ALTER TABLE "desk_memberships" ADD CONSTRAINT "desk_memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "desk_memberships" ADD CONSTRAINT "desk_memberships_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who works at which desk now, once for each: what `worksAtDesk` says of a caller, for statements that ask about others.
CREATE VIEW "desk_people" AS
  SELECT u.id AS user_id, u.gym_id FROM users u WHERE u.role IN ('staff', 'admin') AND u.disabled_at IS NULL
  UNION ALL
  SELECT m.user_id, m.gym_id FROM desk_memberships m JOIN users u ON u.id = m.user_id
  WHERE u.role IN ('staff', 'admin') AND u.disabled_at IS NULL AND m.gym_id <> u.gym_id;

-- Whoever loses the role loses the desks: should they get it again, their own gym alone follows from it. And nobody is a guest at home.
CREATE FUNCTION end_desk_memberships() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM desk_memberships WHERE user_id = NEW.id AND (NEW.role NOT IN ('staff', 'admin') OR gym_id = NEW.gym_id);
  RETURN NULL;
END
$$;
CREATE TRIGGER "desk_memberships_end" AFTER UPDATE OF "role", "gym_id" ON "users" FOR EACH ROW
  WHEN (ROW (OLD."role", OLD."gym_id") IS DISTINCT FROM ROW (NEW."role", NEW."gym_id"))
  EXECUTE FUNCTION end_desk_memberships();

-- What 0012 counts for the gym of somebody concerns the other desks at which they work as much: who is there, what they are called, whether they are on.
CREATE TRIGGER "desk_memberships_count" AFTER INSERT OR DELETE ON "desk_memberships" FOR EACH ROW EXECUTE FUNCTION count_desk_change('settings');

CREATE FUNCTION count_guest_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_desk_version(m.gym_id, 'settings') FROM desk_memberships m WHERE m.user_id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
  RETURN NULL;
END
$$;
CREATE TRIGGER "desk_guests_change" AFTER UPDATE OF "role", "name", "avatar_url", "disabled_at" ON "users" FOR EACH ROW
  WHEN (OLD."role" IN ('staff', 'admin')
    AND ROW (OLD."role", OLD."name", OLD."avatar_url", OLD."disabled_at") IS DISTINCT FROM ROW (NEW."role", NEW."name", NEW."avatar_url", NEW."disabled_at"))
  EXECUTE FUNCTION count_guest_change('id');
CREATE TRIGGER "staff_shifts_guests_count" AFTER INSERT OR UPDATE OF "gym_id", "state", "hands_over", "is_automatic" ON "staff_shifts"
  FOR EACH ROW EXECUTE FUNCTION count_guest_change('user_id');
