-- A message says by itself that its author had read what stood before it. A mark beside it said so once more, in a row that each send paid for which
-- answered somebody: with its index and the look for its conversation a fifth of what such sends cost that go together. `read_marks` keeps what people
-- read without writing; the whole history is both.
CREATE VIEW "read_history" AS
  SELECT conversation_id, user_id, read_seq, read_at FROM "read_marks"
  UNION ALL
  SELECT conversation_id, sender_id, seq, created_at FROM "messages" WHERE kind = 'text';

-- As in 0011, without the mark.
CREATE OR REPLACE FUNCTION send_message(p_conversation uuid, p_id uuid, p_sender uuid, p_content text, p_reply uuid)
RETURNS TABLE (n integer, verdict text, type text, gym_id uuid, seq integer, version integer, at timestamptz, message json)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET lock_timeout = '100ms' AS $$
#variable_conflict use_variable
DECLARE
  is_plain boolean;
  moment timestamptz(3);
BEGIN
  -- The look for a message asks for an order that only the primary key has (see 0006).
  SELECT c.type, c.gym_id,
    p_reply IS NULL AND c.type <> 'support' AND p.left_at IS NULL AND p_id IS DISTINCT FROM (
      SELECT m.id FROM messages m WHERE m.conversation_id = p_conversation AND m.id >= p_id ORDER BY m.id LIMIT 1)
  INTO type, gym_id, is_plain
  FROM conversations c, conversation_participants p
  WHERE c.id = p_conversation AND p.conversation_id = p_conversation AND p.user_id = p_sender;

  IF is_plain IS NOT TRUE THEN
    RETURN QUERY SELECT * FROM send_messages(
      ARRAY[p_conversation], ARRAY[p_id], ARRAY[p_sender], ARRAY[p_content], ARRAY[p_reply], '{1}', '{1}', '{1}', 100);
    RETURN;
  END IF;

  moment := clock_timestamp();
  UPDATE conversations c SET
    version = c.version + 1, last_seq = c.last_seq + 1,
    changed_at = greatest(c.changed_at, moment), last_message_at = greatest(c.changed_at, moment)
  WHERE c.id = p_conversation RETURNING c.last_seq, c.version, c.changed_at INTO seq, version, at;

  INSERT INTO messages (conversation_id, id, seq, version, sender_id, content, created_at, changed_at)
  VALUES (p_conversation, p_id, seq, version, p_sender, p_content, at, at);

  -- Who writes has read what stands before.
  UPDATE conversation_participants p SET
    last_read_seq = seq, last_delivered_seq = seq, last_read_at = at, version = version, changed_at = at
  WHERE p.conversation_id = p_conversation AND p.user_id = p_sender AND p.left_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'user % left conversation % meanwhile', p_sender, p_conversation USING ERRCODE = 'serialization_failure';
  END IF;

  n := 1;
  verdict := 'sent';
  RETURN NEXT;
END
$$;

-- As in 0006, without the marks. Of `p_owns` it looks only at where one stands: processes of the version before count on.
CREATE OR REPLACE FUNCTION send_messages(
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
  seqs integer[];
  versions integer[];
  ats timestamptz[];
  -- Where the rows to be raised are: nobody moves them while the conversation is locked.
  heads tid[];
  parts tid[];
  refused integer;
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

  SELECT array_agg(j.verdict), array_agg(j.type), array_agg(j.gym_id), array_agg(j.last_seq + j.place),
    array_agg(j.version + j.place), array_agg(greatest(j.changed_at, moment)), array_agg(j.head), array_agg(j.part),
    count(j.verdict), count(j.part)
  INTO verdicts, types, gyms, seqs, versions, ats, heads, parts, refused, due
  FROM (
    SELECT c.type, c.gym_id, c.last_seq, c.version, c.changed_at, s.place,
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
      array_agg(g.type), array_agg(g.gym_id), array_agg(g.seq - g.place + g.next), array_agg(g.version - g.place + g.next),
      array_agg(g.at), array_agg(CASE WHEN g.next = 1 THEN g.steps END),
      array_agg(CASE WHEN g.next = 1 THEN (SELECT c.ctid FROM conversations c WHERE c.id = g.conversation_id) END),
      array_agg(CASE WHEN g.is_last THEN (
        SELECT p.ctid FROM conversation_participants p WHERE p.conversation_id = g.conversation_id AND p.user_id = g.sender_id) END),
      count(*) FILTER (WHERE g.is_last)
    INTO ns, p_conversations, p_ids, p_senders, p_contents, p_replies, types, gyms, seqs, versions, ats, p_steps, heads, parts, due
    FROM (
      SELECT s.*, row_number() OVER (PARTITION BY s.conversation_id ORDER BY s.n)::integer AS next,
        count(*) OVER (PARTITION BY s.conversation_id)::integer AS steps,
        s.n = max(s.n) OVER (PARTITION BY s.conversation_id, s.sender_id) AS is_last
      FROM unnest(p_conversations, p_ids, p_senders, p_contents, p_replies, p_places, verdicts, types, gyms, seqs, versions, ats) WITH ORDINALITY
        AS s (conversation_id, id, sender_id, content, reply_to_id, place, verdict, type, gym_id, seq, version, at, n)
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

  RETURN QUERY
  SELECT coalesce(ns[s.n::integer], s.n::integer), 'sent'::text, s.type, s.gym_id, s.seq, s.version, s.at, NULL::json
  FROM unnest(types, gyms, seqs, versions, ats) WITH ORDINALITY AS s (type, gym_id, seq, version, at, n);
END
$$;
