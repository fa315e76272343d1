"use client";
import { LinkButton } from "@/ui/shell/link-button";
import { NoticePage } from "@/ui/shell/notice-page";
import "./globals.css";

/** The last net: even the frame of the page could not be drawn. */
export default function GlobalErrorPage() {
  return (
    <html lang="en">
      <body>
        <title>GymProLuxe Chat</title>
        <NoticePage
          title="Something went wrong"
          description="The chat could not be shown."
          action={<LinkButton href="/">Load it again</LinkButton>}
        />
      </body>
    </html>
  );
}
