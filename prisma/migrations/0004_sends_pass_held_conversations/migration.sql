-- Sends as in 0003, which stays for processes of the version before, with patience: a conversation that somebody else holds for long stops only the
-- sends into it. The verdicts, in the order in which they are looked for:
--   busy               the conversation is held by another transaction, and the caller passes it by; nothing is known of this send
--   same               this very message was written before; it comes back, even if its sender has left since, and nothing changed
--   support            a support conversation: its case moves in the same commit, which is done elsewhere
--   no_part            no such conversation, or the sender does not take part in it
--   taken              the id belongs to another message of this conversation
--   no_reply_target    the message it replies to is not in this conversation
--   sent               written now
-- p_patience_ms says how long it may wait for a conversation: 0 passes by those that are held; more fails with lock_not_available when one is held
-- for longer; NULL waits as long as a statement may last. Conversations are locked in the order of their ids, like everywhere, so that those who wait
-- cannot wait for each other in a circle. Every statement after the lock sees what the lock waited for.
CREATE FUNCTION send_messages(p_conversations uuid[], p_ids uuid[], p_senders uuid[], p_contents text[], p_replies uuid[], p_patience_ms integer)
RETURNS TABLE (
  n integer, verdict text, type text, gym_id uuid, conversation_id uuid, id uuid, seq integer, version integer, sender_id uuid, kind text,
  content text, reply_to_id uuid, created_at timestamptz, edited_at timestamptz, deleted_at timestamptz
)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  held uuid[];
BEGIN
  IF p_patience_ms = 0 THEN
    SELECT coalesce(array_agg(l.id), '{}') INTO held
    FROM (SELECT c.id FROM conversations c WHERE c.id = ANY (p_conversations) ORDER BY c.id FOR UPDATE SKIP LOCKED) l;
  ELSE
    PERFORM set_config('lock_timeout', coalesce(p_patience_ms, 0)::text, true);
    SELECT coalesce(array_agg(l.id), '{}') INTO held
    FROM (SELECT c.id FROM conversations c WHERE c.id = ANY (p_conversations) ORDER BY c.id FOR UPDATE) l;
    PERFORM set_config('lock_timeout', '0', true);
  END IF;

  RETURN QUERY
  WITH send AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.conversation_id, s.id ORDER BY s.n) AS copy
    FROM unnest(p_conversations, p_ids, p_senders, p_contents, p_replies)
      WITH ORDINALITY AS s (conversation_id, id, sender_id, content, reply_to_id, n)
  ),
  judged AS (
    SELECT s.*, c.type, c.gym_id, c.last_seq, c.version AS version_before, p.last_read_seq,
      m.seq AS old_seq, m.version AS old_version, m.sender_id AS old_sender, m.kind AS old_kind, m.content AS old_content,
      m.reply_to_id AS old_reply, m.created_at AS old_created_at, m.edited_at, m.deleted_at,
      CASE
        WHEN c.id IS NOT NULL AND c.id <> ALL (held) THEN 'busy'
        WHEN m.sender_id = s.sender_id AND m.reply_to_id IS NOT DISTINCT FROM s.reply_to_id
          AND (m.content = s.content OR m.edited_at IS NOT NULL OR m.deleted_at IS NOT NULL) THEN 'same'
        WHEN c.type = 'support' THEN 'support'
        WHEN p.user_id IS NULL OR p.left_at IS NOT NULL THEN 'no_part'
        WHEN m.id IS NOT NULL THEN 'taken'
        WHEN s.reply_to_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM messages r WHERE r.conversation_id = s.conversation_id AND r.id = s.reply_to_id) THEN 'no_reply_target'
        ELSE 'sent'
      END AS verdict
    FROM send s
    LEFT JOIN conversations c ON c.id = s.conversation_id
    LEFT JOIN conversation_participants p ON p.conversation_id = s.conversation_id AND p.user_id = s.sender_id
    LEFT JOIN messages m ON m.conversation_id = s.conversation_id AND m.id = s.id
    -- A second copy of an id in one batch is judged when the first is written: the caller sends it again.
    WHERE s.copy = 1
  ),
  placed AS (
    SELECT j.*, row_number() OVER (PARTITION BY j.conversation_id ORDER BY j.n)::integer AS place FROM judged j WHERE j.verdict = 'sent'
  ),
  stepped AS (
    UPDATE conversations c SET
      version = c.version + s.steps, last_seq = c.last_seq + s.steps,
      changed_at = greatest(c.changed_at, s.moment), last_message_at = greatest(c.changed_at, s.moment)
    FROM (SELECT p.conversation_id, count(*)::integer AS steps, clock_timestamp() AS moment FROM placed p GROUP BY p.conversation_id) s
    WHERE c.id = s.conversation_id
    RETURNING c.id, c.changed_at
  ),
  written AS (
    INSERT INTO messages AS m (conversation_id, id, seq, version, sender_id, content, reply_to_id, created_at, changed_at)
    SELECT p.conversation_id, p.id, p.last_seq + p.place, p.version_before + p.place, p.sender_id, p.content, p.reply_to_id, s.changed_at, s.changed_at
    FROM placed p JOIN stepped s ON s.id = p.conversation_id
    RETURNING m.conversation_id, m.id, m.seq, m.version, m.created_at
  ),
  author AS (
    SELECT p.conversation_id, p.sender_id, min(p.last_read_seq) AS read_before, min(w.seq) AS first_seq, max(w.seq) AS last_seq,
      max(w.version) AS version, max(w.created_at) AS at
    FROM placed p JOIN written w ON w.conversation_id = p.conversation_id AND w.id = p.id
    GROUP BY p.conversation_id, p.sender_id
  ),
  -- Who writes has read what stands before.
  raised AS (
    UPDATE conversation_participants p SET
      last_read_seq = a.last_seq, last_delivered_seq = a.last_seq, last_read_at = a.at, version = a.version, changed_at = a.at
    FROM author a WHERE p.conversation_id = a.conversation_id AND p.user_id = a.sender_id
  ),
  -- The history of reading needs a mark only where that was somebody else's.
  marked AS (
    INSERT INTO read_marks (conversation_id, user_id, read_seq, read_at)
    SELECT a.conversation_id, a.sender_id, a.last_seq, a.at FROM author a
    WHERE a.read_before < a.first_seq - 1
      OR a.last_seq - a.first_seq + 1 > (SELECT count(*) FROM placed p WHERE p.conversation_id = a.conversation_id AND p.sender_id = a.sender_id)
    ON CONFLICT DO NOTHING
  )
  SELECT j.n::integer, j.verdict, j.type, j.gym_id, j.conversation_id, j.id,
    coalesce(w.seq, j.old_seq), coalesce(w.version, j.old_version), coalesce(j.old_sender, j.sender_id), coalesce(j.old_kind, 'text'),
    coalesce(j.old_content, j.content), CASE WHEN j.old_seq IS NULL THEN j.reply_to_id ELSE j.old_reply END,
    coalesce(w.created_at, j.old_created_at), j.edited_at, j.deleted_at
  FROM judged j LEFT JOIN written w ON w.conversation_id = j.conversation_id AND w.id = j.id;
END
$$;
