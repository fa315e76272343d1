import { useTranslations } from "next-intl";
import { LinkButton } from "@/ui/shell/link-button";
import { NoticePage } from "@/ui/shell/notice-page";

export default function NotFoundPage() {
  const t = useTranslations("common.notFound");
  return <NoticePage title={t("title")} description={t("description")} action={<LinkButton href="/">{t("home")}</LinkButton>} />;
}
