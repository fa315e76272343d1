/** Whether what clients send is still taken. */
import { byField, type JsonSchema, tagOf, told, valuesOf, waysOf } from "./json-schema";

type Pair = [old: JsonSchema, fresh: JsonSchema];

/** One line for each thing that the old schema took and the fresh one refuses or means otherwise. */
export function inputBreaks(at: string, [old, fresh]: Pair): string[] {
  const [ways, freshWays] = [waysOf(old), waysOf(fresh)];
  if (ways.length > 1 || freshWays.length > 1)
    return [...ways.flatMap((way) => wayBreaks(at, way, freshWays)), ...defaultBreaks(at, [old, fresh])];
  const isWider = fresh.type === undefined || (old.type === "integer" && fresh.type === "number");
  if (old.type !== fresh.type && !isWider) return [`${at}: was ${told(old)}, is ${told(fresh)}`];
  return [
    ...valueBreaks(at, [old, fresh]),
    ...formBreaks(at, [old, fresh]),
    ...boundBreaks(at, [old, fresh]),
    ...defaultBreaks(at, [old, fresh]),
    ...objectBreaks(at, [old, fresh]),
    ...(old.items && fresh.items ? inputBreaks(`${at}[]`, [old.items, fresh.items]) : []),
  ];
}

/** One way to fill a union in: another way must take all of it. */
function wayBreaks(at: string, way: JsonSchema, freshWays: JsonSchema[]): string[] {
  if (freshWays.some((one) => inputBreaks(at, [way, one]).length === 0)) return [];
  // The one with the same tag, or else of the same type, tells best what is wrong.
  const twin =
    freshWays.find((one) => tagOf(one) !== undefined && tagOf(one) === tagOf(way)) ??
    freshWays.find((one) => tagOf(one) === undefined && tagOf(way) === undefined && one.type === way.type);
  return twin ? inputBreaks(at, [way, twin]) : [`${at}: ${told(way)} is no longer taken`];
}

function objectBreaks(at: string, [old, fresh]: Pair): string[] {
  const required = (fresh.required ?? []).filter((name) => !old.required?.includes(name));
  const isClosed = fresh.additionalProperties === false && old.additionalProperties !== false;
  return [
    ...required.map((name) => `${at}.${name} has become required`),
    ...(isClosed ? [`${at}: unknown fields are refused now`] : []),
    ...byField(at, [old, fresh], inputBreaks),
  ];
}

function valueBreaks(at: string, [old, fresh]: Pair): string[] {
  const allowed = valuesOf(fresh);
  if (!allowed) return [];
  const before = valuesOf(old);
  if (!before) return [`${at}: was any ${told(old)}, is ${told(fresh)}`];
  return before.filter((value) => !allowed.includes(value)).map((value) => `${at}: ${JSON.stringify(value)} is no longer taken`);
}

function formBreaks(at: string, [old, fresh]: Pair): string[] {
  return ["pattern", "format"].flatMap((keyword) =>
    fresh[keyword] !== undefined && fresh[keyword] !== old[keyword] ? [`${at}: ${keyword} has become ${String(fresh[keyword])}`] : [],
  );
}

function defaultBreaks(at: string, [old, fresh]: Pair): string[] {
  if (!("default" in old) || JSON.stringify(old.default) === JSON.stringify(fresh.default)) return [];
  return [`${at}: left out it meant ${JSON.stringify(old.default)}`];
}

function boundBreaks(at: string, [old, fresh]: Pair): string[] {
  const bound = (keyword: string, isTighter: (a: number, b: number) => boolean) => {
    const [before, now] = [old[keyword], fresh[keyword]];
    const isBroken = typeof now === "number" && (typeof before !== "number" || isTighter(now, before));
    return isBroken ? [`${at}: ${keyword} was ${before === undefined ? "not set" : String(before)}, is ${now}`] : [];
  };
  return [
    ...["minLength", "minimum", "exclusiveMinimum", "minItems"].flatMap((keyword) => bound(keyword, (now, before) => now > before)),
    ...["maxLength", "maximum", "exclusiveMaximum", "maxItems"].flatMap((keyword) => bound(keyword, (now, before) => now < before)),
  ];
}
