/**
 * The peer: the same chat, written well on Express, Socket.IO, pg and Redis. One room per conversation; a send checks membership and counts
 * against the rate limit (both asked at once), is inserted by a named statement, acknowledged, and broadcast to the room without its sender.
 * It takes what helps it: WebSocket only, no compression, pipelined Redis commands, no work per message that its design does not ask for.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdapter } from "@socket.io/redis-adapter";
import express from "express";
import { Redis } from "ioredis";
import { jwtVerify } from "jose";
import pg from "pg";
import { Server, type Socket } from "socket.io";
import { chatStore, type Message } from "./store";

const env = {
  databaseUrl: process.env.DATABASE_URL ?? "",
  redisUrl: process.env.REDIS_URL ?? "",
  secret: new TextEncoder().encode(process.env.CHAT_TOKEN_SECRET ?? ""),
  connections: Number(process.env.DATABASE_CONNECTIONS ?? 10),
  sendsPerSecondMax: Number(process.env.SENDS_PER_SECOND_MAX ?? 10),
  hasSiblings: process.env.PROCESSES !== undefined && Number(process.env.PROCESSES) > 1,
};

/** Seconds without a heartbeat until somebody counts as offline, and of one `typing:start`. */
const presenceLife = 30;
const typingLife = 3;
const charactersMax = 2_000;

interface Caller {
  userId: string;
}

type Ack = ((answer: unknown) => void) | undefined;

const store = chatStore(new pg.Pool({ connectionString: env.databaseUrl, max: env.connections, application_name: "peer" }));
const redis = new Redis(env.redisUrl, { enableAutoPipelining: true });
const http = createServer();
const io = new Server<Record<string, (...args: never[]) => void>, Record<string, (...args: unknown[]) => void>, object, Caller>(http, {
  transports: ["websocket"],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  ...(env.hasSiblings && { adapter: createAdapter(redis.duplicate(), redis.duplicate()) }),
});

io.use((socket, next) => {
  userOf(String(socket.handshake.auth.token)).then(
    (userId) => {
      socket.data.userId = userId;
      next();
    },
    () => next(new Error("Unauthorized")),
  );
});

io.on("connection", (socket) => {
  const { userId } = socket.data;
  // What nobody waits for may fail alone: the caller has no use for it.
  const quietly = (work: Promise<unknown>) => void work.catch((error: Error) => console.error(error.message));
  socket.join(`user:${userId}`);
  quietly(beHere(userId, socket.id));
  socket.on("join", ({ conversationId }: { conversationId: string }, ack: Ack) => answer(ack, join(socket, userId, conversationId)));
  socket.on("leave", ({ conversationId }: { conversationId: string }) => void socket.leave(roomOf(conversationId)));
  socket.on("message:send", (input: SendInput, ack: Ack) => answer(ack, send(socket, userId, input)));
  socket.on("typing:start", ({ conversationId }: { conversationId: string }) => quietly(type(socket, conversationId, true)));
  socket.on("typing:stop", ({ conversationId }: { conversationId: string }) => quietly(type(socket, conversationId, false)));
  socket.on("messages:read", (input: ReadInput, ack: Ack) => answer(ack, markRead(socket, userId, input)));
  socket.on("presence:watch", ({ userIds }: { userIds: string[] }, ack: Ack) => answer(ack, watchPresence(socket, userIds)));
  socket.on("presence:beat", () => quietly(redis.expire(`presence:${userId}`, presenceLife)));
  socket.on("disconnect", () => quietly(beGone(userId, socket.id)));
});

interface SendInput {
  id: string;
  conversationId: string;
  content: string;
}

interface ReadInput {
  conversationId: string;
  timestamp: string;
}

async function join(socket: Socket, userId: string, conversationId: string): Promise<null> {
  if (!(await store.isParticipant(conversationId, userId))) throw new Error("Forbidden");
  await socket.join(roomOf(conversationId));
  return null;
}

async function send(socket: Socket, userId: string, { id, conversationId, content }: SendInput): Promise<Message> {
  const text = content.replace(/<[^>]*>/g, "");
  if (text === "" || text.length > charactersMax) throw new Error("BadMessage");
  const [isParticipant] = await Promise.all([store.isParticipant(conversationId, userId), countSend(userId)]);
  if (!isParticipant) throw new Error("Forbidden");
  const { message, isNew } = await store.insertMessage({ id, conversationId, senderId: userId, content: text });
  if (isNew) socket.to(roomOf(conversationId)).emit("message:new", message);
  return message;
}

/** Counts a send in this second. Throws past the limit. */
async function countSend(userId: string): Promise<void> {
  const key = `rate:${userId}:${Math.floor(Date.now() / 1000)}`;
  const count = await redis.incr(key);
  if (count === 1) void redis.expire(key, 2);
  if (count > env.sendsPerSecondMax) throw new Error("RateLimited");
}

async function type(socket: Socket, conversationId: string, isTyping: boolean): Promise<void> {
  const { userId } = socket.data as Caller;
  if (!socket.rooms.has(roomOf(conversationId))) return;
  const key = `typing:${conversationId}:${userId}`;
  if (isTyping) await redis.set(key, "1", "EX", typingLife);
  else await redis.del(key);
  socket.to(roomOf(conversationId)).emit("typing:update", { conversationId, userIds: isTyping ? [userId] : [] });
}

async function markRead(socket: Socket, userId: string, { conversationId, timestamp }: ReadInput): Promise<null> {
  if (!(await store.markRead(conversationId, userId, timestamp))) throw new Error("Forbidden");
  socket.to(roomOf(conversationId)).emit("messages:read", { conversationId, userId, timestamp });
  return null;
}

async function watchPresence(socket: Socket, userIds: string[]): Promise<unknown> {
  await socket.join(userIds.map((id) => `presence:${id}`));
  const states = userIds.length > 0 ? await redis.mget(userIds.map((id) => `presence:${id}`)) : [];
  return userIds.map((userId, at) => ({ userId, status: states[at] ? "online" : "offline" }));
}

async function beHere(userId: string, socketId: string): Promise<void> {
  await Promise.all([
    redis.set(`presence:${userId}`, JSON.stringify({ socketId, lastSeen: Date.now() }), "EX", presenceLife),
    redis.sadd(`user_sockets:${userId}`, socketId),
  ]);
  io.to(`presence:${userId}`).emit("presence:update", { userId, status: "online" });
}

async function beGone(userId: string, socketId: string): Promise<void> {
  const [, left] = await Promise.all([redis.srem(`user_sockets:${userId}`, socketId), redis.scard(`user_sockets:${userId}`)]);
  if (left > 0) return;
  await redis.del(`presence:${userId}`);
  io.to(`presence:${userId}`).emit("presence:update", { userId, status: "offline" });
}

function roomOf(conversationId: string): string {
  return `conversation:${conversationId}`;
}

function answer(ack: Ack, work: Promise<unknown>): void {
  work.then(
    (value) => ack?.({ ok: value }),
    (error: Error) => ack?.({ error: error.message }),
  );
}

async function userOf(token: string): Promise<string> {
  const { payload } = await jwtVerify(token, env.secret, { algorithms: ["HS256"] });
  if (!payload.sub) throw new Error("Unauthorized");
  return payload.sub;
}

const app = express();
app.disable("x-powered-by");
app.use(async (req, res, next) => {
  try {
    res.locals.userId = await userOf(String(req.headers.authorization).replace(/^Bearer /, ""));
    next();
  } catch {
    res.status(401).json({ error: "Unauthorized" });
  }
});
app.get("/conversations", async (_req, res) => void res.json(await store.listConversations(res.locals.userId)));
app.get("/conversations/:id/messages", async (req, res) => {
  if (!(await store.isParticipant(req.params.id, res.locals.userId))) return void res.status(403).json({ error: "Forbidden" });
  const limit = Math.min(Number(req.query.limit ?? 50), 100);
  res.json(await store.listMessages(req.params.id, { before: req.query.before ? String(req.query.before) : null, limit }));
});

http.on("request", app);
http.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => process.send?.({ port: (http.address() as AddressInfo).port }));
process.once("SIGTERM", () => process.exit(0));
