import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A fresh folder for the data of a test. Others may pass through it: run by root, PostgreSQL lives in it as another user. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "gymproluxe-chat-"));
  await chmod(folder, 0o711);
  return folder;
}
