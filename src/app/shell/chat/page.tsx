import { chatAreas } from "@/ui/languages/areas";
import { PageTexts } from "@/ui/languages/page-texts";
import { MemberHome } from "@/ui/shell/member-home";

/** The start of /chat without anything of anybody: the same for all, for a service worker to keep. */
export default function Page() {
  return (
    <PageTexts areas={chatAreas}>
      <MemberHome viewer={null} />
    </PageTexts>
  );
}
