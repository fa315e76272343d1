import { access, chmod, constants, mkdtemp, readdir, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const name = "gymproluxe-chat-";
/** Where Linux keeps files in memory. */
const memory = "/dev/shm";
/** A run's databases are a few hundred megabytes; containers often have less than that. */
const memoryBytesMin = 3 * 2 ** 30;

/** A fresh folder for the data of a test. Others may pass through it: run by root, PostgreSQL lives in it as another user. */
export function temporaryFolder(): Promise<string> {
  return makeFolder(path.join(tmpdir(), name));
}

/**
 * The same in memory, where the system has it: PostgreSQL copies a database there in 14 ms, and in 260 on a disk.
 * For what proves nothing about the disk. What killed runs left is removed, since memory is not emptied by itself.
 */
export async function memoryFolder(): Promise<string> {
  if (!(await hasMemory())) return temporaryFolder();
  for (const left of await readdir(memory)) {
    const [, pid] = /^gymproluxe-chat-(\d+)-/.exec(left) ?? [];
    if (pid && !isRunning(Number(pid))) await rm(path.join(memory, left), { recursive: true, force: true });
  }
  return makeFolder(path.join(memory, `${name}${process.pid}-`));
}

async function makeFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(prefix);
  await chmod(folder, 0o711);
  return folder;
}

async function hasMemory(): Promise<boolean> {
  try {
    await access(memory, constants.W_OK);
    const { bavail, bsize } = await statfs(memory);
    return bavail * bsize >= memoryBytesMin;
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
