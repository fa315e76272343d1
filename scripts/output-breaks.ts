/** Whether clients still find what they count on in what they are sent. */
import { byField, type JsonSchema, tagOf, told, waysOf } from "./json-schema";

type Pair = [old: JsonSchema, fresh: JsonSchema];
type Definitions = Record<string, JsonSchema>;

/**
 * Unions that clients were told may grow: they pass over an event or a line of a timeline that they do not know, and show a message of another kind as
 * its text.
 */
const growing = new Set(["ChatEvent", "DeskEvent", "MessageKind", "CaseFact", "CaseEntry"]);

export class OutputComparison {
  readonly #before: Definitions;
  readonly #now: Definitions;

  constructor(before: Definitions, now: Definitions) {
    this.#before = before;
    this.#now = now;
  }

  /** One line for each field, form or type that is not what it was. */
  breaks(at: string, [old, fresh]: Pair, above: readonly string[] = []): string[] {
    const key = `${old.$ref} ${fresh.$ref}`;
    // A type that holds itself is looked into once.
    if (old.$ref && above.includes(key)) return [];
    if (isAnything(resolve(old, this.#before))) return [];
    const known = formsOf(old, this.#before);
    const possible = formsOf(fresh, this.#now).map((form) => ({ form, twin: twinOf(form, known) }));
    const isGrowing = [old, fresh].some(({ $ref }) => growing.has(nameOf($ref)));
    const unknown = possible.filter(({ twin }) => !twin && !isGrowing).map(({ form }) => `${at}: may now be ${told(form)}`);
    // That something is never null any more harms nobody.
    const gone = known.filter((one) => one.type !== "null" && !possible.some(({ twin }) => twin === one));
    const inside = possible.flatMap(({ form, twin }) => (twin ? this.#inside(tagged(at, form), [twin, form], [...above, key]) : []));
    return [...unknown, ...gone.map((one) => `${at}: ${told(one)} does not come any more`), ...inside];
  }

  #inside(at: string, [old, fresh]: Pair, above: readonly string[]): string[] {
    const optional = (old.required ?? []).filter((name) => fresh.properties?.[name] && !fresh.required?.includes(name));
    return [
      ...optional.map((name) => `${at}.${name} may now be left out`),
      ...byField(at, [old, fresh], (field, pair) => this.breaks(field, pair, above)),
      ...(old.items && fresh.items ? this.breaks(`${at}[]`, [old.items, fresh.items], above) : []),
    ];
  }
}

/** Every single form that a value may have: each member of a union, each of the allowed texts. */
function formsOf(schema: JsonSchema, definitions: Definitions): JsonSchema[] {
  const one = resolve(schema, definitions);
  const members = waysOf(one);
  if (members.length > 1) return members.flatMap((member) => formsOf(member, definitions));
  return one.enum ? one.enum.map((value) => ({ type: typeof value, const: value })) : [one];
}

/** As which of the known forms a client reads this one. */
function twinOf(form: JsonSchema, known: readonly JsonSchema[]): JsonSchema | undefined {
  const same = known.filter((one) => one.type === form.type);
  if ("const" in form) return same.find((one) => one.const === form.const) ?? same.find((one) => !("const" in one));
  return same.find((one) => !("const" in one) && tagOf(one) === tagOf(form));
}

function tagged(at: string, form: JsonSchema): string {
  const tag = tagOf(form);
  return tag === undefined ? at : `${at}(${String(tag)})`;
}

function isAnything(schema: JsonSchema): boolean {
  return Object.keys(schema).length === 0;
}

function nameOf(ref: string | undefined): string {
  return ref?.split("/").at(-1) ?? "";
}

function resolve(schema: JsonSchema, definitions: Definitions): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const definition = definitions[nameOf(schema.$ref)];
  if (!definition) throw new Error(`${schema.$ref} is not described`);
  return resolve(definition, definitions);
}
