/** Where to go after signing in: a path of this site, or `/`. An address elsewhere, however it is disguised, is refused. */
export function safeCallbackPath(callbackUrl: string | null | undefined, origin: string): string {
  if (!callbackUrl) return "/";
  try {
    const url = new URL(callbackUrl, origin);
    if (url.origin !== new URL(origin).origin || url.pathname.startsWith("/sign-in")) return "/";
    // A path such as //evil.example would be an address of its own again.
    return `/${url.pathname.replace(/^[/\\]+/, "")}${url.search}`;
  } catch {
    return "/";
  }
}
