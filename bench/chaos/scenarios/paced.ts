/** Does something again and again, whether or not the last time has come to its end; disposing waits for all of it. */
export function paced(everyMs: number, work: (at: number) => Promise<void>): AsyncDisposable {
  const running: Promise<void>[] = [];
  const began = performance.now();
  // A timer that comes late makes good what it missed.
  const timer = setInterval(
    () => {
      while (running.length * everyMs < performance.now() - began) running.push(work(running.length));
    },
    Math.max(1, everyMs / 2),
  );
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await Promise.all(running);
    },
  };
}

/** Resolves after so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until something is so; throws when it is not within so many milliseconds. */
export async function until(what: string, isSo: () => boolean, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(20);
  }
}
