"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { Me } from "@/shared/people";
import { useMe } from "@/ui/hooks/chat-client-context";

const ViewerContext = createContext<Me | null>(null);

/** Gives the signed-in user, as the page's server knew them, to everything inside. */
export function ViewerProvider({ viewer, children }: { viewer: Me; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** The signed-in user: from the first paint as the page was served, and as fresh as the chat client knows. */
export function useViewer(): Me {
  const served = useContext(ViewerContext);
  const fresh = useMe();
  const viewer = fresh ?? served;
  if (!viewer) throw new Error("useViewer needs a ViewerProvider above it");
  return viewer;
}
