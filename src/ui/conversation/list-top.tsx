import { useTranslations } from "next-intl";
import { Button } from "../primitives/button";
import { topRoomPx } from "./use-message-scroll";

interface ListTopProps {
  hasMore: boolean;
  isLoading: boolean;
  /** Why older messages could not be loaded. */
  failure: string | null;
  onRetry(): void;
}

/** What stands above the oldest loaded message: that more comes, that it failed, or that this is the beginning. Always as high. */
export function ListTop({ hasMore, isLoading, failure, onRetry }: ListTopProps) {
  const t = useTranslations("chat.conversation");
  const common = useTranslations("common");
  return (
    <div
      className="absolute inset-x-4 top-0 flex items-center justify-center gap-2 text-small text-ink-faint"
      style={{ height: topRoomPx }}
    >
      {hasMore && failure ? (
        <>
          <span role="alert">{t("earlierFailed", { reason: failure })}</span>
          <Button size="small" onClick={onRetry}>
            {common("tryAgain")}
          </Button>
        </>
      ) : hasMore ? (
        <span className={isLoading ? "animate-breathe" : undefined}>{t("loadingEarlier")}</span>
      ) : (
        <span>{t("beginning")}</span>
      )}
    </div>
  );
}
