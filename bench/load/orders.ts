import type { Watched } from "../cpu";
import type { ServerKind } from "./crowd";
import type { Driven, Pattern } from "./drive";
import type { Person } from "./line";
import type { Mix } from "./mix";

/** What the generator's process can be told, and what it answers. */
export interface Orders {
  /** Opens a crowd; answers how long it took. */
  open: { ask: { crowd: string; kind: ServerKind; secret: string; people: Person[]; perSecond?: number }; answer: { wallMs: number } };
  drive: { ask: { crowd: string; pattern: Pattern; watched: Watched }; answer: Driven };
  /** Everybody hears who comes and goes among those they talk with, and who types in their first conversation. */
  watch: { ask: { crowd: string }; answer: null };
  mix: { ask: { crowd: string; mix: Mix; watched: Watched }; answer: Driven };
  /** Cuts all lines at once and opens them again. */
  storm: { ask: { crowd: string; watched: Watched }; answer: { wallMs: number; serverCpuMs: number } };
  close: { ask: { crowd: string }; answer: null };
}

export type Order = { [Name in keyof Orders]: { id: number; name: Name; ask: Orders[Name]["ask"] } }[keyof Orders];
export type Reply = { id: number; answer: unknown } | { id: number; error: string };
