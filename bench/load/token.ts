import { createHmac, randomUUID } from "node:crypto";

/** A chat token for either server: HS256, good for five minutes. */
export function tokenOf(userId: string, secret: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sv: 1, sub: userId, jti: randomUUID(), iss: "gymproluxe-chat", aud: "gymproluxe-chat", iat: now, exp: now + 300 };
  const body = `${part({ alg: "HS256" })}.${part(claims)}`;
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
