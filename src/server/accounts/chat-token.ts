import { errors, jwtVerify, SignJWT } from "jose";
import * as z from "zod";
import { AppError } from "../../shared/errors";
import { limits } from "../../shared/limits";
import type { ChatToken } from "../../shared/people";
import type { SignInClaims } from "./sign-in-claims";

// Named on both sides, so that no other token signed with the same secret by mistake is ever taken for one of these, nor a token that chose
// its own algorithm.
const algorithm = "HS256";
const audience = "gymproluxe-chat";
const issuer = "gymproluxe-chat";

const Payload = z.object({ sub: z.uuid(), jti: z.uuid(), sv: z.number().int(), exp: z.number() });

/**
 * Issues a chat token for a sign-in.
 * @param secret `CHAT_TOKEN_SECRET`
 * @param now epoch milliseconds
 * @param endsBy epoch milliseconds: the token never outlives the sign-in that asked for it
 */
export async function issueChatToken(
  secret: string,
  { userId, sessionId, sessionVersion }: Pick<SignInClaims, "userId" | "sessionId" | "sessionVersion">,
  { now, endsBy = Number.POSITIVE_INFINITY }: { now: number; endsBy?: number },
): Promise<ChatToken> {
  const expiresAt = Math.floor(Math.min(now + limits.chatTokenLifeMs, endsBy) / 1000);
  const token = await new SignJWT({ sv: sessionVersion })
    .setProtectedHeader({ alg: algorithm })
    .setSubject(userId)
    .setJti(sessionId)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(expiresAt)
    .sign(keyOf(secret));
  return { token, expiresAt: new Date(expiresAt * 1000).toISOString() };
}

/**
 * Reads a chat token. `SESSION_ENDED` when it is ours and over, `UNAUTHENTICATED` when it is not ours or was changed.
 * There is no tolerance at its end: who holds it was told when that is, and open sockets end at the same instant.
 * @param now epoch milliseconds
 */
export async function readChatToken(secret: string, token: string, now: number): Promise<SignInClaims> {
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), {
      algorithms: [algorithm],
      audience,
      issuer,
      currentDate: new Date(now),
      clockTolerance: 0,
      requiredClaims: ["sub", "jti", "exp", "sv"],
    });
    const { sub, jti, sv, exp } = Payload.parse(payload);
    return { userId: sub, sessionId: jti, sessionVersion: sv, expiresAt: exp * 1000, via: "token" };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new AppError("SESSION_ENDED", {}, "chat token expired");
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw new AppError("UNAUTHENTICATED", {}, "chat token refused");
    throw error;
  }
}

function keyOf(secret: string): Uint8Array {
  return new TextEncoder().encode(secret);
}
