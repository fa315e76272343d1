-- A send costs little more than its row.

-- What each send changes is in no B-tree, so that PostgreSQL writes the new row beside the old one and touches no other index of the table (a HOT
-- update; from PostgreSQL 16 a BRIN index allows it). What changed lately is found by ranges of pages; when a support conversation changed stands in
-- a column that is empty in all others. The desk's queue orders by the activity of cases.
ALTER TABLE "conversations" SET (fillfactor = 80);
ALTER TABLE "conversation_participants" SET (fillfactor = 90);

DROP INDEX "conversations_changed_at_idx";
CREATE INDEX "conversations_changed_at_idx" ON "conversations" USING brin ("changed_at") WITH (pages_per_range = 4, autosummarize = on);

ALTER TABLE "conversations" ADD COLUMN "desk_changed_at" TIMESTAMPTZ(3);
UPDATE "conversations" SET "desk_changed_at" = "changed_at" WHERE "type" = 'support';

CREATE FUNCTION place_at_desk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.desk_changed_at := NEW.changed_at;
  RETURN NEW;
END
$$;

CREATE TRIGGER "conversations_stand_at_their_desk" BEFORE INSERT OR UPDATE ON "conversations" FOR EACH ROW
  WHEN (NEW."type" = 'support') EXECUTE FUNCTION place_at_desk();

DROP INDEX "conversations_support_activity_idx";
DROP INDEX "conversations_support_changed_idx";
CREATE INDEX "conversations_support_changed_idx" ON "conversations" ("gym_id", "desk_changed_at") WHERE "type" = 'support';

-- A message is by somebody who takes part, or did: that implies its conversation and its sender, and is one look-up instead of two. Nobody who
-- ever took part is deleted while their messages stand. Looked at when a transaction commits: who joins by writing may do either first. The messages
-- of before are looked at by the migration after this one, which locks nobody out.
ALTER TABLE "messages" DROP CONSTRAINT "messages_conversation_id_fkey", DROP CONSTRAINT "messages_sender_id_fkey";
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_sender_id_fkey" FOREIGN KEY ("conversation_id", "sender_id")
  REFERENCES "conversation_participants" ("conversation_id", "user_id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED NOT VALID;

-- Watermarks never pass the newest message: looked at once for all that a statement raised.
DROP TRIGGER "watermarks_behind_last_seq" ON "conversation_participants";

CREATE FUNCTION refuse_watermarks_ahead() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ahead conversation_participants%ROWTYPE;
BEGIN
  SELECT r.* INTO ahead FROM raised r
  WHERE r.last_delivered_seq > (SELECT c.last_seq FROM conversations c WHERE c.id = r.conversation_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the watermark % of user % is ahead of conversation %', ahead.last_delivered_seq, ahead.user_id, ahead.conversation_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'watermarks_behind_last_seq';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "watermarks_behind_last_seq" AFTER UPDATE ON "conversation_participants"
  REFERENCING NEW TABLE AS raised FOR EACH STATEMENT EXECUTE FUNCTION refuse_watermarks_ahead();

-- Sends as in 0004, which stays for processes of the version before: the same verdicts in the same order, the same patience, the same locks. It is
-- told what it would have to find out, and answers what the caller does not know:
--   p_places           of each send, which one it is of those into its conversation in this batch: 1, 2, 3 …
--   p_steps            beside the first of a conversation: how many these are; else NULL
--   p_owns             beside a sender's last in a conversation: how many of these are theirs; else NULL
-- No id stands twice in a conversation. Of what is sent, type, gym, seq, version and time come back; of what was before, the message.
-- The plans hold whatever the statistics say, also when they were made while a table was empty: a look-up ends in LIMIT 1, which cannot become a join,
-- and asks for an order that only the right index has.
CREATE FUNCTION send_messages(
  p_conversations uuid[], p_ids uuid[], p_senders uuid[], p_contents text[], p_replies uuid[],
  p_places integer[], p_steps integer[], p_owns integer[], p_patience_ms integer
)
RETURNS TABLE (n integer, verdict text, type text, gym_id uuid, seq integer, version integer, at timestamptz, message json)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
  setting text;
  held uuid[];
  moment timestamptz(3);
  -- Of each send:
  ns integer[];
  verdicts text[];
  types text[];
  gyms uuid[];
  reads integer[];
  seqs integer[];
  versions integer[];
  ats timestamptz[];
  -- Where the rows to be raised are: nobody moves them while the conversation is locked.
  heads tid[];
  parts tid[];
  refused integer;
  has_gap boolean;
  due integer;
  done integer;
BEGIN
  IF p_patience_ms = 0 THEN
    SELECT array_agg(l.id) INTO held
    FROM (SELECT c.id FROM conversations c WHERE c.id = ANY (p_conversations) ORDER BY c.id FOR UPDATE SKIP LOCKED) l;
  ELSE
    setting := set_config('lock_timeout', coalesce(p_patience_ms, 0)::text, true);
    SELECT array_agg(l.id) INTO held
    FROM (SELECT c.id FROM conversations c WHERE c.id = ANY (p_conversations) ORDER BY c.id FOR UPDATE) l;
    setting := set_config('lock_timeout', '0', true);
  END IF;
  moment := clock_timestamp();

  SELECT array_agg(j.verdict), array_agg(j.type), array_agg(j.gym_id), array_agg(j.last_read_seq), array_agg(j.last_seq + j.place),
    array_agg(j.version + j.place), array_agg(greatest(j.changed_at, moment)), array_agg(j.head), array_agg(j.part),
    count(j.verdict), bool_or(j.last_seq + j.place - j.last_read_seq > j.own), count(j.part)
  INTO verdicts, types, gyms, reads, seqs, versions, ats, heads, parts, refused, has_gap, due
  FROM (
    SELECT c.type, c.gym_id, c.last_seq, c.version, c.changed_at, p.last_read_seq, s.place, s.own,
      CASE WHEN s.steps IS NOT NULL THEN c.ctid END AS head, CASE WHEN s.own IS NOT NULL THEN p.ctid END AS part,
      CASE
        WHEN c.id IS NOT NULL AND c.id <> ALL (coalesce(held, '{}')) THEN 'busy'
        WHEN m.sender_id = s.sender_id AND m.reply_to_id IS NOT DISTINCT FROM s.reply_to_id
          AND (m.content = s.content OR m.edited_at IS NOT NULL OR m.deleted_at IS NOT NULL) THEN 'same'
        WHEN c.type = 'support' THEN 'support'
        WHEN p.user_id IS NULL OR p.left_at IS NOT NULL THEN 'no_part'
        WHEN m.id IS NOT NULL THEN 'taken'
        WHEN s.reply_to_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM messages r WHERE r.conversation_id = s.conversation_id AND r.id = s.reply_to_id) THEN 'no_reply_target'
      END AS verdict
    FROM unnest(p_conversations, p_ids, p_senders, p_contents, p_replies, p_places, p_steps, p_owns)
      WITH ORDINALITY AS s (conversation_id, id, sender_id, content, reply_to_id, place, steps, own, n)
    LEFT JOIN LATERAL (SELECT x.ctid, x.* FROM conversations x WHERE x.id = s.conversation_id LIMIT 1) c ON true
    LEFT JOIN LATERAL (
      SELECT x.ctid, x.* FROM conversation_participants x WHERE x.conversation_id = s.conversation_id AND x.user_id >= s.sender_id
      ORDER BY x.user_id LIMIT 1) p ON p.user_id = s.sender_id
    LEFT JOIN LATERAL (
      SELECT x.* FROM messages x WHERE x.conversation_id = s.conversation_id AND x.id >= s.id ORDER BY x.id LIMIT 1) m ON m.id = s.id
    ORDER BY s.n
  ) j;

  IF refused > 0 THEN
    RETURN QUERY
    SELECT s.n::integer, s.verdict, NULL::text, NULL::uuid, NULL::integer, NULL::integer, NULL::timestamptz,
      CASE WHEN s.verdict = 'same' THEN (
        SELECT row_to_json(m) FROM (
          SELECT conversation_id, id, seq, version, sender_id, kind, content, reply_to_id, created_at, edited_at, deleted_at
          FROM messages WHERE conversation_id = s.conversation_id AND id = s.id) m) END
    FROM unnest(verdicts, p_conversations, p_ids) WITH ORDINALITY AS s (verdict, conversation_id, id, n) WHERE s.verdict IS NOT NULL;

    -- The others move up.
    SELECT array_agg(g.n), array_agg(g.conversation_id), array_agg(g.id), array_agg(g.sender_id), array_agg(g.content), array_agg(g.reply_to_id),
      array_agg(g.type), array_agg(g.gym_id), array_agg(g.last_read_seq), array_agg(g.seq - g.place + g.next), array_agg(g.version - g.place + g.next),
      array_agg(g.at), array_agg(CASE WHEN g.next = 1 THEN g.steps END), array_agg(CASE WHEN g.is_last THEN g.own END),
      array_agg(CASE WHEN g.next = 1 THEN (SELECT c.ctid FROM conversations c WHERE c.id = g.conversation_id) END),
      array_agg(CASE WHEN g.is_last THEN (
        SELECT p.ctid FROM conversation_participants p WHERE p.conversation_id = g.conversation_id AND p.user_id = g.sender_id) END),
      true, count(*) FILTER (WHERE g.is_last)
    INTO ns, p_conversations, p_ids, p_senders, p_contents, p_replies, types, gyms, reads, seqs, versions, ats, p_steps, p_owns, heads, parts, has_gap, due
    FROM (
      SELECT s.*, row_number() OVER (PARTITION BY s.conversation_id ORDER BY s.n)::integer AS next,
        count(*) OVER (PARTITION BY s.conversation_id)::integer AS steps,
        count(*) OVER (PARTITION BY s.conversation_id, s.sender_id)::integer AS own,
        s.n = max(s.n) OVER (PARTITION BY s.conversation_id, s.sender_id) AS is_last
      FROM unnest(p_conversations, p_ids, p_senders, p_contents, p_replies, p_places, verdicts, types, gyms, reads, seqs, versions, ats) WITH ORDINALITY
        AS s (conversation_id, id, sender_id, content, reply_to_id, place, verdict, type, gym_id, last_read_seq, seq, version, at, n)
      WHERE s.verdict IS NULL
      ORDER BY s.n
    ) g;
    IF ns IS NULL THEN
      RETURN;
    END IF;
  END IF;

  UPDATE conversations c SET
    version = c.version + s.steps, last_seq = c.last_seq + s.steps,
    changed_at = greatest(c.changed_at, moment), last_message_at = greatest(c.changed_at, moment)
  FROM unnest(heads, p_steps) AS s (head, steps) WHERE c.ctid = s.head;

  INSERT INTO messages (conversation_id, id, seq, version, sender_id, content, reply_to_id, created_at, changed_at)
  SELECT s.conversation_id, s.id, s.seq, s.version, s.sender_id, s.content, s.reply_to_id, s.at, s.at
  FROM unnest(p_conversations, p_ids, seqs, versions, p_senders, p_contents, p_replies, ats)
    AS s (conversation_id, id, seq, version, sender_id, content, reply_to_id, at);

  -- Who writes has read what stands before.
  UPDATE conversation_participants p SET
    last_read_seq = s.seq, last_delivered_seq = s.seq, last_read_at = s.at, version = s.version, changed_at = s.at
  FROM unnest(parts, seqs, versions, ats) AS s (part, seq, version, at) WHERE p.ctid = s.part;
  GET DIAGNOSTICS done = ROW_COUNT;
  IF done <> due THEN
    RAISE EXCEPTION 'somebody changed a participant without the lock of the conversation' USING ERRCODE = 'serialization_failure';
  END IF;

  -- The history of reading needs a mark only where that was somebody else's.
  IF has_gap THEN
    INSERT INTO read_marks (conversation_id, user_id, read_seq, read_at)
    SELECT s.conversation_id, s.sender_id, s.seq, s.at
    FROM unnest(p_conversations, p_senders, seqs, ats, reads, p_owns) AS s (conversation_id, sender_id, seq, at, last_read_seq, own)
    WHERE s.seq - s.last_read_seq > s.own
    ON CONFLICT DO NOTHING;
  END IF;

  RETURN QUERY
  SELECT coalesce(ns[s.n::integer], s.n::integer), 'sent'::text, s.type, s.gym_id, s.seq, s.version, s.at, NULL::json
  FROM unnest(types, gyms, seqs, versions, ats) WITH ORDINALITY AS s (type, gym_id, seq, version, at, n);
END
$$;
