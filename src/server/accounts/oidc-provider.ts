import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Runtime } from "../platform/runtime";

export const oidcProviderId = "oidc";

/** The OpenID Connect provider of the settings, or `null` when none is set. It returns to `/api/auth/callback/oidc`. */
export function oidcProvider(env: Runtime["env"]): OAuthConfig<Record<string, unknown>> | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = env;
  if (!issuer || !clientId) return null;
  return {
    id: oidcProviderId,
    name,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    // Without a secret the provider must be told that there is none.
    ...(!clientSecret && { client: { token_endpoint_auth_method: "none" } }),
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    userinfo: {
      // Providers differ in whether e-mail and name stand in the ID token or behind the userinfo endpoint.
      async request({ client, tokens }) {
        const claims = idTokenClaims(tokens);
        if (!client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return claims;
        const more = await client.userinfo(tokens.access_token);
        // Without this, another person's access token slipped in would bring another person's e-mail.
        if (more.sub !== claims.sub) throw new Error("the userinfo endpoint answered about somebody else");
        return { ...claims, ...more };
      },
    },
    profile: (profile) => ({ id: String(profile.sub) }),
  };
}

/** The claims of the ID token, whose signature, audience and nonce the library has checked. next-auth's types forget that it is a token set. */
function idTokenClaims(tokens: object): Record<string, unknown> {
  return (tokens as { claims(): Record<string, unknown> }).claims();
}
