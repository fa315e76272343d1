import type { Page } from "@playwright/test";

export interface ScrolledThrough {
  /** Rows that stood in two frames one after the other, and moved by something else than the list was scrolled. */
  jumps: number;
  /** Frames in which a part of the list in sight had no row. */
  gaps: number;
  /** How many rows were drawn at most. */
  drawnMax: number;
  /** px, at the end. */
  height: number;
}

interface ScrollOptions {
  rows: number;
  rowPx: number;
  /** How far with each frame. */
  stepPx: number;
}

/** Scrolls the list of the page from its top until all its rows are loaded and its end is in sight, and looks at each frame. */
export function scrollThrough(page: Page, options: ScrollOptions): Promise<ScrolledThrough> {
  return page.evaluate(async ({ rows, rowPx, stepPx }) => {
    const box = document.querySelector("a[data-row]")?.closest("ul")?.parentElement;
    if (!box) throw new Error("no list is there");
    const places = () =>
      new Map([...box.querySelectorAll<HTMLElement>("a[data-row]")].map((row) => [row.dataset.row, row.getBoundingClientRect().top]));
    const seen = { jumps: 0, gaps: 0, drawnMax: 0, height: 0 };
    const { top, bottom, height } = box.getBoundingClientRect();
    let before = places();
    let scrolled = box.scrollTop;
    const giveUpAt = performance.now() + 90_000;
    while (performance.now() < giveUpAt) {
      box.scrollTop += stepPx;
      await new Promise(requestAnimationFrame);
      // What this frame draws stands after its other tasks.
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
      const now = places();
      const by = box.scrollTop - scrolled;
      for (const [row, y] of now) {
        const y0 = before.get(row);
        if (y0 !== undefined && Math.abs(y0 - by - y) > 1) seen.jumps++;
      }
      const inSight = [...now.values()].filter((y) => y + rowPx > top && y < bottom).length;
      if (inSight < Math.floor(height / rowPx) - 1) seen.gaps++;
      seen.drawnMax = Math.max(seen.drawnMax, now.size);
      before = now;
      scrolled += by;
      if (scrolled + box.clientHeight >= rows * rowPx - 1) break;
    }
    return { ...seen, height: box.scrollHeight };
  }, options);
}
