import type { MarkInput } from "../../shared/conversations";
import { type MarkContext, raiseWatermark, type Watermarks } from "./raise-watermark";

/** The caller has read every message up to `seq`. See `raiseWatermark`. */
export function markRead(ctx: MarkContext, input: MarkInput): Promise<Watermarks> {
  return raiseWatermark(ctx, input, "read");
}
