"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { uuidv7 } from "uuidv7";
import { limits } from "@/shared/limits";
import type { SavedView } from "@/shared/saved-views";
import { explainError } from "@/ui/connect/explain-error";
import { useDeskGyms } from "@/ui/gyms/use-desk-gyms";
import { Button } from "@/ui/primitives/button";
import { Dialog } from "@/ui/primitives/dialog";
import { tell } from "@/ui/primitives/notices";
import { TextField } from "@/ui/primitives/text-field";
import type { QueueSource } from "./queue-source";
import { useDeskTools } from "./use-desk-tools";

interface SaveViewDialogProps {
  /** What is kept. */
  source: QueueSource;
  /** The view that is changed; absent for a new one. */
  before: SavedView | undefined;
  onClose(): void;
}

/** Asks for the name of a view of the queue, and who sees it, and keeps it. */
export function SaveViewDialog({ source, before, onClose }: SaveViewDialogProps) {
  const t = useTranslations("frame.views");
  const common = useTranslations("common");
  const { savedViews } = useDeskTools();
  const [home, ...others] = useDeskGyms();
  // Saved again after an answer that was lost, it is the same view.
  const [id] = useState(() => before?.id ?? uuidv7());
  const [name, setName] = useState(before?.name ?? "");
  const [isShared, setShared] = useState(before?.isShared ?? false);
  const [isBusy, setBusy] = useState(false);
  const said = name.trim();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (said === "" || isBusy) return;
    setBusy(true);
    try {
      await savedViews.save({ id, name: said, isShared, ...source });
      tell("success", t(before ? "renamedDone" : "savedDone", { name: said }));
      onClose();
    } catch (error) {
      tell("error", explainError(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(before ? "renameTitle" : "saveTitle")}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button variant="primary" type="submit" form="save-view" disabled={said === "" || isBusy} focusableWhenDisabled>
            {common("save")}
          </Button>
        </>
      }
    >
      <form id="save-view" onSubmit={save} className="flex flex-col gap-4">
        <TextField
          label={t("name")}
          autoFocus
          placeholder={t("nameExample")}
          maxLength={limits.conversationNameCharactersMax}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <label className="flex items-start gap-2 text-body">
          <input
            type="checkbox"
            checked={isShared}
            onChange={({ target }) => setShared(target.checked)}
            className="mt-0.5 size-4 accent-accent pointer-coarse:size-5"
          />
          <span>
            {t("share")}
            <span className="block text-small text-ink-muted">
              {others.length > 0 && home ? t("shareHintGym", { gym: home.name }) : t("shareHint")}
            </span>
          </span>
        </label>
      </form>
    </Dialog>
  );
}
