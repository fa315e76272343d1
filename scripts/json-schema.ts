/** As much of JSON Schema as the wire needs. */
export interface JsonSchema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  [keyword: string]: unknown;
}

/** The members of a union; otherwise the schema alone. */
export function waysOf(schema: JsonSchema): JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

/** The only values allowed, or `undefined` when there are more. */
export function valuesOf(schema: JsonSchema): unknown[] | undefined {
  return "const" in schema ? [schema.const] : schema.enum;
}

/** The value of `type`, or else of `kind`, by which an object of a union is told from the others. */
export function tagOf({ properties }: JsonSchema): unknown {
  return properties?.type?.const ?? properties?.kind?.const;
}

/** A schema in a few words. */
export function told(schema: JsonSchema): string {
  const tag = tagOf(schema);
  if (tag !== undefined) return `a ${JSON.stringify(tag)}`;
  const values = valuesOf(schema);
  return values ? values.map((value) => JSON.stringify(value)).join(" or ") : (schema.type ?? "anything");
}

/** Compares what has the same name before and now; what is gone is a break by itself, what is new is none. */
export function byName<T>(
  [before = {}, now = {}]: [Record<string, T>?, Record<string, T>?],
  compare: (name: string, pair: [T, T]) => string[],
): string[] {
  return Object.entries(before).flatMap(([name, old]) => {
    const fresh = now[name];
    return fresh === undefined ? [`${name} is gone`] : compare(name, [old, fresh]);
  });
}

/** The same for the fields of the object that stands at a place. */
export function byField(
  at: string,
  [old, fresh]: [JsonSchema, JsonSchema],
  compare: (at: string, pair: [JsonSchema, JsonSchema]) => string[],
): string[] {
  const named = ({ properties = {} }: JsonSchema) =>
    Object.fromEntries(Object.entries(properties).map(([name, schema]) => [`${at}.${name}`, schema]));
  return byName([named(old), named(fresh)], compare);
}
