import type { SnoozeInput } from "../../shared/case-inputs";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { changeCase, type Wanted } from "./change-case";
import { moved } from "./move-case";

/**
 * Lays a case aside until a moment, or until the member writes. One that sleeps already sleeps until then instead.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED · CASE_MOVE_REFUSED · BAD_INPUT (a moment that is past, or further than a year away)
 */
export function snoozeCase(ctx: ChatContext, { until, ...seen }: SnoozeInput): Promise<Case> {
  return changeCase(ctx, seen, asleep(ctx, until));
}

/** A case that sleeps until then (ISO). */
export function asleep({ clock }: Pick<ChatContext, "clock">, until: string): Wanted {
  const at = new Date(until).toISOString();
  const inMs = Date.parse(at) - clock.now();
  return {
    isSo: (current) => current.snoozedUntil === at,
    decide(current) {
      if (inMs <= 0 || inMs > limits.snoozeMsMax) {
        throw new AppError("BAD_INPUT", { issues: [{ path: "until", message: "is not within the coming year" }] });
      }
      return moved(current, "snooze", at);
    },
  };
}
