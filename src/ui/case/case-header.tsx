"use client";
import type { CaseFileView } from "@/client/case-desk.types";
import type { ConversationState } from "@/shared/apply-event";
import type { Me } from "@/shared/people";
import { ConversationHeader } from "@/ui/conversation/conversation-header";
import { useGymNames } from "@/ui/gyms/use-desk-gyms";
import { CaseBar } from "./case-bar";
import { CaseViewers } from "./case-viewers";

interface CaseHeaderProps {
  conversation: ConversationState;
  me: Me;
  file: CaseFileView;
  onBack?: () => void;
  onShowPerson?: () => void;
}

/** Who the member is and which colleagues are here, then how the case stands and what can be done about it. */
export function CaseHeader({ file, ...header }: CaseHeaderProps) {
  const gymName = useGymNames().get(header.conversation.gymId);
  return (
    <>
      <ConversationHeader isDense {...header} about={gymName} beside={<CaseViewers conversation={header.conversation} />} />
      <CaseBar conversation={header.conversation} current={file.case} />
    </>
  );
}
