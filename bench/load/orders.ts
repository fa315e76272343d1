import type { Watched } from "../cpu";
import type { Side } from "./crowd";
import type { Driven, Pattern } from "./drive";
import type { Person } from "./line";

/** What the generator's process can be told, and what it answers. */
export interface Orders {
  /** Opens a crowd; answers how long it took. */
  open: { ask: { crowd: string; side: Side; secret: string; people: Person[]; perSecond?: number }; answer: { wallMs: number } };
  drive: { ask: { crowd: string; pattern: Pattern; watched: Watched }; answer: Driven };
  /** Cuts all lines at once and opens them again. */
  storm: { ask: { crowd: string; watched: Watched }; answer: { wallMs: number; serverCpuMs: number } };
  close: { ask: { crowd: string }; answer: null };
}

export type Order = { [Name in keyof Orders]: { id: number; name: Name; ask: Orders[Name]["ask"] } }[keyof Orders];
export type Reply = { id: number; answer: unknown } | { id: number; error: string };
