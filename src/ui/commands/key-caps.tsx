import { Fragment } from "react";
import { Kbd } from "@/ui/primitives/kbd";
import { capsOf } from "./keys";
import { isApple } from "./use-commands";

/** Keys as they stand on the keyboard; those pressed one after the other beside each other. */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5">
      {capsOf(keys, isApple()).map((caps, stroke) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same stroke may come twice, and none moves
        <Fragment key={stroke}>
          <span className="inline-flex gap-0.5">
            {caps.map((cap) => (
              <Kbd key={cap}>{cap}</Kbd>
            ))}
          </span>
        </Fragment>
      ))}
    </span>
  );
}
