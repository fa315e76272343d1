import { notFound, redirect } from "next/navigation";
import { homeOf, readSession } from "@/server/accounts/server-session";
import { readFirstList } from "@/server/chat/first-list";
import { chatAreas } from "@/ui/languages/areas";
import { PageTexts } from "@/ui/languages/page-texts";
import { FirstList } from "@/ui/list/first-list";
import { MemberHome } from "@/ui/shell/member-home";
import { isConversationPath } from "@/ui/shell/place";

interface PageProps {
  params: Promise<{ place?: string[] }>;
  searchParams: Promise<Record<string, unknown>>;
}

/** `/chat` and `/chat/<conversation>` are one page: opening a conversation changes the address without asking the server. */
export default async function Page({ params, searchParams }: PageProps) {
  const { place = [] } = await params;
  if (!isConversationPath(place)) notFound();
  const session = await readSession();
  const address = ["/chat", ...place].join("/");
  if (!session) redirect(`/sign-in?callbackUrl=${encodeURIComponent(address)}`);
  if (homeOf(session.me.role) !== "/chat") redirect([homeOf(session.me.role), ...place].join("/"));
  const list = await readFirstList(session.actor);
  // Elsewhere than in the inbox the list is not what one sees first.
  const showsList = list !== null && place.length === 0 && Object.keys(await searchParams).length === 0;
  return (
    <PageTexts areas={chatAreas}>
      <MemberHome viewer={session.me} list={list} firstList={showsList ? <FirstList list={list} viewer={session.me} /> : undefined} />
    </PageTexts>
  );
}
