-- What an action over many cases did, so that it can be put back for a while.
CREATE TABLE "bulk_runs" (
    "id" UUID NOT NULL,
    "gym_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "action" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_runs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "bulk_steps" (
    "run_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "before" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_steps_pkey" PRIMARY KEY ("run_id","conversation_id")
);

CREATE INDEX "bulk_runs_at_idx" ON "bulk_runs"("at");

ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "bulk_steps" ADD CONSTRAINT "bulk_steps_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "bulk_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
