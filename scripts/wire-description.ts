/** The whole wire as data: what `docs/wire.json` keeps of what was released, and what the source says now. */
import { readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { appRouter } from "../src/server/api/root";
import { errorTable } from "../src/shared/errors";
import { limits } from "../src/shared/limits";
import { ChatTokenRequest } from "../src/shared/people";
import type { JsonSchema } from "./json-schema";
import { type ProcedureShape, readApiShape, type Shape } from "./wire-shapes";

/** What a procedure takes. */
export interface InputDescription {
  /** Whether a call may come without any input. */
  isOptional: boolean;
  schema: JsonSchema;
}

export interface ProcedureDescription extends Pick<ProcedureShape, "type"> {
  /** `null`: it takes nothing. */
  input: InputDescription | null;
  /** What a call answers, or what each frame of a subscription is (a durable one is `{ id, data }`, where `id` is the cursor); `null`: nothing. */
  output: JsonSchema | null;
}

export interface WireDescription {
  procedures: Record<string, ProcedureDescription>;
  /** Types that outputs name. */
  definitions: Record<string, JsonSchema>;
  /** What `error.data.app.code` may be. */
  errors: Record<string, { trpc: string; retry: boolean }>;
  /** Bounds that are built into clients which are out there. */
  limits: Record<string, number>;
}

const limitsOfClients = [
  "messageCharactersMax",
  "frameBytesMax",
  "batchCallsMax",
  "frameCallsMax",
  "subscriptionsPerSocketMax",
  "socketsPerUserMax",
  "groupParticipantsMax",
  "conversationNameCharactersMax",
  "searchQueryCharactersMax",
  "topicCharactersMax",
  "pageMax",
  "presenceUsersMax",
  "cursorAgeMsMax",
  "chatTokenLifeMs",
  "presenceLifeMs",
  "typingLifeMs",
] as const;

export const recordFile = "docs/wire.json";
/** The one endpoint of the main API stands among the procedures. */
const chatToken = "POST /api/auth/chat-token";

/** What the source says. Takes seconds. */
export function describeWire(): WireDescription {
  const api = readApiShape();
  const procedures: Record<string, ProcedureDescription> = {
    [chatToken]: { type: "mutation", input: describeInput(ChatTokenRequest), output: outputSchema(api.grantedToken) },
  };
  const schemas = inputSchemas();
  for (const [name, { type, output }] of Object.entries(api.procedures)) {
    if (!schemas.has(name)) throw new Error(`${name} is in the router's type and not in the router`);
    const schema = schemas.get(name);
    procedures[name] = {
      type,
      input: schema ? describeInput(schema) : null,
      output: output.kind === "void" ? null : outputSchema(output),
    };
  }
  return {
    procedures: sortedByKey(procedures),
    definitions: sortedByKey(Object.fromEntries(Object.entries(api.definitions).map(([name, { shape }]) => [name, outputSchema(shape)]))),
    errors: Object.fromEntries(Object.entries(errorTable).map(([code, { trpc, retry }]) => [code, { trpc, retry }])),
    limits: Object.fromEntries(limitsOfClients.map((name) => [name, limits[name]])),
  };
}

/** What was released. */
export function readRecord(): WireDescription {
  return JSON.parse(readFileSync(recordFile, "utf8")) as WireDescription;
}

export function writeRecord(wire: WireDescription): void {
  writeFileSync(recordFile, `${JSON.stringify(wire, null, 2)}\n`);
}

/** A procedure's input as JSON Schema. What a schema checks beyond types, bounds and forms (that a text is not blank, say) is not in it. */
export function describeInput(schema: z.ZodType): InputDescription {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return { isOptional: schema.safeParse(undefined).success, schema: withoutPatternsOfFormats(described as JsonSchema) };
}

/** A type as JSON Schema; named ones stand under `definitions`. */
export function outputSchema(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case "any":
    case "void":
      return {};
    case "string":
    case "number":
    case "boolean":
    case "null":
      return { type: shape.kind };
    case "literal":
      return { type: typeof shape.value, const: shape.value };
    case "array":
      return { type: "array", items: outputSchema(shape.of) };
    case "ref":
      return { $ref: `#/definitions/${shape.name}` };
    case "union": {
      const values = shape.of.flatMap((one) => (one.kind === "literal" && typeof one.value === "string" ? [one.value] : []));
      const others = shape.of.filter((one) => !(one.kind === "literal" && typeof one.value === "string")).map(outputSchema);
      const members = values.length > 0 ? [{ type: "string", enum: values }, ...others] : others;
      return members.length === 1 && members[0] ? members[0] : { anyOf: members };
    }
    case "object":
      return {
        type: "object",
        properties: Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, outputSchema(field.shape)])),
        required: Object.entries(shape.fields).flatMap(([name, { isOptional }]) => (isOptional ? [] : [name])),
      };
  }
}

/** A format says what its pattern says, and is the same in the next version of zod. */
function withoutPatternsOfFormats(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, (_, value: unknown) => {
    if (typeof value !== "object" || value === null || !("format" in value) || !("pattern" in value)) return value;
    const { pattern: _pattern, ...rest } = value;
    return rest;
  });
  return JSON.parse(text) as JsonSchema;
}

/** Procedure → the zod schema of its input, or `null`. */
function inputSchemas(): Map<string, z.ZodType | null> {
  const schemas = new Map<string, z.ZodType | null>();
  for (const [name, procedure] of Object.entries(appRouter._def.procedures)) {
    const { inputs } = (procedure as unknown as { _def: { inputs: unknown[] } })._def;
    if (inputs.length > 1) throw new Error(`${name} has several inputs: describe them first`);
    const [schema = null] = inputs;
    if (schema !== null && !(schema instanceof z.ZodType)) throw new Error(`${name} takes something that is not a zod schema`);
    schemas.set(name, schema);
  }
  return schemas;
}

function sortedByKey<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
