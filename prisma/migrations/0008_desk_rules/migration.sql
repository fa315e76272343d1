-- What a desk does by itself: when it is open, what it says, to whom it gives cases, and what it resolves.
ALTER TABLE "gyms"
  ADD COLUMN "language" TEXT NOT NULL DEFAULT 'en',
  ADD COLUMN "desk_hours" JSONB,
  ADD COLUMN "greeting" TEXT,
  ADD COLUMN "reply_time_text" TEXT,
  ADD COLUMN "closed_text" TEXT,
  ADD COLUMN "auto_assign" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "capacity" INTEGER NOT NULL DEFAULT 20,
  ADD COLUMN "auto_resolve_hours" INTEGER,
  ADD COLUMN "auto_resolve_warning_hours" INTEGER NOT NULL DEFAULT 24,
  ADD COLUMN "auto_resolve_warning" TEXT,
  ADD COLUMN "voice_id" UUID;

ALTER TABLE "users" ADD COLUMN "capacity" INTEGER;

ALTER TABLE "cases"
  ADD COLUMN "greeted_at" TIMESTAMPTZ(3),
  ADD COLUMN "told_closed_at" TIMESTAMPTZ(3),
  ADD COLUMN "warned_seq" INTEGER;

-- CreateTable
CREATE TABLE "holidays" (
    "gym_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "spans" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "holidays_pkey" PRIMARY KEY ("gym_id","day")
);

-- CreateTable
CREATE TABLE "topics" (
    "gym_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "place" INTEGER NOT NULL,

    CONSTRAINT "topics_pkey" PRIMARY KEY ("gym_id","name")
);

-- CreateTable
CREATE TABLE "assignment_rules" (
    "id" UUID NOT NULL,
    "gym_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "is_on" BOOLEAN NOT NULL DEFAULT true,
    "topics" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "labels" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "staff_ids" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "assignment_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_shifts" (
    "user_id" UUID NOT NULL,
    "gym_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "hands_over" BOOLEAN NOT NULL DEFAULT false,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_given_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_shifts_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "shift_log" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "gym_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "hands_over" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,

    CONSTRAINT "shift_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_fields" (
    "user_id" UUID NOT NULL,
    "fields" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_fields_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE INDEX "assignment_rules_gym_id_place_idx" ON "assignment_rules"("gym_id", "place");

-- CreateIndex
CREATE INDEX "staff_shifts_gym_id_state_idx" ON "staff_shifts"("gym_id", "state");

-- CreateIndex
CREATE INDEX "shift_log_gym_id_at_idx" ON "shift_log"("gym_id", "at");

-- CreateIndex
CREATE INDEX "shift_log_user_id_at_idx" ON "shift_log"("user_id", "at");

-- AddForeignKey
ALTER TABLE "gyms" ADD CONSTRAINT "gyms_voice_id_fkey" FOREIGN KEY ("voice_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holidays" ADD CONSTRAINT "holidays_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "topics" ADD CONSTRAINT "topics_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment_rules" ADD CONSTRAINT "assignment_rules_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_shifts" ADD CONSTRAINT "staff_shifts_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_shifts" ADD CONSTRAINT "staff_shifts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_log" ADD CONSTRAINT "shift_log_gym_id_fkey" FOREIGN KEY ("gym_id") REFERENCES "gyms"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_log" ADD CONSTRAINT "shift_log_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_log" ADD CONSTRAINT "shift_log_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_fields" ADD CONSTRAINT "member_fields_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "gyms"
  ADD CONSTRAINT "gyms_language_known" CHECK ("language" IN ('en', 'de')),
  ADD CONSTRAINT "gyms_capacity_counts" CHECK ("capacity" >= 1),
  -- Nobody's case ends without a word before.
  ADD CONSTRAINT "gyms_auto_resolve_warns" CHECK (
    "auto_resolve_hours" IS NULL OR ("auto_resolve_hours" >= 1 AND "auto_resolve_warning_hours" >= 1 AND "auto_resolve_warning" IS NOT NULL)
  );
ALTER TABLE "users" ADD CONSTRAINT "users_capacity_counts" CHECK ("capacity" >= 0);
ALTER TABLE "staff_shifts" ADD CONSTRAINT "staff_shifts_state_known" CHECK ("state" IN ('on', 'away') AND ("state" = 'away' OR NOT "hands_over"));

-- The desks that do something by themselves: few among all gyms, and asked for every second.
CREATE INDEX "gyms_greeting_idx" ON "gyms" ("id") WHERE "greeting" IS NOT NULL OR "closed_text" IS NOT NULL;
CREATE INDEX "gyms_auto_assign_idx" ON "gyms" ("id") WHERE "auto_assign";
CREATE INDEX "gyms_auto_resolve_idx" ON "gyms" ("id") WHERE "auto_resolve_hours" IS NOT NULL;
CREATE INDEX "staff_shifts_handing_over_idx" ON "staff_shifts" ("user_id") WHERE "hands_over";
-- How long the desk took to answer lately.
CREATE INDEX "cases_answered_idx" ON "cases" ("gym_id", "first_reply_at" DESC) WHERE "first_reply_at" IS NOT NULL AND "merged_into" IS NULL;
