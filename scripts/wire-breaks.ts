/**
 * What of a released wire no longer holds. A call that was right once must stay right, and an answer must stay readable by clients that were
 * written for the old one: nothing is removed, renamed, retyped or narrowed. Adding is free: a procedure, an optional field of an input, a field of
 * an output, an event, an error.
 */
import { inputBreaks } from "./input-breaks";
import { byName } from "./json-schema";
import { OutputComparison } from "./output-breaks";
import type { ProcedureDescription, WireDescription } from "./wire-description";

/** One line for each thing that `now` takes from clients of `before`; empty when nothing breaks. */
export function wireBreaks(before: WireDescription, now: WireDescription): string[] {
  const outputs = new OutputComparison(before.definitions, now.definitions);
  return [
    ...byName([before.procedures, now.procedures], (name, pair) => procedureBreaks(name, pair, outputs)),
    ...byName([before.errors, now.errors], (code, [old, fresh]) => [
      ...(old.retry === fresh.retry ? [] : [`${code}: trying again ${old.retry ? "helped" : "did not help"}`]),
      ...(old.trpc === fresh.trpc ? [] : [`${code}: was ${old.trpc}, is ${fresh.trpc}`]),
    ]),
    ...byName([before.limits, now.limits], (name, [old, fresh]) => (fresh < old ? [`${name}: was ${old}, is ${fresh}`] : [])),
  ];
}

function procedureBreaks(name: string, [old, fresh]: [ProcedureDescription, ProcedureDescription], outputs: OutputComparison): string[] {
  if (old.type !== fresh.type) return [`${name}: was a ${old.type}, is a ${fresh.type}`];
  const nothing = { type: "null" };
  return [
    ...(fresh.input && !fresh.input.isOptional && (!old.input || old.input.isOptional) ? [`${name}: an input has become required`] : []),
    ...(old.input && fresh.input ? inputBreaks(`${name} ←`, [old.input.schema, fresh.input.schema]) : []),
    ...(old.input && !fresh.input ? [`${name}: takes no input any more`] : []),
    ...(old.output ? outputs.breaks(`${name} →`, [old.output, fresh.output ?? nothing]) : []),
  ];
}
