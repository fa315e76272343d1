"use client";
import { ThemeProvider as NextThemes } from "next-themes";
import type { ReactNode } from "react";

/**
 * Light, dark or as the system says, kept on this device. The theme is set before the first paint by a small inline script, which carries `nonce`
 * so that a strict content security policy lets it run.
 */
export function ThemeProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <NextThemes attribute="data-theme" defaultTheme="system" enableSystem disableTransitionOnChange storageKey="gympl-theme" nonce={nonce}>
      {children}
    </NextThemes>
  );
}
