import type { Sql } from "../platform/db";

const readEverything = {
  name: "testing-everything-stored",
  text: `
    select (select json_agg(c order by id) from conversations c) as conversations,
      (select json_agg(p order by conversation_id, user_id) from conversation_participants p) as participants,
      (select json_agg(m order by conversation_id, seq) from messages m) as messages,
      (select json_agg(r order by conversation_id, user_id, read_seq) from read_marks r) as read_marks,
      (select json_agg(k order by conversation_id, number) from cases k) as cases,
      (select json_agg(n order by conversation_id, id) from notes n) as notes,
      (select json_agg(m order by conversation_id, note_id, user_id) from note_mentions m) as mentions,
      (select json_agg(e order by conversation_id, version, place) from case_events e) as case_events,
      (select json_agg(l order by gym_id, name) from labels l) as labels,
      (select json_agg(v order by id) from saved_views v) as saved_views,
      (select json_agg(b order by id) from bulk_runs b) as bulk_runs,
      (select json_agg(b order by run_id, conversation_id) from bulk_steps b) as bulk_steps,
      (select json_agg(h order by gym_id, day) from holidays h) as holidays,
      (select json_agg(t order by gym_id, name) from topics t) as topics,
      (select json_agg(a order by id) from assignment_rules a) as assignment_rules,
      (select json_agg(s order by user_id) from staff_shifts s) as staff_shifts,
      (select json_agg(s order by id) from shift_log s) as shift_log,
      (select json_agg(f order by user_id) from member_fields f) as member_fields,
      (select json_agg(q order by id) from canned_replies q) as canned_replies,
      (select json_agg(s order by id) from revoked_sessions s) as revoked_sessions,
      (select json_agg(g order by id) from gyms g) as gyms,
      (select json_agg(json_build_array(id, external_id, name, role, gym_id, session_version, capacity) order by id) from users) as users`,
};

/** Every row that a call can write, to be compared before and after a refused one. When people were last seen is left out: time changes it. */
export async function everythingStored(sql: Sql): Promise<unknown> {
  return sql.rows(readEverything);
}
