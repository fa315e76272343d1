/** What travels, as the compiler sees it: the types of the procedures, read from the source of the router. */
import path from "node:path";
import ts from "typescript";

/** A type as data. `ref` names an exported type of src/shared, which `Definitions` holds. */
export type Shape =
  | { kind: "any" | "string" | "number" | "boolean" | "null" | "void" }
  | { kind: "literal"; value: string | number | boolean }
  | { kind: "array"; of: Shape }
  | { kind: "union"; of: Shape[] }
  | { kind: "object"; fields: Record<string, Field> }
  | { kind: "ref"; name: string };

export interface Field {
  isOptional: boolean;
  shape: Shape;
}

export type Definitions = Record<string, { module: string; shape: Shape }>;

export interface ProcedureShape {
  type: "query" | "mutation" | "subscription";
  input: Shape;
  /** What a call answers, or each frame of a subscription; a durable one's is `{ id, data }`, where `id` is the cursor. */
  output: Shape;
}

export interface ApiShape {
  /** `router.procedure` → its types. */
  procedures: Record<string, ProcedureShape>;
  /** The answer of `POST /api/auth/chat-token`. */
  grantedToken: Shape;
  /** Every type of src/shared that the procedures name. */
  definitions: Definitions;
}

const routerFile = path.resolve("src/server/api/root.ts");
const grantFile = path.resolve("src/server/accounts/grant-chat-token.ts");
const sharedFolder = path.resolve("src/shared") + path.sep;

/** Reads the API's types from the source. Takes seconds: the whole server is compiled. */
export function readApiShape(): ApiShape {
  const program = ts.createProgram([routerFile, grantFile], compilerOptions());
  const reader = new ShapeReader(program);
  const procedures = Object.fromEntries(reader.proceduresOf(reader.exported(routerFile, "AppRouter")));
  const grantedToken = reader.shapeOf(reader.exported(grantFile, "GrantedChatToken"));
  return { procedures, grantedToken, definitions: reader.definitions };
}

/** The repository's own, without what only its build wants. */
function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
  return { ...options, incremental: false, noEmit: true };
}

class ShapeReader {
  readonly definitions: Definitions = {};
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  /** The exported types of src/shared. By identity, because an alias of what zod infers does not keep its name. */
  readonly #named = new Map<ts.Type, { name: string; module: string }>();

  constructor(program: ts.Program) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
    for (const { fileName } of program.getSourceFiles()) {
      if (!fileName.startsWith(sharedFolder)) continue;
      for (const symbol of this.#exportsOf(fileName)) {
        if (!(symbol.flags & (ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface))) continue;
        const type = this.#checker.getDeclaredTypeOfSymbol(symbol);
        if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Union) && !this.#named.has(type)) {
          this.#named.set(type, { name: symbol.name, module: path.basename(fileName, ".ts") });
        }
      }
    }
  }

  /** An exported type of a file. Throws when there is none. */
  exported(file: string, name: string): ts.Type {
    const symbol = this.#exportsOf(file).find((one) => one.name === name);
    if (!symbol) throw new Error(`${file} exports no type ${name}`);
    return this.#checker.getDeclaredTypeOfSymbol(symbol);
  }

  #exportsOf(file: string): ts.Symbol[] {
    const source = this.#program.getSourceFile(file);
    const module = source && this.#checker.getSymbolAtLocation(source);
    return module ? this.#checker.getExportsOfModule(module) : [];
  }

  propertiesOf(type: ts.Type): { name: string; type: ts.Type; isOptional: boolean }[] {
    return this.#checker.getPropertiesOfType(type).map((property) => ({
      name: property.name,
      type: this.#checker.getTypeOfSymbol(property),
      isOptional: (property.flags & ts.SymbolFlags.Optional) !== 0,
    }));
  }

  /** Every procedure below a router, under its whole name. */
  proceduresOf(router: ts.Type, above = ""): [string, ProcedureShape][] {
    return this.propertiesOf(router).flatMap(({ name, type }) => {
      if (name.startsWith("_") || name === "createCaller") return [];
      const isProcedure = this.#checker.getPropertyOfType(type, "_def") !== undefined;
      return isProcedure ? [[above + name, this.procedure(type)]] : this.proceduresOf(type, `${above}${name}.`);
    });
  }

  procedure(type: ts.Type): ProcedureShape {
    const def = this.#property(type, "_def");
    const types = this.#property(def, "$types");
    const kind = this.#property(def, "type");
    if (!kind.isStringLiteral()) throw new Error("a procedure of no kind");
    const output = this.#property(types, "output");
    return {
      type: kind.value as ProcedureShape["type"],
      input: this.shapeOf(this.#property(types, "input")),
      output: this.shapeOf(kind.value === "subscription" ? this.#frameOf(output) : output),
    };
  }

  /** Describes a type; exported types of src/shared are described once, under their names. */
  shapeOf(type: ts.Type): Shape {
    const named = this.#named.get(type);
    if (!named) return this.#structureOf(type);
    const { name, module } = named;
    const known = this.definitions[name];
    if (known && known.module !== module) throw new Error(`two shared types are called ${name}`);
    if (!known) {
      const definition: Definitions[string] = { module, shape: { kind: "any" } };
      this.definitions[name] = definition;
      definition.shape = this.#structureOf(type);
    }
    return { kind: "ref", name };
  }

  /** What a subscription yields. */
  #frameOf(output: ts.Type): ts.Type {
    const [yielded] = this.#checker.getTypeArguments(output as ts.TypeReference);
    if (!yielded) throw new Error("a subscription that yields nothing");
    return yielded;
  }

  #structureOf(type: ts.Type): Shape {
    const { flags } = type;
    if (flags & ts.TypeFlags.StringLiteral || flags & ts.TypeFlags.NumberLiteral) {
      return { kind: "literal", value: (type as ts.StringLiteralType | ts.NumberLiteralType).value };
    }
    if (flags & ts.TypeFlags.BooleanLiteral) return { kind: "literal", value: this.#checker.typeToString(type) === "true" };
    if (flags & ts.TypeFlags.String) return { kind: "string" };
    if (flags & ts.TypeFlags.Number) return { kind: "number" };
    if (flags & ts.TypeFlags.Boolean) return { kind: "boolean" };
    if (flags & ts.TypeFlags.Null) return { kind: "null" };
    if (flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return { kind: "void" };
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return { kind: "any" };
    if (type.isUnion()) return this.#unionOf(type.types);
    if (this.#checker.isArrayType(type)) {
      const [element] = this.#checker.getTypeArguments(type as ts.TypeReference);
      if (element) return { kind: "array", of: this.shapeOf(element) };
    }
    if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.#objectOf(type);
    throw new Error(`${this.#checker.typeToString(type)} cannot travel as JSON`);
  }

  #objectOf(type: ts.Type): Shape {
    if (type.getCallSignatures().length > 0) throw new Error(`${this.#checker.typeToString(type)} is a function`);
    const fields = this.propertiesOf(type).map(({ name, type: of, isOptional }): [string, Field] => {
      // That a field may be left out is said by `isOptional` alone.
      const isUndefinedToo = isOptional && of.isUnion();
      const shape = isUndefinedToo ? this.#unionOf(of.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined))) : this.shapeOf(of);
      return [name, { isOptional, shape }];
    });
    return { kind: "object", fields: Object.fromEntries(fields) };
  }

  #unionOf(types: readonly ts.Type[]): Shape {
    const shapes = types.map((one) => this.shapeOf(one));
    const isTruth = (shape: Shape) => shape.kind === "literal" && typeof shape.value === "boolean";
    const joined: Shape[] = shapes.filter(isTruth).length === 2 ? [...shapes.filter((one) => !isTruth(one)), { kind: "boolean" }] : shapes;
    // The compiler's own order depends on what it read before.
    const sorted = joined.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    return sorted.length === 1 && sorted[0] ? sorted[0] : { kind: "union", of: sorted };
  }

  #property(type: ts.Type, name: string): ts.Type {
    const property = this.#checker.getPropertyOfType(type, name);
    if (!property) throw new Error(`${this.#checker.typeToString(type)} has no ${name}`);
    return this.#checker.getTypeOfSymbol(property);
  }
}
