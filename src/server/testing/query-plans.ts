/**
 * What PostgreSQL does for every statement of a program, as it does it: auto_explain tells each plan with the rows it touched, those of nested
 * statements too (functions, triggers, foreign keys). Needs a superuser.
 */
import type pg from "pg";

export interface Ran {
  /** The statement's name; `null` for one without, such as Prisma's and those inside of functions. */
  name: string | null;
  text: string;
  plan: PlanNode;
}

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: PlanNode[];
}

/** Has PostgreSQL explain whatever runs on connections to this database from now on. */
export async function explainAll(client: pg.ClientBase, planCacheMode: "force_custom_plan" | "force_generic_plan"): Promise<void> {
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_level": "notice",
    "auto_explain.log_format": "json",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_nested_statements": "on",
    plan_cache_mode: planCacheMode,
  };
  const { rows } = await client.query<{ name: string }>("select quote_ident(current_database()) as name");
  for (const [name, value] of Object.entries(settings)) await client.query(`alter database ${rows[0]?.name} set ${name} = '${value}'`);
}

/** Collects what runs on a pool that has not connected yet. */
export function watchPlans(pool: pg.Pool): Ran[] {
  const ran: Ran[] = [];
  const names = new Map<string, string>();
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...values: unknown[]) => unknown;
    client.query = ((...values: unknown[]) => {
      const [statement] = values;
      if (typeof statement === "object" && statement !== null && "name" in statement && "text" in statement) {
        names.set(String(statement.text).trim(), String(statement.name));
      }
      return query(...values);
    }) as typeof client.query;
    client.on("notice", ({ message }) => {
      const plan = message?.match(/^duration: .* plan:\n(.*)$/s)?.[1];
      if (plan === undefined) return;
      const { "Query Text": text, Plan } = JSON.parse(plan) as { "Query Text": string; Plan: PlanNode };
      ran.push({ name: names.get(text.trim()) ?? null, text, plan: Plan });
    });
  });
  return ran;
}

/** What is wrong with a plan: tables among `large` that it reads from end to end, and steps that touch more than `rowsMax` rows. */
export function faultsOf(plan: PlanNode, { large, rowsMax }: { large: ReadonlySet<string>; rowsMax: number }): string[] {
  const faults: string[] = [];
  const table = plan["Relation Name"];
  const touched =
    (plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0) + (plan["Rows Removed by Index Recheck"] ?? 0)) * plan["Actual Loops"];
  const step = `${plan["Node Type"]}${table ? ` on ${table}` : ""}`;
  if (plan["Node Type"] === "Seq Scan" && table !== undefined && large.has(table)) faults.push(step);
  else if (touched > rowsMax) faults.push(`${step}: ${Math.round(touched)} rows`);
  return [...faults, ...(plan.Plans ?? []).flatMap((part) => faultsOf(part, { large, rowsMax }))];
}
