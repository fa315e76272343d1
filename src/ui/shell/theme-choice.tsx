"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { MenuChoice } from "@/ui/primitives/menu";

const themes = [
  { value: "system", label: "As the system", icon: <Monitor /> },
  { value: "light", label: "Light", icon: <Sun /> },
  { value: "dark", label: "Dark", icon: <Moon /> },
] as const;

type Theme = (typeof themes)[number]["value"];

/** The three looks, for a menu. */
export function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  const value = themes.find((one) => one.value === theme)?.value ?? "system";
  return <MenuChoice<Theme> label="Theme" value={value} options={themes} onChange={setTheme} />;
}
