"use client";
import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useInsertionEffect, useRef } from "react";
import { IconButton } from "./button";

interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description?: string;
  /** What has the focus when it opens; otherwise what took it by itself inside, or the dialog. */
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode;
}

/** Runs `task` when the dialog that has just been closed is gone and has given the focus back: what takes it then keeps it. */
export function afterClosing(task: () => void): void {
  requestAnimationFrame(() => {
    if (document.querySelector('[role="dialog"]')) afterClosing(task);
    else setTimeout(task);
  });
}

/** A modal dialog: in the middle of a large screen, a sheet from the bottom of a phone. Escape and a click beside it close it. */
export function Dialog({ open, onOpenChange, title, description, initialFocus, children, footer }: DialogProps) {
  const t = useTranslations("common");
  const popup = useRef<HTMLDivElement>(null);
  // Not the close button: its tooltip would open, and take the first Escape.
  const focusInside = () => (popup.current?.contains(document.activeElement) ? false : popup.current);
  const opener = useRef<Element | null>(null);
  // Remembered before anything inside can take the focus by itself: an insertion effect runs first.
  useInsertionEffect(() => {
    if (open) opener.current = document.activeElement;
  }, [open]);
  // To what has left the page meanwhile, such as the row of a case, it cannot go back: `useKeptFocus` knows what took its place.
  const focusOpener = () => {
    const before = opener.current;
    if (!(before instanceof HTMLElement) || before === document.body) return true;
    return before.isConnected && before;
  };
  return (
    <BaseDialog.Root open={open} onOpenChange={onOpenChange}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
        <BaseDialog.Popup
          ref={popup}
          initialFocus={initialFocus ?? focusInside}
          finalFocus={focusOpener}
          className="fixed inset-x-0 bottom-0 z-40 flex max-h-[85dvh] flex-col rounded-t-2xl bg-raised pb-[env(safe-area-inset-bottom)] text-ink shadow-float outline-none transition-[opacity,translate] data-[ending-style]:opacity-0 data-[starting-style]:opacity-0 sm:inset-x-auto sm:top-[12dvh] sm:bottom-auto sm:left-1/2 sm:max-h-[76dvh] sm:w-full sm:max-w-md sm:-translate-x-1/2 sm:rounded-xl sm:pb-0"
        >
          <header className="flex items-start justify-between gap-3 py-3 pr-2 pl-4">
            <div className="min-w-0 pt-1 pointer-coarse:pt-2.5">
              <BaseDialog.Title className="text-title font-semibold">{title}</BaseDialog.Title>
              {description && <BaseDialog.Description className="text-body text-ink-muted">{description}</BaseDialog.Description>}
            </div>
            <BaseDialog.Close
              render={
                <IconButton label={t("close")}>
                  <X className="size-4" aria-hidden />
                </IconButton>
              }
            />
          </header>
          <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4 pb-4">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t px-4 py-3">{footer}</footer>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
