/**
 * The header in which the HTTP server tells Next the caller's network address. The server sets it on every request and drops what came from
 * outside under that name: `x-forwarded-for` can be written by anybody.
 */
export const clientAddressHeader = "x-client-address";

/** The caller's network address, when the HTTP server told it. */
export function clientAddress(headers: Record<string, unknown> | undefined): string | undefined {
  const value = headers?.[clientAddressHeader];
  return typeof value === "string" && value !== "" ? value : undefined;
}
