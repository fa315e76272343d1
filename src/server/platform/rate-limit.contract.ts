/** What every kind of rate limit must keep. */
import { describe, expect, test } from "vitest";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { RateLimits } from "./rate-limit";

export interface LimitsWorld extends AsyncDisposable {
  /** The limits of two processes of one installation; where there can be one process only, the same twice. */
  here: RateLimits;
  there: RateLimits;
  /** Lets so many milliseconds pass for all of them. */
  pass(ms: number): Promise<void>;
  /** How much more time than was passed may have gone by since the world was opened, in milliseconds; none where time stands still. */
  slackMs(): number;
}

/** How a call was refused; `null` when it was taken. */
export async function refusalOf(of: RateLimits, key = "ann"): Promise<AppError | null> {
  try {
    await of.take("messages", key);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

export function rateLimitContract(kind: string, open: () => Promise<LimitsWorld>): void {
  const expectWait = (refusal: AppError | null, ms: number, slackMs: number) => {
    expect(refusal?.code).toBe("RATE_LIMITED");
    expect(refusal?.details.retryAfterMs).toBeLessThanOrEqual(ms);
    expect(refusal?.details.retryAfterMs).toBeGreaterThanOrEqual(ms - slackMs);
  };

  describe(kind, () => {
    test("the eleventh message of a second is refused, with the time until one is taken", async () => {
      await using w = await open();
      for (let sent = 0; sent < 10; sent++) expect(await refusalOf(sent % 2 ? w.here : w.there)).toBeNull();
      await w.pass(400);
      expectWait(await refusalOf(w.here), 600, w.slackMs());
      const slackMs = w.slackMs();
      await w.pass(599 - slackMs);
      expect(await refusalOf(w.there)).not.toBeNull();
      await w.pass(1 + slackMs);
      expect(await refusalOf(w.here)).toBeNull();
    });

    test("a second begins anywhere: ten just before a border and ten just after it are not taken", async () => {
      await using w = await open();
      expect(await refusalOf(w.here)).toBeNull();
      await w.pass(900);
      for (let sent = 0; sent < 9; sent++) expect(await refusalOf(w.here)).toBeNull();
      await w.pass(100);
      expect(await refusalOf(w.here)).toBeNull();
      expectWait(await refusalOf(w.there), 900, w.slackMs());
    });

    test("every window of a tier holds: 120 messages a minute, however they are spread", async () => {
      await using w = await open();
      for (let second = 0; second < 12; second++) {
        for (let sent = 0; sent < 10; sent++) expect(await refusalOf(w.here)).toBeNull();
        await w.pass(1_000);
      }
      expectWait(await refusalOf(w.there), 48_000, w.slackMs());
      await w.pass(48_000);
      expect(await refusalOf(w.there)).toBeNull();
    });

    test("a refused call counts in no window", async () => {
      await using w = await open();
      for (let sent = 0; sent < 10; sent++) await refusalOf(w.here);
      for (let refused = 0; refused < 200; refused++) expect(await refusalOf(refused % 2 ? w.here : w.there)).not.toBeNull();
      await w.pass(1_000);
      for (let sent = 0; sent < 10; sent++) expect(await refusalOf(w.there)).toBeNull();
    });

    test("one user's calls and one tier's calls leave the others alone", async () => {
      await using w = await open();
      for (let sent = 0; sent < 10; sent++) await refusalOf(w.here);
      expect(await refusalOf(w.here)).not.toBeNull();
      expect(await refusalOf(w.here, "ben")).toBeNull();
      await w.here.take("typing", "ann");
    });

    test("calls that come together are counted one by one", async () => {
      await using w = await open();
      const refusals = await Promise.all(Array.from({ length: 500 }, (_, at) => refusalOf(at % 2 ? w.here : w.there)));
      expect(refusals.filter((refusal) => refusal === null)).toHaveLength(10);
    });

    test("there are so many places for a key and no more, wherever they are held, and one that is given back is free", async () => {
      await using w = await open();
      const asked = await Promise.all(
        Array.from({ length: limits.socketsPerUserMax + 5 }, (_, at) => (at % 2 ? w.here : w.there).hold("sockets", "ann")),
      );
      const held = asked.flatMap((place) => (place ? [place] : []));
      expect(held).toHaveLength(limits.socketsPerUserMax);
      expect(await w.there.hold("sockets", "ben")).not.toBeNull();
      expect(await w.here.hold("strangers", "ann")).not.toBeNull();
      for (let twice = 0; twice < 2; twice++) held[0]?.[Symbol.dispose]();
      await expect.poll(() => w.here.hold("sockets", "ann")).not.toBeNull();
      expect(await w.there.hold("sockets", "ann")).toBeNull();
    });
  });
}
