import type { MarkInput } from "../../shared/conversations";
import type { ChatContext } from "./context";
import { raiseWatermark, type Watermarks } from "./raise-watermark";

/** A device of the caller has every message up to `seq`. See `raiseWatermark`. */
export function markDelivered(ctx: ChatContext, input: MarkInput): Promise<Watermarks> {
  return raiseWatermark(ctx, input, "delivered");
}
