import { notFound, redirect } from "next/navigation";
import { homeOf, readSession } from "@/server/accounts/server-session";
import { chatAreas } from "@/ui/languages/areas";
import { PageTexts } from "@/ui/languages/page-texts";
import { MemberHome } from "@/ui/shell/member-home";
import { isConversationPath } from "@/ui/shell/place";

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
    <PageTexts areas={chatAreas}>
      <MemberHome viewer={session.me} />
    </PageTexts>
  );
}
