import type { MarkInput } from "../../shared/conversations";
import { type MarkContext, raiseWatermark, type Watermarks } from "./raise-watermark";

/** A device of the caller has every message up to `seq`. See `raiseWatermark`. */
export function markDelivered(ctx: MarkContext, input: MarkInput): Promise<Watermarks> {
  return raiseWatermark(ctx, input, "delivered");
}
