/** As much of vitest as a contract suite needs, so that it runs inside a browser. Tests are collected, and `runAll` tells which failed. */
const tests: { title: string; run: () => Promise<void> | void }[] = [];

export function describe(_title: string, body: () => void): void {
  body();
}

export function it(title: string, run: () => Promise<void> | void): void {
  tests.push({ title, run });
}

/** Object keys in one order: what is equal reads the same. */
function text(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function check(holds: boolean, words: string): void {
  if (!holds) throw new Error(words);
}

export function expect(actual: unknown) {
  return {
    toEqual: (expected: unknown) => check(text(actual) === text(expected), `${text(actual)} instead of ${text(expected)}`),
    toHaveLength: (length: number) => check((actual as unknown[]).length === length, `${(actual as unknown[]).length} of ${length}`),
    rejects: {
      toThrow: () =>
        (actual as Promise<unknown>).then(
          () => check(false, "was not refused"),
          () => undefined,
        ),
    },
  };
}

/** Runs what was collected, one after the other; answers the titles, with what went wrong. */
export async function runAll(): Promise<{ title: string; failure: string | null }[]> {
  const results = [];
  for (const { title, run } of tests) {
    const failure = await Promise.resolve()
      .then(run)
      .then(
        () => null,
        (error: unknown) => String(error),
      );
    results.push({ title, failure });
  }
  return results;
}
