/** Work that waits until the first screen stands, so that it takes nothing from it: further parts of the program, the service worker. */
type Task = () => void;

/** Long enough that whoever has just come may look and scroll undisturbed. */
const restMs = 6_000;
const settleMs = 300;
/** Reading a part takes longer than a frame: whoever scrolls is left alone until they have stopped for so long. */
const stillMs = 500;

let isUp = false;
let isRested = false;
let scrolledAt = Number.NEGATIVE_INFINITY;
const soon: Task[] = [];
const later: Task[] = [];

/** Runs `task` when the first screen stands and the browser has a moment; for what costs the page itself nothing. */
export function afterFirstScreen(task: Task): void {
  if (isUp) task();
  else soon.push(task);
}

/** Runs `task` when the first screen has stood for some seconds, or as soon as somebody has done something: for what costs a slow phone time to read. */
export function afterFirstLook(task: Task): void {
  if (isRested) task();
  else later.push(task);
}

/** Says that the first screen stands. */
export function firstScreenIsUp(): void {
  if (isUp) return;
  isUp = true;
  setTimeout(() => whenIdle(runSoon), settleMs);
  const timer = setTimeout(() => whenIdle(rest), restMs);
  window.addEventListener("scroll", noteScroll, { capture: true, passive: true });
  const touched = new AbortController();
  const rest = () => {
    clearTimeout(timer);
    touched.abort();
    isRested = true;
    runOneByOne();
  };
  for (const name of ["click", "keyup"]) window.addEventListener(name, rest, { signal: touched.signal, passive: true });
}

function runSoon(): void {
  for (const task of soon.splice(0)) task();
}

/** A moment of idleness each, so that none waits for all. */
function runOneByOne(): void {
  const stillInMs = scrolledAt + stillMs - performance.now();
  if (stillInMs > 0) {
    setTimeout(runOneByOne, stillInMs);
    return;
  }
  const task = later.shift();
  if (!task) {
    window.removeEventListener("scroll", noteScroll, { capture: true });
    return;
  }
  task();
  whenIdle(runOneByOne);
}

function noteScroll(): void {
  scrolledAt = performance.now();
}

function whenIdle(task: Task): void {
  if ("requestIdleCallback" in window) requestIdleCallback(task, { timeout: 3_000 });
  else setTimeout(task);
}
