-- A message costs two indexes and one look for the whole batch: what a foreign key looks up, locks and logs for each row was a fifth of a send, and
-- the index by version another fifth.

-- A message is by somebody who takes part, or did. Looked at once for all that a statement writes. The look-up ends in LIMIT 1 and asks for an order
-- that only the primary key has, so that no statistics can make it a scan.
ALTER TABLE "messages" DROP CONSTRAINT "messages_conversation_id_sender_id_fkey";

CREATE FUNCTION refuse_strangers_messages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  stranger uuid;
BEGIN
  SELECT w.sender_id INTO stranger FROM written w
  WHERE w.sender_id IS NOT NULL AND w.sender_id IS DISTINCT FROM (
    SELECT p.user_id FROM conversation_participants p WHERE p.conversation_id = w.conversation_id AND p.user_id >= w.sender_id
    ORDER BY p.user_id LIMIT 1)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'user % never took part in the conversation of a message', stranger
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'messages_are_by_participants';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "messages_are_by_participants" AFTER INSERT ON "messages"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION refuse_strangers_messages();

-- Nobody who ever took part is deleted while their messages stand. Whoever writes holds the conversation, so whoever deletes waits for them here and
-- then sees what they wrote; or holds it first, and then the writer finds nobody. Looked at when the transaction commits, as a foreign key would be:
-- the messages may be deleted after their authors.
CREATE FUNCTION refuse_orphaned_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM conversations c WHERE c.id = OLD.conversation_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = OLD.conversation_id AND m.sender_id = OLD.user_id)
    AND NOT EXISTS (SELECT 1 FROM conversation_participants p WHERE p.conversation_id = OLD.conversation_id AND p.user_id = OLD.user_id) THEN
    RAISE EXCEPTION 'messages of user % stand in conversation %', OLD.user_id, OLD.conversation_id
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'messages_are_by_participants';
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER "participants_stay_while_messages_do" AFTER DELETE ON "conversation_participants"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_orphaned_messages();

-- Neither side changes who it speaks of.
CREATE FUNCTION refuse_another_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % keeps its conversation and its person', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END
$$;

CREATE TRIGGER "messages_keep_their_author" BEFORE UPDATE OF "conversation_id", "sender_id" ON "messages" FOR EACH ROW
  WHEN (ROW (OLD."conversation_id", OLD."sender_id") IS DISTINCT FROM ROW (NEW."conversation_id", NEW."sender_id"))
  EXECUTE FUNCTION refuse_another_identity();
CREATE TRIGGER "participants_keep_their_person" BEFORE UPDATE OF "conversation_id", "user_id" ON "conversation_participants" FOR EACH ROW
  WHEN (ROW (OLD."conversation_id", OLD."user_id") IS DISTINCT FROM ROW (NEW."conversation_id", NEW."user_id"))
  EXECUTE FUNCTION refuse_another_identity();

-- In a conversation versions rise with places as long as nobody changes a message afterwards: what is new since a version is found from the newest place
-- backwards. Only what was changed afterwards needs an index by version.
DROP INDEX "messages_conversation_id_version_idx";
CREATE INDEX "messages_changed_since_idx" ON "messages" ("conversation_id", "version") WHERE "edited_at" IS NOT NULL OR "deleted_at" IS NOT NULL;
