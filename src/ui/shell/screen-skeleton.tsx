import { ListSkeleton } from "@/ui/list/list-states";
import { Skeleton } from "@/ui/primitives/skeleton";

/** What stands on the page until the chat is connected: the places of things, so that nothing jumps. */
export function ScreenSkeleton({ mode }: { mode: "desk" | "member" }) {
  const isDesk = mode === "desk";
  return (
    <div aria-busy className="flex h-dvh overflow-hidden bg-canvas">
      {isDesk && <div className="w-14 shrink-0 border-r max-md:hidden" />}
      <section
        aria-label="Conversations"
        className={`flex min-h-0 flex-col border-r bg-surface max-md:flex-1 md:shrink-0 ${isDesk ? "md:w-72 lg:w-[clamp(20rem,26vw,25rem)]" : "md:w-96"}`}
      >
        <div className="flex flex-col gap-2 px-3 pt-2 pb-2.5">
          <div className="flex h-9 items-center">
            <Skeleton className="h-5 w-24" />
          </div>
          <Skeleton className="h-9 rounded-lg" />
        </div>
        <ListSkeleton rowHeight={isDesk ? 64 : 76} />
      </section>
      <main id="main" className="flex-1 bg-surface max-md:hidden">
        <h1 className="sr-only">Connecting</h1>
      </main>
    </div>
  );
}
