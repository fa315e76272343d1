import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { pageLanguage } from "@/ui/languages/page-language";
import { ThemeProvider } from "@/ui/shell/theme-provider";
import "./globals.css";

const metadata: Metadata = {
  title: "GymProLuxe Chat",
  applicationName: "GymProLuxe Chat",
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/favicon.ico", sizes: "32x32" },
      { url: "/icons/mark.svg", type: "image/svg+xml" },
    ],
    apple: "/icons/apple-touch-icon.png",
  },
  appleWebApp: { capable: true, title: "GymProLuxe", statusBarStyle: "default" },
  formatDetection: { telephone: false },
  robots: { index: false, follow: false },
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return { ...metadata, description: t("about") };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  // The page may lie under the notch: what matters keeps its distance by env(safe-area-inset-*).
  viewportFit: "cover",
  // The keyboard of a phone shrinks the page instead of covering the composer.
  interactiveWidget: "resizes-content",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f7f6" },
    { media: "(prefers-color-scheme: dark)", color: "#0d100f" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Set by the server for each answer; reading it also keeps every page rendered per request, which the nonce needs.
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang={await pageLanguage()} suppressHydrationWarning>
      <body>
        <ThemeProvider nonce={nonce}>{children}</ThemeProvider>
      </body>
    </html>
  );
}
