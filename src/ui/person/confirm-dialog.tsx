"use client";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Button } from "@/ui/primitives/button";
import { Dialog } from "@/ui/primitives/dialog";

interface ConfirmDialogProps {
  open: boolean;
  title: string;
  description: string;
  /** The word on the button. */
  action: string;
  isBusy?: boolean;
  onCancel(): void;
  onConfirm(): Promise<void>;
}

/** Asks before something that others notice or that cannot be taken back. */
export function ConfirmDialog({ open, title, description, action, isBusy = false, onCancel, onConfirm }: ConfirmDialogProps) {
  const common = useTranslations("common");
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onCancel()}
      title={title}
      initialFocus={cancel}
      footer={
        <>
          <Button ref={cancel} variant="quiet" onClick={onCancel}>
            {common("cancel")}
          </Button>
          <Button variant="danger" disabled={isBusy} onClick={() => void onConfirm()}>
            {action}
          </Button>
        </>
      }
    >
      <p className="text-body text-ink-muted">{description}</p>
    </Dialog>
  );
}
