import { MemberHome } from "@/ui/shell/member-home";

/** The start of /chat without anything of anybody: the same for all, for a service worker to keep. */
export default function Page() {
  return <MemberHome viewer={null} />;
}
