"use client";
import { CircleCheck, CirclePause, Forward } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isDeskRole } from "@/shared/permissions";
import { useCaseDesk, useDeskSettings } from "@/ui/case/use-case-desk";
import { explainError } from "@/ui/connect/explain-error";
import { useViewer } from "@/ui/connect/viewer-context";
import { MenuChoice, MenuLabel, MenuSeparator } from "@/ui/primitives/menu";
import { tell } from "@/ui/primitives/notices";

type Choice = "on" | "away" | "handsOver";

/** Whether somebody of the desk takes cases now, for the account menu. Nothing for those who have no desk. */
export function ShiftChoice() {
  return isDeskRole(useViewer().role) ? <OwnShift /> : null;
}

function OwnShift() {
  const t = useTranslations("frame.shift");
  const me = useViewer();
  const desk = useCaseDesk();
  const settings = useDeskSettings();
  const [chosen, setChosen] = useState<Choice | null>(null);
  const shift = settings?.shifts.find(({ userId }) => userId === me.id);
  const stands: Choice = shift?.state === "on" ? "on" : shift?.handsOver ? "handsOver" : "away";
  const choose = async (choice: Choice) => {
    setChosen(choice);
    try {
      await desk.setShift(choice === "on" ? "on" : "away", { handsOver: choice === "handsOver" });
    } catch (error) {
      tell("error", explainError(error));
    } finally {
      setChosen(null);
    }
  };
  if (!settings) return null;
  return (
    <>
      <MenuSeparator />
      <MenuLabel>{t("title")}</MenuLabel>
      <MenuChoice<Choice>
        label={t("title")}
        value={chosen ?? stands}
        options={[
          { value: "on", label: t("on"), icon: <CircleCheck /> },
          { value: "away", label: t("away"), icon: <CirclePause /> },
          { value: "handsOver", label: t("handsOver"), icon: <Forward /> },
        ]}
        onChange={(choice) => void choose(choice)}
      />
    </>
  );
}
