/** What a cookie or a chat token claims, once its seal was found whole. Whether it still holds is the database's to say (`authenticate.ts`). */
export interface SignInClaims {
  userId: string;
  sessionId: string;
  sessionVersion: number;
  /** Epoch milliseconds. */
  expiresAt: number;
  via: "cookie" | "token";
}
