"use client";
import { type ReactNode, useCallback, useEffect } from "react";
import { isDeskRole } from "@/shared/permissions";
import { CommandLayer } from "@/ui/commands/command-layer";
import { useViewer } from "@/ui/connect/viewer-context";
import { AwayNotice } from "./away-notice";
import type { DeskPage } from "./desk-pages";
import { deskPreferences } from "./desk-preferences";
import { DeskRail } from "./desk-rail";
import { FrameCommands } from "./frame-commands";
import { type ListView, type Place, writePlace } from "./place";
import { queueAddress } from "./queue-address";
import { useAlerts } from "./use-alerts";

interface DeskFrameProps {
  /** Where the viewer is. */
  current: ListView | DeskPage["id"];
  /** Goes to a list; absent, by loading the desk. */
  onGo?(place: Partial<Place>): void;
  /** The conversation that is open. */
  openId?: string | null;
  /** On a phone the rail lies under the page; it goes while a conversation is open. */
  isRailHiddenOnPhone?: boolean;
  /** Without the rail altogether. */
  isBare?: boolean;
  /** The way past everything that repeats. */
  skipLink?: ReactNode;
  children: ReactNode;
}

/** What every page of the desk stands in: the rail, and the commands that work everywhere. */
export function DeskFrame({
  current,
  onGo,
  openId = null,
  isRailHiddenOnPhone = false,
  isBare = false,
  skipLink,
  children,
}: DeskFrameProps) {
  const { id, role } = useViewer();
  const hasSupport = isDeskRole(role);
  const load = useCallback(
    (place: Partial<Place>) =>
      window.location.assign(
        writePlace("/desk", { ...nowhere, ...place }, { view: hasSupport ? "support" : "inbox", queue: queueAddress }),
      ),
    [hasSupport],
  );
  const go = onGo ?? load;
  const goToView = useCallback((view: ListView) => go({ view }), [go]);
  useEffect(() => deskPreferences.load(id), [id]);
  useAlerts(openId, (conversationId) => go({ conversationId }));
  return (
    <div className="flex h-dvh flex-col overflow-hidden bg-canvas text-ink">
      {skipLink}
      {hasSupport && <AwayNotice />}
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        {!isBare && <DeskRail current={current} hasSupport={hasSupport} onView={goToView} isHiddenOnPhone={isRailHiddenOnPhone} />}
        {children}
      </div>
      <CommandLayer />
      <FrameCommands hasSupport={hasSupport} onGo={go} />
    </div>
  );
}

const nowhere: Place = { view: "inbox", queueView: "unassigned", filters: {}, conversationId: null };
