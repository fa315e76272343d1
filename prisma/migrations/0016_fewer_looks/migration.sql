-- A CHECK is read, planned and asked anew by every statement that writes its table, whatever it writes: a fifteenth of what a send costs that goes alone
-- went to columns that no send touches. What these hold is looked at where they are set.
CREATE FUNCTION refuse_unfit_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % breaks %', TG_TABLE_NAME, TG_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END
$$;

CREATE TRIGGER "conversations_type_fits"
  BEFORE INSERT OR UPDATE OF "type", "direct_key", "name", "member_id" ON "conversations" FOR EACH ROW
  WHEN (NOT CASE NEW."type"
    WHEN 'direct' THEN NEW."direct_key" IS NOT NULL AND NEW."name" IS NULL AND NEW."member_id" IS NULL
    WHEN 'group' THEN NEW."direct_key" IS NULL AND NEW."name" IS NOT NULL AND NEW."member_id" IS NULL
    WHEN 'support' THEN NEW."direct_key" IS NULL AND NEW."name" IS NULL AND NEW."member_id" IS NOT NULL
    ELSE false
  END)
  EXECUTE FUNCTION refuse_unfit_row();
ALTER TABLE "conversations" DROP CONSTRAINT "conversations_type_known", DROP CONSTRAINT "conversations_type_fits";

CREATE TRIGGER "conversation_participants_role_known"
  BEFORE INSERT OR UPDATE OF "role" ON "conversation_participants" FOR EACH ROW
  WHEN (NEW."role" NOT IN ('owner', 'member', 'trainer', 'staff', 'admin'))
  EXECUTE FUNCTION refuse_unfit_row();
CREATE TRIGGER "conversation_participants_archived_seq"
  BEFORE INSERT OR UPDATE OF "archived_seq" ON "conversation_participants" FOR EACH ROW
  WHEN (NEW."archived_seq" < 0)
  EXECUTE FUNCTION refuse_unfit_row();
ALTER TABLE "conversation_participants"
  DROP CONSTRAINT "conversation_participants_role_known", DROP CONSTRAINT "conversation_participants_archived_seq";
