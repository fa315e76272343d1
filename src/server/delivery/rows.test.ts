import { expect, test } from "vitest";
import { type ParticipantRow, settingsOf } from "./rows";

const row = { muted_until: null, archived_at: null, archived_seq: 0, settings_version: 0 } as ParticipantRow;

test.each([
  ["2026-03-01T12:00:00.5+00:00", "2026-03-01T12:00:00.500Z"],
  ["2026-03-01T12:00:00.123+00:00", "2026-03-01T12:00:00.123Z"],
  ["2026-03-01T12:00:00+00:00", "2026-03-01T12:00:00.000Z"],
  ["2026-03-01T13:30:00.05+01:30", "2026-03-01T12:00:00.050Z"],
  ["2026-03-01T12:00:00.000Z", "2026-03-01T12:00:00.000Z"],
])("a time travels as ISO, however PostgreSQL wrote it: %s", (written, iso) => {
  expect(settingsOf({ ...row, muted_until: written }).mutedUntil).toBe(iso);
});
