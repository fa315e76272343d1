import { readFile } from "node:fs/promises";
import path from "node:path";
import { sharedServices } from "@/server/accounts/next-bridge";

/** In development nothing may come from a cache: whatever was registered here before takes itself away. */
const leave = `self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", () => self.registration.unregister());`;

/** The service worker, as `npm run build` has made it. Never from a cache: a browser asks here whether there is a new version. */
export async function GET(): Promise<Response> {
  const isBuilt = sharedServices().env.NODE_ENV === "production";
  const script = isBuilt ? await readFile(path.join(process.cwd(), "dist", "service-worker.js"), "utf8").catch(() => leave) : leave;
  return new Response(script, { headers: { "Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache" } });
}

export const dynamic = "force-dynamic";
