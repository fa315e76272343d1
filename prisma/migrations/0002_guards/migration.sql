-- What Prisma cannot say: states that must be impossible, whoever writes. A refusal here is a fault of the program, never of a user.

-- One life of the database, known from the first moment.
ALTER TABLE "installation" ADD CONSTRAINT "installation_one_row" CHECK ("id" = 1);
INSERT INTO "installation" ("id") VALUES (1);

ALTER TABLE "gyms" ADD CONSTRAINT "gyms_slug_form" CHECK ("slug" ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$');

ALTER TABLE "users"
  ADD CONSTRAINT "users_role_known" CHECK ("role" IN ('member', 'trainer', 'staff', 'admin')),
  ADD CONSTRAINT "users_email_lower_case" CHECK ("email" = lower("email")),
  ADD CONSTRAINT "users_session_version_counts" CHECK ("session_version" >= 1);

ALTER TABLE "conversations"
  ADD CONSTRAINT "conversations_type_known" CHECK ("type" IN ('direct', 'group', 'support')),
  ADD CONSTRAINT "conversations_type_fits" CHECK (
    CASE "type"
      WHEN 'direct' THEN "direct_key" IS NOT NULL AND "name" IS NULL AND "member_id" IS NULL
      WHEN 'group' THEN "direct_key" IS NULL AND "name" IS NOT NULL AND "member_id" IS NULL
      ELSE "direct_key" IS NULL AND "name" IS NULL AND "member_id" IS NOT NULL
    END
  ),
  ADD CONSTRAINT "conversations_counters" CHECK (
    "last_seq" >= 0 AND "version" >= "last_seq" AND "name_version" BETWEEN 0 AND "version"
  );

ALTER TABLE "conversation_participants"
  ADD CONSTRAINT "conversation_participants_role_known" CHECK ("role" IN ('owner', 'member', 'trainer', 'staff', 'admin')),
  ADD CONSTRAINT "conversation_participants_watermarks" CHECK ("last_read_seq" >= 0 AND "last_read_seq" <= "last_delivered_seq"),
  ADD CONSTRAINT "conversation_participants_archived_seq" CHECK ("archived_seq" >= 0);

ALTER TABLE "messages"
  ADD CONSTRAINT "messages_kind_known" CHECK ("kind" IN ('text', 'system')),
  ADD CONSTRAINT "messages_counters" CHECK ("seq" >= 1 AND "version" >= "seq"),
  ADD CONSTRAINT "messages_content_length" CHECK ("deleted_at" IS NOT NULL OR char_length("content") BETWEEN 1 AND 2000);

ALTER TABLE "read_marks" ADD CONSTRAINT "read_marks_seq" CHECK ("read_seq" >= 1);

ALTER TABLE "cases"
  ADD CONSTRAINT "cases_number_counts" CHECK ("number" >= 1),
  ADD CONSTRAINT "cases_status_known" CHECK ("status" IN ('open', 'pending', 'snoozed', 'resolved')),
  ADD CONSTRAINT "cases_priority_known" CHECK ("priority" IN ('low', 'normal', 'high', 'urgent'));

-- A conversation's counters and its time of change only grow.
CREATE FUNCTION refuse_conversation_fall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'conversation % would fall from version % seq % to version % seq %',
    OLD.id, OLD.version, OLD.last_seq, NEW.version, NEW.last_seq
    USING ERRCODE = 'check_violation', CONSTRAINT = 'conversations_only_grow';
END
$$;

CREATE TRIGGER "conversations_only_grow"
  BEFORE UPDATE OF "version", "last_seq", "changed_at" ON "conversations" FOR EACH ROW
  WHEN (NEW."version" < OLD."version" OR NEW."last_seq" < OLD."last_seq" OR NEW."changed_at" < OLD."changed_at")
  EXECUTE FUNCTION refuse_conversation_fall();

-- Watermarks only grow …
CREATE FUNCTION refuse_watermark_fall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the watermarks of user % in conversation % would fall', OLD.user_id, OLD.conversation_id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'watermarks_only_grow';
END
$$;

CREATE TRIGGER "watermarks_only_grow"
  BEFORE UPDATE OF "last_read_seq", "last_delivered_seq" ON "conversation_participants" FOR EACH ROW
  WHEN (NEW."last_read_seq" < OLD."last_read_seq" OR NEW."last_delivered_seq" < OLD."last_delivered_seq")
  EXECUTE FUNCTION refuse_watermark_fall();

-- … and never pass the newest message. Looked at when the statement is done: one statement may write the message and its author's watermark.
CREATE FUNCTION refuse_watermark_ahead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.last_delivered_seq > (SELECT last_seq FROM conversations WHERE id = NEW.conversation_id) THEN
    RAISE EXCEPTION 'the watermark % of user % is ahead of conversation %', NEW.last_delivered_seq, NEW.user_id, NEW.conversation_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'watermarks_behind_last_seq';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "watermarks_behind_last_seq_at_joining"
  AFTER INSERT ON "conversation_participants" FOR EACH ROW
  WHEN (NEW."last_delivered_seq" > 0)
  EXECUTE FUNCTION refuse_watermark_ahead();

CREATE TRIGGER "watermarks_behind_last_seq"
  AFTER UPDATE OF "last_delivered_seq" ON "conversation_participants" FOR EACH ROW
  WHEN (NEW."last_delivered_seq" > OLD."last_delivered_seq")
  EXECUTE FUNCTION refuse_watermark_ahead();
