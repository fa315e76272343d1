import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import { clientAddressHeader } from "../accounts/client-address";
import { handleChatTokenRequest } from "../accounts/handle-chat-token-request";
import { handleMembersRequest } from "../accounts/member-fields";
import { createHttpContext } from "../api/context";
import { appRouter } from "../api/root";
import type { Services } from "../api/services";
import { pendingMigrations } from "../platform/migrate";
import { together } from "../platform/together";
import { readJson, sendJson, sendRefusal } from "./json-body";
import type { Pages } from "./next-pages";
import { callerAddress, hasReadableAddress, isFromInside, isOriginAllowed } from "./origins";
import { setPageLanguage } from "./page-language";
import { setPagePolicy, setSecurityHeaders } from "./security-headers";

export interface HttpParts {
  services: Services;
  pages: Pages;
  /** True from the moment this process has begun to end. */
  isDraining: () => boolean;
}

/** `parts`, and how the database is asked for its state: by everybody together, so that who asks often takes one connection at most. */
interface Answering extends HttpParts {
  askDatabase: () => Promise<"ok" | "behind">;
}

const apiPath = "/api/trpc/";
const answerMsMax = 3_000;

/** The HTTP server: our few paths, and the pages for all the rest. It does not listen yet. */
export function createHttpServer(parts: HttpParts): Server {
  const { services } = parts;
  const ask = together(
    async (questions: readonly unknown[]) => {
      const pending = await pendingMigrations(services.db.pool);
      return questions.map(() => (pending.length === 0 ? ("ok" as const) : ("behind" as const)));
    },
    { most: Number.POSITIVE_INFINITY, atATime: 1 },
  );
  const answering = { ...parts, askDatabase: () => ask(null) };
  const server = createServer({ connectionsCheckingInterval: 1_000 }, (req, res) => {
    setSecurityHeaders(res, services.env);
    // Whatever the caller wrote under this name is not the truth.
    req.headers[clientAddressHeader] = callerAddress(req, services.env.TRUST_PROXY);
    answer(answering, req, res).catch((error: unknown) => {
      services.log.error({ path: pathOf(req), error: error instanceof Error ? error.stack : String(error) }, "a request failed");
      if (res.headersSent) res.destroy();
      else sendRefusal(res, 500, "INTERNAL");
    });
  });
  // Slow headers and bodies are cut off; an answer may take as long as it takes.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 65_000;
  return server;
}

async function answer(parts: Answering, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (!hasReadableAddress(req)) return sendRefusal(res, 400, "MALFORMED");
  const path = pathOf(req);
  if (path.startsWith(apiPath)) return answerCall(parts, req, res);
  switch (path) {
    case "/api/auth/chat-token":
      return answerMainApi(handleChatTokenRequest, parts, { req, res });
    case "/api/members":
      return answerMainApi(handleMembersRequest, parts, { req, res });
    case "/healthz":
      return sendJson(res, 200, { status: "ok" });
    case "/readyz":
      return answerReady(parts, res);
    case "/metrics":
      return answerMetrics(parts, req, res);
  }
  if (!path.startsWith("/_next/static/")) {
    setPagePolicy(req, res, services(parts).env.NODE_ENV === "development");
    setPageLanguage(req);
  }
  return parts.pages.handle(req, res);
}

const services = (parts: HttpParts) => parts.services;

/** Queries and mutations, as JSON only: other bodies are what forms of other sites can send. Calls with cookies come from our own pages only. */
async function answerCall({ services }: HttpParts, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.headers.origin !== undefined && req.headers.cookie !== undefined && !isOriginAllowed(req, services.env)) {
    return sendRefusal(res, 403, "FORBIDDEN");
  }
  const path = readablePath(req);
  if (path === null) return sendRefusal(res, 400, "MALFORMED");
  const { cookie, authorization, "content-type": type } = req.headers;
  if (req.method === "POST" && !/^application\/json *(;|$)/i.test(type ?? "")) return sendRefusal(res, 415, "MALFORMED");
  await nodeHTTPRequestHandler({
    req,
    res,
    path: path.slice(apiPath.length),
    router: appRouter,
    maxBodySize: limits.frameBytesMax,
    maxBatchSize: limits.batchCallsMax,
    createContext: () => createHttpContext(services, { cookieHeader: cookie, bearer: authorization }),
    responseMeta: () => ({ headers: { "Cache-Control": "no-store" } }),
  });
}

type MainApiHandler = typeof handleChatTokenRequest | typeof handleMembersRequest;

/** A POST for the main API alone. */
async function answerMainApi(
  handle: MainApiHandler,
  { services }: HttpParts,
  { req, res }: { req: IncomingMessage; res: ServerResponse },
): Promise<void> {
  if (req.method !== "POST") {
    res.setHeader("Allow", "POST");
    return sendRefusal(res, 405, "UNKNOWN_PROCEDURE");
  }
  const apiKey = req.headers["x-api-key"];
  try {
    const body = await readJson(req);
    const { status, body: given } = await handle(services, { apiKey: typeof apiKey === "string" ? apiKey : undefined, body });
    sendJson(res, status, given);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // What is left of a body that is too large is not read.
    res.setHeader("Connection", "close");
    sendRefusal(res, error.code === "TOO_LARGE" ? 413 : 400, error.code);
  }
}

/** Whether traffic may be sent here: the database answers, it has this version's tables, and this process is not ending. */
async function answerReady({ services, isDraining, askDatabase }: Answering, res: ServerResponse): Promise<void> {
  const database = await withTimeout(askDatabase(), answerMsMax).catch(() => "away");
  const isReady = database === "ok" && !isDraining();
  const bus = services.bus.isHealthy() ? "ok" : "away";
  sendJson(res, isReady ? 200 : 503, { status: isDraining() ? "draining" : isReady ? "ready" : "not ready", database, bus });
}

/** For scrapers inside; through a proxy there is nothing to see. */
async function answerMetrics({ services }: HttpParts, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (!isFromInside(req)) return sendRefusal(res, 404, "UNKNOWN_PROCEDURE");
  const { registry } = services.metrics;
  res.writeHead(200, { "Content-Type": registry.contentType, "Cache-Control": "no-store" });
  res.end(await registry.metrics());
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? "/").split("?", 1)[0] ?? "/";
}

/** The path, or `null` when what is escaped in it is no text: whoever unescapes it later would fail. */
function readablePath(req: IncomingMessage): string | null {
  try {
    decodeURIComponent(pathOf(req));
    return pathOf(req);
  } catch {
    return null;
  }
}

function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("it took too long")), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
