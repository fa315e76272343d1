/** What the driver's own packages use of it and its types leave out. */
declare module "pg/lib/utils.js" {
  /** A value as PostgreSQL reads it: text, or bytes. Throws for what has no text, such as an object that holds itself. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
