import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, type AppErrorCode, errorShape } from "../../shared/errors";
import { limits } from "../../shared/limits";

/** Reads a JSON body. Throws `TOO_LARGE` past the frame limit, `MALFORMED` when it is not JSON. */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limits.frameBytesMax) throw new AppError("TOO_LARGE");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    throw new AppError("MALFORMED", {}, `a body is not JSON: ${(cause as Error).name}`);
  }
}

/** Answers with JSON that nobody keeps. */
export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Length": Buffer.byteLength(text),
  });
  res.end(text);
}

/** Answers with a refusal in the form of `POST /api/auth/chat-token`. */
export function sendRefusal(res: ServerResponse, status: number, code: AppErrorCode): void {
  sendJson(res, status, { error: errorShape(code) });
}
