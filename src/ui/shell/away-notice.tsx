"use client";
import { CirclePause } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCaseDesk, useDeskSettings } from "@/ui/case/use-case-desk";
import { useCommands, useKeyHint } from "@/ui/commands/use-commands";
import { explainError } from "@/ui/connect/explain-error";
import { useViewer } from "@/ui/connect/viewer-context";
import { useTimes } from "@/ui/hooks/use-times";
import { Button } from "@/ui/primitives/button";
import { Kbd } from "@/ui/primitives/kbd";
import { tell } from "@/ui/primitives/notices";

/**
 * Says to whoever comes back that their desk went away by itself meanwhile, with one key to be back; and registers that key, which works whenever somebody of the
 * desk takes no cases.
 */
export function AwayNotice() {
  const t = useTranslations("frame.shift");
  const me = useViewer();
  const times = useTimes();
  const desk = useCaseDesk();
  const shift = useDeskSettings()?.shifts.find(({ userId }) => userId === me.id);
  const [isBusy, setBusy] = useState(false);
  const say = async (state: "on" | "away", options?: { handsOver: boolean }) => {
    setBusy(true);
    try {
      await desk.setShift(state, options);
      if (state === "on") tell("success", t("isOn"));
    } catch (error) {
      tell("error", explainError(error));
    } finally {
      setBusy(false);
    }
  };
  const isOn = shift?.state === "on";
  useCommands([
    { id: "view.be-back", title: t("back"), group: "view", keys: ["w"], keywords: t("words"), isEnabled: !isOn, run: () => void say("on") },
  ]);
  const { text, aria } = useKeyHint("view.be-back");
  return (
    <div role="status" className="shrink-0">
      {shift?.isAutomatic && shift.since !== null && !isOn && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b bg-warning-tint px-4 py-2 text-body">
          <CirclePause aria-hidden className="size-4 shrink-0 text-warning" />
          <p className="min-w-0 flex-1 basis-60">{t("wentAway", { time: times.listTime(shift.since, Date.now()) })}</p>
          <span className="flex gap-2">
            <Button disabled={isBusy} aria-keyshortcuts={aria} onClick={() => void say("on")}>
              {t("back")} {text && <Kbd>{text}</Kbd>}
            </Button>
            <Button variant="quiet" disabled={isBusy} onClick={() => void say("away", { handsOver: true })}>
              {t("stay")}
            </Button>
          </span>
        </div>
      )}
    </div>
  );
}
