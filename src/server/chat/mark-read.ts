import type { MarkInput } from "../../shared/conversations";
import type { ChatContext } from "./context";
import { raiseWatermark, type Watermarks } from "./raise-watermark";

/** The caller has read every message up to `seq`. See `raiseWatermark`. */
export function markRead(ctx: ChatContext, input: MarkInput): Promise<Watermarks> {
  return raiseWatermark(ctx, input, "read");
}
