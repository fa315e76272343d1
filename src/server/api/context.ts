import { randomUUID } from "node:crypto";
import { AppError } from "../../shared/errors";
import type { Actor } from "../accounts/actor";
import { authenticate, type Credentials } from "../accounts/authenticate";
import type { LiveSession, SessionEnd } from "../accounts/live-sessions";
import type { Socket } from "../delivery/listener";
import type { Services } from "./services";

/** The sign-in of a call. On a socket it lasts, and may be renewed or end while calls go on. */
export interface Connection {
  id: string;
  /** Who calls; `null` when nothing valid was shown. */
  actor: Actor | null;
  /** Why there is no actor. */
  refusal: AppError | null;
  /** The socket, for calls that came over one. */
  socket: Socket | null;
  /** Subscriptions that are open on the socket. */
  subscriptions: number;
  /** What the rooms get for this actor's calls: made with the first of them. */
  chat: Chat | null;
  /** Goes on with a newer sign-in of the same user. */
  renew(actor: Actor): void;
}

/** The services, and who calls. */
export type Chat = Services & { readonly actor: Actor };

/** What every procedure gets. */
export interface Context {
  services: Services;
  connection: Connection;
}

/** The context of one HTTP call. */
export async function createHttpContext(services: Services, credentials: Credentials): Promise<Context> {
  const { actor, refusal } = await whoCalls(services, credentials);
  const connection: Connection = { id: randomUUID(), actor, refusal, socket: null, subscriptions: 0, chat: null, renew: () => undefined };
  return { services, connection };
}

interface SocketOptions {
  credentials: Credentials;
  socket: Socket;
  /** Called once when the sign-in ends while the socket is open. */
  end: (reason: SessionEnd) => void;
  /** Runs `callback` when the socket has closed. */
  onClose: (callback: () => void) => void;
}

/** The context of all calls of one socket. Somebody who shows nothing valid may stay for a moment, and is refused at each call. */
export async function createSocketContext(services: Services, { credentials, socket, end, onClose }: SocketOptions): Promise<Context> {
  const { actor, refusal } = await whoCalls(services, credentials);
  const connection: Connection = { id: randomUUID(), actor, refusal, socket, subscriptions: 0, chat: null, renew: () => undefined };
  if (actor) {
    const session = watchSession(services, connection, { actor, end });
    connection.renew = (renewed) => {
      connection.actor = renewed;
      session.renew(renewed);
    };
    onClose(() => {
      session[Symbol.dispose]();
      services.presence.leave(connection.id);
    });
  }
  return { services, connection };
}

function watchSession(
  services: Services,
  connection: Connection,
  { actor, end }: { actor: Actor; end: SocketOptions["end"] },
): LiveSession {
  return services.liveSessions.open({
    actor,
    end: (reason) => {
      connection.actor = null;
      connection.refusal = new AppError("SESSION_ENDED");
      end(reason);
    },
  });
}

async function whoCalls(services: Services, credentials: Credentials): Promise<Pick<Connection, "actor" | "refusal">> {
  try {
    return { actor: await authenticate(services, credentials), refusal: null };
  } catch (error) {
    if (error instanceof AppError) return { actor: null, refusal: error };
    throw error;
  }
}
