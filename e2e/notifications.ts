import type { Page } from "@playwright/test";

interface Told {
  title: string;
  body: string;
  tag: string;
}

/** Keeps what the system is given to tell, and says that nobody looks at the page. */
export async function hearNotifications(page: Page): Promise<() => Promise<Told[]>> {
  await page.context().grantPermissions(["notifications"]);
  await page.evaluate(() => {
    const told: Told[] = [];
    class Heard extends Notification {
      constructor(given: string, options?: NotificationOptions) {
        super(given, options);
        const { title, body, tag } = this;
        told.push({ title, body, tag });
      }
    }
    Object.assign(window, { Notification: Heard, told });
    document.hasFocus = () => false;
  });
  return () => page.evaluate(() => (window as unknown as { told: Told[] }).told);
}
