/** The process of the herd's clients: takes orders from the scenario, and reports. */
import { type Held, Reader } from "./reader";

export type HerdOrder =
  | { do: "gather"; members: { userId: string; conversation: string }[] }
  | { do: "follow"; url: string }
  | { do: "report" };

export interface HerdReport {
  /** Clients whose subscription has said its first word on their newest connection. */
  live: number;
  /** Moments by `sharedNow`. */
  opened: number[];
  back: number[];
  held: Held[];
  resyncs: number;
}

const clients: { reader: Reader; conversation: string }[] = [];
let url = "";

process.on("message", (order: HerdOrder) => {
  if (order.do === "follow") url = order.url;
  else if (order.do === "report") process.send?.(report());
  else for (const { userId, conversation } of order.members) clients.push({ reader: new Reader({ userId, url: () => url }), conversation });
});
process.once("disconnect", () => process.exit(0));

function report(): HerdReport {
  return {
    live: clients.filter(({ reader }) => reader.isLive).length,
    opened: clients.flatMap(({ reader }) => reader.openedAt),
    back: clients.flatMap(({ reader }) => reader.backAt),
    held: clients.map(({ reader, conversation }) => reader.held(conversation)),
    resyncs: clients.reduce((sum, { reader }) => sum + reader.resyncs, 0),
  };
}
