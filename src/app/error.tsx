"use client";
import { Button } from "@/ui/primitives/button";
import { NoticePage } from "@/ui/shell/notice-page";

/** A page that failed is loaded afresh: what failed may have been the server's part. */
export default function ErrorPage() {
  return (
    <NoticePage
      title="Something went wrong"
      description="This page could not be shown. What you have written is kept."
      action={
        <Button variant="primary" onClick={() => window.location.reload()}>
          Try again
        </Button>
      }
    />
  );
}
