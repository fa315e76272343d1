-- A send that goes alone is answered in one value instead of a table of one row, which PostgreSQL would store, describe and read again column by column: some
-- five hundredths of what it takes. And its sender's part is looked up once. Otherwise as in 0017, whose function stays for processes of the version before.
CREATE FUNCTION send_one_message(p_conversation uuid, p_id uuid, p_sender uuid, p_content text, p_reply uuid)
RETURNS json
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET lock_timeout = '100ms' AS $$
#variable_conflict use_variable
DECLARE
  type text;
  gym_id uuid;
  seq integer;
  version integer;
  at timestamptz;
  is_plain boolean;
  -- Where the sender's row was, before the lock. Where it is no more, somebody changed it.
  part tid;
  moment timestamptz(3);
BEGIN
  -- Each look asks for an order that only the primary key has (see 0006). Of two indexes that are as good for most people, PostgreSQL takes either; and the one
  -- by person, for somebody who is everywhere, reads all their conversations.
  SELECT c.type, c.gym_id, p.ctid,
    p_reply IS NULL AND c.type <> 'support' AND p.left_at IS NULL AND p_id IS DISTINCT FROM (
      SELECT m.id FROM messages m WHERE m.conversation_id = p_conversation AND m.id >= p_id ORDER BY m.id LIMIT 1)
  INTO type, gym_id, part, is_plain
  FROM conversations c, LATERAL (
    SELECT x.ctid, x.user_id, x.left_at FROM conversation_participants x WHERE x.conversation_id = p_conversation AND x.user_id >= p_sender
    ORDER BY x.user_id LIMIT 1) p
  WHERE c.id = p_conversation AND p.user_id = p_sender;

  IF is_plain IS NOT TRUE THEN
    RETURN (SELECT json_build_array(s.verdict, s.type, s.gym_id, s.seq, s.version, s.at, s.message) FROM send_messages(
      ARRAY[p_conversation], ARRAY[p_id], ARRAY[p_sender], ARRAY[p_content], ARRAY[p_reply], '{1}', '{1}', '{1}', 100) s);
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
  WHERE p.ctid = part AND p.conversation_id = p_conversation AND p.user_id = p_sender;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the part of user % in conversation % changed meanwhile', p_sender, p_conversation USING ERRCODE = 'serialization_failure';
  END IF;

  RETURN json_build_array('sent', type, gym_id, seq, version, at);
END
$$;
