/** Inputs for a procedure, made from its schema: shaped as it wants them, with anything in any place. */
import fc from "fast-check";
import type * as z from "zod";

type Schema = z.core.$ZodType;

/** Ids that exist, so that some calls get past the first look. */
export type KnownIds = readonly string[];

const odd = fc.constantFrom<unknown>(
  null,
  -1,
  0.5,
  2 ** 31,
  Number.MAX_SAFE_INTEGER,
  1e308,
  "",
  " ",
  "\0",
  "\ud800",
  "\u202e",
  "__proto__",
  "constructor",
  "'; drop table users; --",
  "0000-01-01T00:00:00Z",
  "+275760-09-13T00:00:00Z",
  "a".repeat(5_000),
  "😀".repeat(2_001),
  {},
  [],
  { length: -1 },
  [[[[[]]]]],
  JSON.parse('{"__proto__":{"polluted":true}}'),
);
const anything = fc.oneof(odd, fc.jsonValue({ maxDepth: 3 }));

/** What a schema is given. Throws for a kind of schema that this does not know yet: then it must be told. */
export function anyInput(schema: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: shaped(schema, ids) }, { weight: 1, arbitrary: anything });
}

function shaped(schema: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  const { def } = schema._zod as unknown as { def: Definition };
  const mostly = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof({ weight: 8, arbitrary }, { weight: 1, arbitrary: anything });
  switch (def.type) {
    case "object":
      return object(def.shape ?? {}, ids);
    case "array":
      return fc.array(inner(def.element, ids), { maxLength: 12 });
    case "string":
      return mostly(text(def, ids));
    case "number":
      return mostly(fc.oneof(fc.integer({ min: -2, max: 120 }), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })));
    case "boolean":
      return mostly(fc.boolean());
    case "enum":
      return mostly(fc.constantFrom(...Object.values(def.entries ?? {})));
    case "literal":
      return mostly(fc.constantFrom(...(def.values ?? [])));
    case "union":
      return fc.oneof(...(def.options ?? []).map((option) => shaped(option, ids)));
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
      return fc.oneof({ weight: 4, arbitrary: inner(def.innerType, ids) }, { weight: 1, arbitrary: fc.constant(null) });
    case "pipe":
      return inner(def.in, ids);
    case "custom":
      return text({ type: "string" }, ids);
    default:
      throw new Error(`no input is known for a schema of type ${def.type}`);
  }
}

interface Definition {
  type: string;
  format?: string;
  shape?: Record<string, Schema>;
  element?: Schema;
  innerType?: Schema;
  in?: Schema;
  options?: readonly Schema[];
  entries?: Record<string, unknown>;
  values?: readonly unknown[];
  checks?: readonly { _zod: { def: { format?: string } } }[];
}

function inner(schema: Schema | undefined, ids: KnownIds): fc.Arbitrary<unknown> {
  if (!schema) throw new Error("a schema without its inside");
  return shaped(schema, ids);
}

function object(shape: Record<string, Schema>, ids: KnownIds): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, shaped(field, ids)]));
  const whole = fc.record(fields, { requiredKeys: Object.keys(fields) });
  return fc.oneof(
    { weight: 6, arbitrary: whole },
    { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.tuple(whole, fc.dictionary(fc.string(), anything)).map(([one, more]) => ({ ...more, ...one })) },
  );
}

function text(def: Definition, ids: KnownIds): fc.Arbitrary<unknown> {
  const formats = [def.format, ...(def.checks ?? []).map((check) => check._zod.def.format)];
  const free = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: "binary", maxLength: 30 }), fc.lorem({ maxCount: 5 }));
  if (formats.includes("uuid") || formats.includes("guid")) return fc.oneof(fc.constantFrom(...ids), fc.uuid(), free);
  if (formats.includes("datetime"))
    return fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      free,
    );
  return fc.oneof(free, fc.constantFrom(...ids));
}
