/** Sets this process's wall clock off by `CHAOS_CLOCK_SKEW_MS`, before anything of the product is loaded. */
const skewMs = Number(process.env.CHAOS_CLOCK_SKEW_MS ?? 0);

if (skewMs !== 0) {
  const Right = Date;
  globalThis.Date = class extends Right {
    constructor(...from: [] | [number | string | Date]) {
      if (from.length === 0) super(Right.now() + skewMs);
      else super(...from);
    }

    static override now(): number {
      return Right.now() + skewMs;
    }
  } as DateConstructor;
}
