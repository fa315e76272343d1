import type { core } from "zod";

/** The words for what a schema finds wrong. */
type Problem = "needed" | "tooLong" | "tooLarge" | "order" | "overlap" | "variable" | "timeZone" | "spaces" | "wrong";

// The schemas say it in words of their own, for whoever reads the wire.
const words: readonly [RegExp, Problem][] = [
  [/is needed|is blank/, "needed"],
  [/longer than|too long/, "tooLong"],
  [/ends before it begins/, "order"],
  [/overlap/, "overlap"],
  [/names what/, "variable"],
  [/no time zone/, "timeZone"],
  [/spaces or slashes/, "spaces"],
];

/** What an issue of a form is called. */
export function problemOf(issue: core.$ZodIssue): Problem {
  if (issue.code === "too_small") return "needed";
  if (issue.code === "too_big") return issue.origin === "string" ? "tooLong" : "tooLarge";
  if (issue.code === "custom" && issue.params?.app === "MESSAGE_BLANK") return "needed";
  if (issue.code === "custom" && issue.params?.app === "MESSAGE_TOO_LONG") return "tooLong";
  return words.find(([pattern]) => pattern.test(issue.message))?.[1] ?? "wrong";
}
