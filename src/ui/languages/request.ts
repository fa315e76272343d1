import { getRequestConfig } from "next-intl/server";
import { loadAreas } from "./areas";
import { pageLanguage } from "./page-language";

/** What components that run on the server alone say, and in which language. */
export default getRequestConfig(async () => {
  const locale = await pageLanguage();
  return { locale, timeZone: "UTC", messages: await loadAreas(locale, ["common", "chat"]) };
});
