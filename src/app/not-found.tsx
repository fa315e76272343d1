import { LinkButton } from "@/ui/shell/link-button";
import { NoticePage } from "@/ui/shell/notice-page";

export default function NotFoundPage() {
  return (
    <NoticePage
      title="There is nothing here"
      description="The address is wrong, or what was here is gone."
      action={<LinkButton href="/">To your conversations</LinkButton>}
    />
  );
}
