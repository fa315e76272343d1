import type { ReactNode } from "react";
import { BrandMark } from "./brand-mark";

interface NoticePageProps {
  title: string;
  description: string;
  /** What one can do now. */
  action?: ReactNode;
}

/** A page that says one thing: not found, gone wrong, signed out. */
export function NoticePage({ title, description, action }: NoticePageProps) {
  return (
    <main id="main" className="grid min-h-dvh place-items-center bg-canvas p-6">
      <div className="flex max-w-sm flex-col items-center gap-2 text-center">
        <BrandMark size={44} className="mb-3" />
        <h1 className="text-title font-semibold text-ink">{title}</h1>
        <p className="text-body text-balance text-ink-muted">{description}</p>
        {action && <div className="mt-4">{action}</div>}
      </div>
    </main>
  );
}
