import { type AppErrorShape, errorShape } from "../shared/errors";

/** There was no connection, or it was cut before the answer came: whether the call happened is not known. `readAppError` reads it as UNAVAILABLE. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  readonly data: { app: AppErrorShape } = { app: errorShape("UNAVAILABLE") };
  constructor() {
    super("no connection");
  }
}
