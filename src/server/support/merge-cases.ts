import type { MergeInput } from "../../shared/case-inputs";
import { AppError } from "../../shared/errors";
import type { Case } from "../../shared/support";
import type { ChatContext } from "../chat/context";
import { type CaseRow, caseColumns, caseOf } from "../delivery/rows";
import type { Sql } from "../platform/db";
import { changeCase } from "./change-case";

const readEarlier = {
  name: "support-read-earlier-case",
  text: `select ${caseColumns} from cases where conversation_id = $1 and number = $2`,
};

const markMerged = {
  name: "support-mark-merged",
  text: "update cases set merged_into = $3 where conversation_id = $1 and number = $2",
};

const priorities = ["low", "normal", "high", "urgent"] as const satisfies readonly Case["priority"][];

/**
 * Makes an earlier case of the member part of the present one: it began then, with its labels, at the higher priority. The earlier row stays as it was,
 * with the number of the one that took it in; docs/decisions/014 says why so and not the other way round.
 * @throws RATE_LIMITED · NOT_A_PARTICIPANT · CASE_CHANGED · BAD_INPUT (no earlier case, or one that was merged already)
 */
export function mergeCases(ctx: ChatContext, { conversationId, version, number }: MergeInput): Promise<Case> {
  return changeCase(
    ctx,
    { conversationId, version },
    {
      isSo: () => false,
      async decide(current, { sql }) {
        const earlier = number < current.number ? await readOne(sql, conversationId, number) : null;
        if (!earlier || earlier.mergedInto !== null) {
          throw new AppError("BAD_INPUT", { issues: [{ path: "number", message: "is not an earlier case to merge" }] });
        }
        await sql.rows(markMerged, [conversationId, number, current.number]);
        const { topic, priority, labels, openedAt, firstReplyAt } = current;
        return {
          patch: {
            topic: topic ?? earlier.topic,
            priority: priorities[Math.max(priorities.indexOf(priority), priorities.indexOf(earlier.priority))] ?? priority,
            labels: [...new Set([...earlier.labels, ...labels])],
            openedAt: earliest(earlier.openedAt, openedAt),
            firstReplyAt: earliest(earlier.firstReplyAt, firstReplyAt),
            lastReplyAt: current.lastReplyAt ?? earlier.lastReplyAt,
            mentionedIds: [...new Set([...current.mentionedIds, ...earlier.mentionedIds])].sort(),
          },
          facts: [{ kind: "merged", earlier: number, before: { topic, priority, labels, openedAt, firstReplyAt } }],
        };
      },
    },
  );
}

/** Cases are merged in any order: what took in the first one already began then, whatever comes after. */
function earliest<T extends string | null>(a: T, b: T): T {
  if (a === null || b === null) return a ?? b;
  return Date.parse(b) < Date.parse(a) ? b : a;
}

async function readOne(sql: Sql, conversationId: string, number: number): Promise<Case | null> {
  const [row] = await sql.rows<CaseRow & Record<string, unknown>>(readEarlier, [conversationId, number]);
  return row ? caseOf(row) : null;
}
