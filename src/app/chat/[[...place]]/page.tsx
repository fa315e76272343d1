import { notFound, redirect } from "next/navigation";
import { homeOf, readSession } from "@/server/accounts/server-session";
import { ChatConnection } from "@/ui/connect/chat-connection";
import { MemberScreen } from "@/ui/shell/member-screen";
import { isConversationPath } from "@/ui/shell/place";
import { ScreenSkeleton } from "@/ui/shell/screen-skeleton";

interface PageProps {
  params: Promise<{ place?: string[] }>;
}

/** `/chat` and `/chat/<conversation>` are one page: opening a conversation changes the address without asking the server. */
export default async function Page({ params }: PageProps) {
  const { place = [] } = await params;
  if (!isConversationPath(place)) notFound();
  const session = await readSession();
  const address = ["/chat", ...place].join("/");
  if (!session) redirect(`/sign-in?callbackUrl=${encodeURIComponent(address)}`);
  if (homeOf(session.me.role) !== "/chat") redirect([homeOf(session.me.role), ...place].join("/"));
  return (
    <ChatConnection viewer={session.me} fallback={<ScreenSkeleton mode="member" />}>
      <MemberScreen />
    </ChatConnection>
  );
}
