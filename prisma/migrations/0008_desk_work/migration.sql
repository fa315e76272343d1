-- What the desk's clock looks for, each found without a walk over what does not concern it.
CREATE INDEX "cases_unassigned_idx" ON "cases" ("gym_id", "waiting_since", "conversation_id")
  WHERE "status" IN ('open', 'pending') AND "waiting_since" IS NOT NULL AND "assignee_id" IS NULL;
CREATE INDEX "cases_warned_idx" ON "cases" ("gym_id", "active_at") WHERE "warned_seq" IS NOT NULL AND "status" IN ('open', 'pending') AND "waiting_since" IS NULL;
