-- Watermarks that are raised together share one round trip and one commit, like sends, and in each conversation one step of its version. Each mark is
-- judged alone:
--   busy       the conversation is held by another transaction, and the caller passes it by; nothing is known of this mark
--   apart      a support conversation, which staff may read before they take part in it: done elsewhere
--   no_part    no such conversation, or the user does not take part in it
--   ahead      no message has this place yet
--   raised     the user's watermarks are raised now; `authors` are those whose messages that covers
--   known      the user's watermarks were there before
-- What stands now comes back with each. p_patience_ms is that of send_messages.
CREATE FUNCTION raise_watermarks(p_conversations uuid[], p_users uuid[], p_seqs integer[], p_reads boolean[], p_patience_ms integer)
RETURNS TABLE (
  n integer, verdict text, type text, gym_id uuid, version integer, delivered_seq integer, read_seq integer, read_at timestamptz, authors uuid[]
)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
  setting text;
  held uuid[];
  moment timestamptz(3);
  -- Of each mark:
  verdicts text[];
  types text[];
  gyms uuid[];
  versions integer[];
  ats timestamptz[];
  froms integer[];
  heads tid[];
  parts tid[];
  raised integer;
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

  SELECT array_agg(j.verdict), array_agg(j.type), array_agg(j.gym_id), array_agg(j.version + 1), array_agg(greatest(j.changed_at, moment)),
    array_agg(CASE WHEN j.is_read THEN j.last_read_seq ELSE j.last_delivered_seq END),
    array_agg(CASE WHEN j.verdict = 'raised' THEN j.head END), array_agg(CASE WHEN j.verdict = 'raised' THEN j.part END),
    count(*) FILTER (WHERE j.verdict = 'raised')
  INTO verdicts, types, gyms, versions, ats, froms, heads, parts, raised
  FROM (
    SELECT c.type, c.gym_id, c.version, c.changed_at, p.last_read_seq, p.last_delivered_seq, s.is_read, c.ctid AS head, p.ctid AS part,
      CASE
        WHEN c.id IS NOT NULL AND c.id <> ALL (coalesce(held, '{}')) THEN 'busy'
        WHEN c.type = 'support' THEN 'apart'
        WHEN p.user_id IS NULL OR p.left_at IS NOT NULL THEN 'no_part'
        WHEN s.seq > c.last_seq THEN 'ahead'
        WHEN s.seq > p.last_delivered_seq OR (s.is_read AND s.seq > p.last_read_seq) THEN 'raised'
        ELSE 'known'
      END AS verdict
    FROM unnest(p_conversations, p_users, p_seqs, p_reads) WITH ORDINALITY AS s (conversation_id, user_id, seq, is_read, n)
    LEFT JOIN LATERAL (SELECT x.ctid, x.* FROM conversations x WHERE x.id = s.conversation_id LIMIT 1) c ON true
    LEFT JOIN LATERAL (
      SELECT x.ctid, x.* FROM conversation_participants x WHERE x.conversation_id = s.conversation_id AND x.user_id >= s.user_id
      ORDER BY x.user_id LIMIT 1) p ON p.user_id = s.user_id
    ORDER BY s.n
  ) j;

  IF raised > 0 THEN
    UPDATE conversations c SET version = c.version + 1, changed_at = greatest(c.changed_at, moment)
    FROM (SELECT DISTINCT h.head FROM unnest(heads) AS h (head)) s WHERE c.ctid = s.head;

    INSERT INTO read_marks (conversation_id, user_id, read_seq, read_at)
    SELECT s.conversation_id, s.user_id, max(s.seq), max(s.at)
    FROM unnest(p_conversations, p_users, p_seqs, p_reads, ats, froms, parts) AS s (conversation_id, user_id, seq, is_read, at, from_seq, part)
    WHERE s.part IS NOT NULL AND s.is_read AND s.seq > s.from_seq GROUP BY s.conversation_id, s.user_id
    ON CONFLICT DO NOTHING;

    -- One user may have several marks in a conversation: all are covered by the greatest.
    UPDATE conversation_participants p SET
      last_delivered_seq = greatest(p.last_delivered_seq, s.delivered), last_read_seq = greatest(p.last_read_seq, s.read),
      last_read_at = CASE WHEN s.read > p.last_read_seq THEN s.at ELSE p.last_read_at END, version = s.version, changed_at = s.at
    FROM (
      SELECT u.part, max(u.seq) AS delivered, max(u.seq) FILTER (WHERE u.is_read) AS read, max(u.version) AS version, max(u.at) AS at
      FROM unnest(parts, p_seqs, p_reads, versions, ats) AS u (part, seq, is_read, version, at) WHERE u.part IS NOT NULL GROUP BY u.part) s
    WHERE p.ctid = s.part;
  END IF;

  RETURN QUERY
  SELECT s.n::integer, s.verdict, s.type, s.gym_id, s.version, p.last_delivered_seq, p.last_read_seq, p.last_read_at,
    CASE WHEN s.verdict = 'raised' THEN ARRAY(
      SELECT DISTINCT m.sender_id FROM (
        SELECT x.sender_id FROM messages x WHERE x.conversation_id = s.conversation_id AND x.seq > s.from_seq AND x.seq <= s.seq
        ORDER BY x.seq LIMIT s.seq) m) END
  FROM unnest(verdicts, types, gyms, versions, p_conversations, p_users, p_seqs, froms)
    WITH ORDINALITY AS s (verdict, type, gym_id, version, conversation_id, user_id, seq, from_seq, n)
  LEFT JOIN LATERAL (
    SELECT x.* FROM conversation_participants x WHERE x.conversation_id = s.conversation_id AND x.user_id >= s.user_id
    ORDER BY x.user_id LIMIT 1) p ON p.user_id = s.user_id;
END
$$;
