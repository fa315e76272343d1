"use client";
import { Dialog } from "@base-ui/react/dialog";
import { useTranslations } from "next-intl";
import { memo, useRef } from "react";
import { afterClosing } from "@/ui/primitives/dialog";
import { useMediaQuery } from "@/ui/shell/use-media-query";
import { PersonPane } from "./person-pane";

interface PersonSideProps {
  conversationId: string;
  isOpen: boolean;
  /** Never stands beside the conversation. */
  isDrawer?: boolean;
  onClose(): void;
  onOpen(conversationId: string): void;
  onGone(): void;
}

/** The person pane at its place: beside the conversation on a wide screen, a drawer over it elsewhere. Drawn again only for another conversation. */
export const PersonSide = memo(function PersonSide({ isOpen, isDrawer = false, onClose, ...pane }: PersonSideProps) {
  const t = useTranslations("chat.person");
  const popup = useRef<HTMLDivElement>(null);
  const isWide = useMediaQuery("(width >= 80rem)");
  if (isWide && !isDrawer) {
    return (
      isOpen && (
        <aside aria-label={t("details")} className="w-(--person-width,20rem) shrink-0 border-l">
          <PersonPane onClose={onClose} {...pane} />
        </aside>
      )
    );
  }
  const andClose =
    <Args extends unknown[]>(then: (...args: Args) => void) =>
    (...args: Args) => {
      onClose();
      afterClosing(() => then(...args));
    };
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-scrim transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
        <Dialog.Popup
          ref={popup}
          // Not the close button: its tooltip would open, and take the first Escape.
          initialFocus={popup}
          aria-label={t("details")}
          className="fixed inset-y-0 right-0 z-30 w-80 max-w-[90vw] pb-[env(safe-area-inset-bottom)] shadow-float outline-none transition-[opacity,translate] max-sm:w-full max-sm:max-w-none data-[ending-style]:translate-x-8 data-[ending-style]:opacity-0 data-[starting-style]:translate-x-8 data-[starting-style]:opacity-0"
        >
          <PersonPane
            onClose={onClose}
            conversationId={pane.conversationId}
            onOpen={andClose(pane.onOpen)}
            onGone={andClose(pane.onGone)}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
});
