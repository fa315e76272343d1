/** Work that waits until the first screen stands, so that it takes nothing from it: further parts of the program, the service worker. */
let isUp = false;
let work: (() => void)[] = [];
const settleMs = 300;

/** Runs `task` when the first screen stands and the browser has a moment; at once when that is so already. */
export function afterFirstScreen(task: () => void): void {
  if (isUp) task();
  else work.push(task);
}

/** Says that the first screen stands. */
export function firstScreenIsUp(): void {
  if (isUp) return;
  isUp = true;
  const whenIdle = (then: () => void) => ("requestIdleCallback" in window ? requestIdleCallback(then, { timeout: 3_000 }) : then());
  setTimeout(
    () =>
      whenIdle(() => {
        const due = work;
        work = [];
        for (const task of due) task();
      }),
    settleMs,
  );
}
