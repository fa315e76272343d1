/**
 * Prisma's schema engine as WebAssembly, on the same driver as everything else: it compares schemas and applies migrations, keeps the
 * `_prisma_migrations` table that Prisma's tools know, and needs no engine binary to be downloaded.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

export type SchemaEngine = bindings.SchemaEngine;

let loading: Promise<void> | undefined;

/**
 * Runs `work` with the engine on one database, and closes its connections.
 * @param url postgresql://…
 * @param schema the text of schema.prisma, for comparisons
 */
export async function withSchemaEngine<T>(url: string, schema: string | undefined, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  loading ??= loadWasm();
  await loading;
  const pool = openPool(url);
  try {
    const datamodels: [string, string][] | undefined = schema === undefined ? undefined : [["schema.prisma", schema]];
    const adapter = bindMigrationAwareSqlAdapterFactory(adapterOn(pool));
    const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

const charType = 18;
const charArrayType = 1002;

/**
 * The engine reads catalogues with columns of the internal type "char", which the adapter does not know. They pass it as a type that it knows
 * and the engine never asks for, and are named rightly after it (`adapterOn`).
 */
function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2, application_name: "gymproluxe-chat schema" });
  const query = pool.query.bind(pool);
  const withChars = async (config: pg.QueryConfig) => {
    const result = await query(config);
    // A script of several statements has a list of results, and nobody reads them.
    if (Array.isArray(result)) return result;
    for (const field of result.fields) {
      if (field.dataTypeID === charType) field.dataTypeID = charArrayType;
    }
    return result;
  };
  return Object.assign(pool, { query: withChars });
}

/**
 * The adapter would cut a script at each semicolon, inside functions too, and run the pieces one by one. As one query PostgreSQL runs it in one
 * transaction, and the mark that it is done belongs to it: a process killed here leaves a migration whole or not begun.
 */
function adapterOn(pool: pg.Pool): PrismaPg {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type) => (type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type));
      return { ...result, columnTypes };
    };
    adapter.executeScript = async (script) => {
      await pool.query({ text: `${script};\n${markDone}` }).catch((error: pg.DatabaseError) => {
        throw new DriverAdapterError({ kind: "postgres", ...factsOf(error) });
      });
    };
    return adapter;
  };
  return factory;
}

function factsOf({ code, severity, message, detail, column, hint }: pg.DatabaseError) {
  return { code: code ?? "XX000", severity: severity ?? "ERROR", message, detail, column, hint };
}

const markDone = `do $$ begin
  if to_regclass('_prisma_migrations') is not null then
    update _prisma_migrations set finished_at = now() where finished_at is null and rolled_back_at is null;
  end if;
end $$`;

/** The engine forgets the time-out of a lock that it got: ten seconds in which a process that has done its work would not end. */
function holdingNobodyUp([name, binding]: [string, unknown]): [string, unknown] {
  if (!name.startsWith("__wbg_setTimeout_")) return [name, binding];
  return [name, (callback: () => void, ms: number) => setTimeout(callback, ms).unref()];
}

/** The package is made for bundlers, which would do this binding: here the module is instantiated by hand. */
async function loadWasm(): Promise<void> {
  const file = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  // Where the engine leaves its last words when it breaks.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (words: string) => process.stderr.write(words) } });
  const imports = {
    "./schema_engine_bg.js": Object.fromEntries(Object.entries(bindings).map(holdingNobodyUp)) as WebAssembly.ModuleImports,
  };
  const { instance } = await WebAssembly.instantiate(await readFile(file), imports);
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}
