import { notFound, redirect } from "next/navigation";
import { homeOf, readSession } from "@/server/accounts/server-session";
import { deskAreas } from "@/ui/languages/areas";
import { PageTexts } from "@/ui/languages/page-texts";
import { DeskHome } from "@/ui/shell/desk-home";
import { isConversationPath } from "@/ui/shell/place";

interface PageProps {
  params: Promise<{ place?: string[] }>;
}

/** `/desk` and `/desk/<conversation>` are one page: opening a conversation changes the address without asking the server. */
export default async function Page({ params }: PageProps) {
  const { place = [] } = await params;
  if (!isConversationPath(place)) notFound();
  const session = await readSession();
  const address = ["/desk", ...place].join("/");
  if (!session) redirect(`/sign-in?callbackUrl=${encodeURIComponent(address)}`);
  if (homeOf(session.me.role) !== "/desk") redirect([homeOf(session.me.role), ...place].join("/"));
  return (
    <PageTexts areas={deskAreas}>
      <DeskHome viewer={session.me} />
    </PageTexts>
  );
}
