"use client";
import { Button } from "@/ui/primitives/button";
import { NoticePage } from "@/ui/shell/notice-page";

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <NoticePage
      title="Something went wrong"
      description="This page could not be shown. What you have written is kept."
      action={
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
      }
    />
  );
}
