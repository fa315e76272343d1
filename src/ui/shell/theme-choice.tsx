"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { MenuChoice } from "@/ui/primitives/menu";

const themes = [
  { value: "system", icon: <Monitor /> },
  { value: "light", icon: <Sun /> },
  { value: "dark", icon: <Moon /> },
] as const;

type Theme = (typeof themes)[number]["value"];

/** The three looks, for a menu. */
export function ThemeChoice() {
  const t = useTranslations("chat.account");
  const { theme, setTheme } = useTheme();
  const options = themes.map((one) => ({ ...one, label: t(`themes.${one.value}`) }));
  const value = themes.find((one) => one.value === theme)?.value ?? "system";
  return <MenuChoice<Theme> label={t("theme")} value={value} options={options} onChange={setTheme} />;
}
