/**
 * Every setting of the product: its name, default and meaning. `.env.example` is written from this table, and nothing else reads the environment.
 * The one-process run needs none of them.
 */
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";

const redisUrl = z.url({ protocol: /^rediss?$/ });
const secret = z.string().min(24, "must have at least 24 characters");
const origins = z
  .string()
  .transform((text) => text.split(",").flatMap((part) => part.trim() || []))
  .pipe(z.array(z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)));

const settings = {
  NODE_ENV: z.enum(["development", "production", "test"]).default("development").describe("Set by the npm scripts."),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe("The port of everything: pages, API and WebSocket."),
  HOST: z.string().optional().describe("The address to listen on. Unset: every address of this machine."),
  DATA_DIR: z.string().default(".data").describe("The folder of the one-process run: embedded PostgreSQL and secrets made by itself."),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be postgresql://user:password@host:port/database" })
    .optional()
    .describe("postgresql://… of a PostgreSQL of your own (tested with 18). Unset: an embedded one in DATA_DIR."),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(500).default(10).describe("Connections of one process to PostgreSQL."),
  REDIS_URL: z
    .string()
    .refine((text) => text.split(",").every((part) => redisUrl.safeParse(part.trim()).success), "must be redis://host:port")
    .optional()
    .describe("redis://… to run several processes. Unset: everything in one process."),
  REDIS_CLUSTER: z
    .stringbool()
    .default(false)
    .describe("1: REDIS_URL is a Redis Cluster (7 or later): its endpoint, or some of its nodes, separated by commas."),
  NEXTAUTH_URL: z
    .url({ protocol: /^https?$/, error: "must be the address of this server, such as https://chat.example.com" })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional()
    .describe("The address people type, such as https://chat.example.com. Unset: any address of this machine, over http."),
  NEXTAUTH_SECRET: secret.optional().describe("Seals sign-in cookies. Required with DATABASE_URL, else made once."),
  CHAT_TOKEN_SECRET: secret.optional().describe("Seals chat tokens. Required with DATABASE_URL, else made once."),
  MAIN_API_KEY: secret
    .optional()
    .describe("What the main API shows in x-api-key to fetch chat tokens. Required with DATABASE_URL, else made once."),
  ALLOWED_ORIGINS: origins
    .prefault("")
    .describe("Other origins whose pages may open a WebSocket, separated by commas. This server's own is always allowed."),
  TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe("How many proxies of yours stand before this server: that many entries of x-forwarded-for are believed."),
  DEMO: z.stringbool().default(false).describe("1: a demo gym and sign-in by one click. Never on a server with real people."),
  RATE_LIMIT: z.enum(["on", "off"]).default("on").describe("off: for load tests only."),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("What is logged: debug, info, warn, error or silent."),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("The address of an OpenID Connect provider to sign in with. Its return address is NEXTAUTH_URL/api/auth/callback/oidc."),
  OIDC_CLIENT_ID: z.string().optional().describe("The client id at that provider."),
  OIDC_CLIENT_SECRET: z.string().optional().describe("The client secret at that provider, when it gave one."),
  OIDC_NAME: z.string().default("Single sign-on").describe("What the sign-in button says."),
  OIDC_DEFAULT_GYM: z
    .string()
    .optional()
    .describe("The slug of the gym that people new to us join as members. Unset: only known people get in."),
};

const Settings = z.object(settings).superRefine((env, ctx) => {
  const miss = (name: keyof typeof settings, why: string) => ctx.addIssue({ code: "custom", path: [name], message: `is required ${why}` });
  if (env.DATABASE_URL) for (const name of secretNames) if (!env[name]) miss(name, "with DATABASE_URL");
  if (env.REDIS_URL && !env.DATABASE_URL) miss("DATABASE_URL", "with REDIS_URL: several processes share one PostgreSQL");
  if (env.REDIS_CLUSTER && !env.REDIS_URL) miss("REDIS_URL", "with REDIS_CLUSTER");
  if (env.REDIS_URL?.includes(",") && !env.REDIS_CLUSTER) miss("REDIS_CLUSTER", "with several addresses in REDIS_URL");
  if (env.OIDC_ISSUER && !env.OIDC_CLIENT_ID) miss("OIDC_CLIENT_ID", "with OIDC_ISSUER");
});

const secretNames = ["NEXTAUTH_SECRET", "CHAT_TOKEN_SECRET", "MAIN_API_KEY"] as const;
type SecretName = (typeof secretNames)[number];

/** The settings as the program uses them: complete, checked, of the right types. */
export type Env = Omit<z.output<typeof Settings>, SecretName | "NEXTAUTH_URL"> & Record<SecretName | "NEXTAUTH_URL", string>;

/** A setting that is missing or wrong, said so that whoever starts the program can mend it. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads the settings; an empty text counts as unset. Makes and keeps secrets in DATA_DIR where that is allowed.
 * @param source names to texts: the environment, unless a test brings its own
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.keys(settings).map((name) => [name, source[name]?.trim() || undefined]));
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    const rows = parsed.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
    throw new SettingsError(`These settings need attention (see .env.example):\n${rows.join("\n")}`);
  }
  const env = parsed.data;
  const secrets = env.DATABASE_URL ? {} : keptSecrets(env.DATA_DIR);
  return {
    ...env,
    NEXTAUTH_URL: env.NEXTAUTH_URL ?? `http://localhost:${env.PORT}`,
    NEXTAUTH_SECRET: env.NEXTAUTH_SECRET ?? secrets.NEXTAUTH_SECRET ?? "",
    CHAT_TOKEN_SECRET: env.CHAT_TOKEN_SECRET ?? secrets.CHAT_TOKEN_SECRET ?? "",
    MAIN_API_KEY: env.MAIN_API_KEY ?? secrets.MAIN_API_KEY ?? "",
  };
}

/** Takes what a `.env` file beside the program says; what is already set in the environment wins. */
export function loadEnvFile(file = ".env"): void {
  try {
    process.loadEnvFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** Whether an npm script started this process. */
export function isRunByNpm(): boolean {
  return process.env.npm_lifecycle_event !== undefined;
}

/** Libraries that read the environment by themselves (Next, next-auth) find there what we decided. */
export function publishEnv(env: Env): void {
  Object.assign(process.env, {
    NODE_ENV: env.NODE_ENV,
    NEXTAUTH_SECRET: env.NEXTAUTH_SECRET,
    NEXT_TELEMETRY_DISABLED: "1",
    // Where nobody said what this server is called, sign-in stays at the address that was typed: localhost, or this machine's in the network.
    ...(!process.env.NEXTAUTH_URL && { AUTH_TRUST_HOST: "1" }),
  });
}

/** The text of `.env.example`. */
export function envExample(): string {
  const rows = Object.entries(settings)
    .filter(([name]) => name !== "NODE_ENV")
    .map(([name, schema]) => `# ${schema.description}\n# ${name}=${defaultOf(schema)}\n`);
  return `# Every setting, with its default. Copy to .env and uncomment what you change; the one-process run needs none.\n\n${rows.join("\n")}`;
}

function defaultOf(schema: z.ZodType): string {
  const parsed = schema.safeParse(undefined);
  const value = parsed.success ? parsed.data : undefined;
  return typeof value === "boolean" ? String(Number(value)) : String(value ?? "");
}

/** The secrets of the one-process run: made at the first start, readable by this user only, the same ever after. */
function keptSecrets(dataDir: string): Partial<Record<SecretName, string>> {
  const file = path.resolve(dataDir, "secrets.json");
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o711 });
  const fresh = `${file}.${process.pid}`;
  const made = Object.fromEntries(secretNames.map((name) => [name, randomBytes(32).toString("base64url")]));
  try {
    return read(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  writeFileSync(fresh, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  try {
    // A link appears whole or not at all, and never replaces what another process made first.
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(fresh);
  }
  return read(file);
}

function read(file: string): Partial<Record<SecretName, string>> {
  return z.partialRecord(z.enum(secretNames), secret).parse(JSON.parse(readFileSync(file, "utf8")));
}
