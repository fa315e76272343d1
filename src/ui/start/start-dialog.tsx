"use client";
import { ChevronRight, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { mayManageGroups } from "@/shared/permissions";
import { useViewer } from "@/ui/connect/viewer-context";
import { frontDeskFace } from "@/ui/conversation/conversation-subject";
import { Avatar } from "@/ui/primitives/avatar";
import { afterClosing, Dialog } from "@/ui/primitives/dialog";
import { FindPerson } from "./find-person";
import { NewGroup } from "./new-group";
import { NewSupport } from "./new-support";

export type StartStep = "person" | "group" | "front-desk";

interface StartDialogProps {
  /** `null` is closed. */
  step: StartStep | null;
  onStep(step: StartStep | null): void;
  /** A conversation stands and can be opened. */
  onStarted(conversationId: string): void;
}

/** Starts a conversation: with a person, for whoever may make one with a group, for a member with the front desk. */
export function StartDialog({ step, onStep, onStarted }: StartDialogProps) {
  const t = useTranslations("chat.start.titles");
  const me = useViewer();
  const finish = (conversationId: string) => {
    onStep(null);
    afterClosing(() => onStarted(conversationId));
  };
  return (
    <Dialog open={step !== null} onOpenChange={(open) => !open && onStep(null)} title={step ? t(step) : ""}>
      {step === "person" && (
        <>
          <OtherWay isMember={me.role === "member"} mayMakeGroup={mayManageGroups(me.role)} onStep={onStep} />
          <FindPerson role={me.role === "member" ? "trainer" : undefined} onStarted={finish} />
        </>
      )}
      {step === "group" && <NewGroup onBack={() => onStep("person")} onStarted={finish} />}
      {step === "front-desk" && <NewSupport onBack={() => onStep("person")} onStarted={finish} />}
    </Dialog>
  );
}

function OtherWay({ isMember, mayMakeGroup, onStep }: { isMember: boolean; mayMakeGroup: boolean; onStep(step: StartStep): void }) {
  const t = useTranslations("chat.start");
  if (!isMember && !mayMakeGroup) return null;
  return (
    <button
      type="button"
      onClick={() => onStep(isMember ? "front-desk" : "group")}
      className="-mx-2 mb-2 flex min-h-13 items-center gap-3 rounded-lg px-2 py-1.5 text-left hover:bg-sunken"
    >
      {isMember ? (
        <Avatar person={frontDeskFace()} size={36} />
      ) : (
        <span aria-hidden className="grid size-9 place-items-center rounded-full bg-accent-tint text-accent-text">
          <Users className="size-4.5" />
        </span>
      )}
      <span className="flex-1">
        <span className="block text-body font-medium">{t(isMember ? "frontDesk" : "classGroup")}</span>
        <span className="block text-small text-ink-faint">{t(isMember ? "frontDeskFor" : "classGroupFor")}</span>
      </span>
      <ChevronRight aria-hidden className="size-4 text-ink-faint" />
    </button>
  );
}
