-- A send that goes alone, as most of the day's do, costs half of what a batch of one does: five plain statements by primary key instead of arrays. It does
-- only what it can do without a doubt, a new message without a reply by somebody who takes part; everything else it hands to `send_messages`, so that
-- the verdicts are named in one place.
--
-- What it looks at first it looks at without a lock, and holds by what comes after: a conversation's type and gym never change, a message of this id that
-- came meanwhile is a unique_violation, a participant who left meanwhile a serialization_failure; then the caller asks `send_messages`. A watermark
-- that was raised meanwhile may leave one mark more in the history of reading, of the same moment: it says nothing that is not so.
-- The patience is that of a batch that goes together with others (chat/send-batches.ts). While it waits for the conversation its moment grows
-- older by no more than that.
CREATE FUNCTION send_message(p_conversation uuid, p_id uuid, p_sender uuid, p_content text, p_reply uuid)
RETURNS TABLE (n integer, verdict text, type text, gym_id uuid, seq integer, version integer, at timestamptz, message json)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET lock_timeout = '100ms' AS $$
#variable_conflict use_variable
DECLARE
  is_plain boolean;
  last_read integer;
  moment timestamptz(3);
BEGIN
  -- The look for a message asks for an order that only the primary key has (see 0006).
  SELECT c.type, c.gym_id, p.last_read_seq,
    p_reply IS NULL AND c.type <> 'support' AND p.left_at IS NULL AND p_id IS DISTINCT FROM (
      SELECT m.id FROM messages m WHERE m.conversation_id = p_conversation AND m.id >= p_id ORDER BY m.id LIMIT 1)
  INTO type, gym_id, last_read, is_plain
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

  -- Who writes has read what stands before. The history of reading needs a mark only where that was somebody else's.
  UPDATE conversation_participants p SET
    last_read_seq = seq, last_delivered_seq = seq, last_read_at = at, version = version, changed_at = at
  WHERE p.conversation_id = p_conversation AND p.user_id = p_sender AND p.left_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'user % left conversation % meanwhile', p_sender, p_conversation USING ERRCODE = 'serialization_failure';
  END IF;
  IF seq - last_read > 1 THEN
    INSERT INTO read_marks (conversation_id, user_id, read_seq, read_at) VALUES (p_conversation, p_sender, seq, at) ON CONFLICT DO NOTHING;
  END IF;

  n := 1;
  verdict := 'sent';
  RETURN NEXT;
END
$$;
