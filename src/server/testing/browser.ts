/** As much of a browser as a sign-in needs: cookies per site, redirects followed one by one. */
export class Browser {
  #jars = new Map<string, Map<string, string>>();

  /** One request, without following where it leads. `form` makes it a POST. */
  async request(url: string, form?: Record<string, string>): Promise<Response> {
    const { origin } = new URL(url);
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: this.cookiesOf(origin) },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    this.#keep(origin, response.headers.getSetCookie());
    return response;
  }

  /** Goes to a page and on to wherever it leads, until a page answers, or until `stopAt` says that this address is far enough. */
  async visit(
    url: string,
    { form, stopAt = () => false }: { form?: Record<string, string>; stopAt?: (url: URL) => boolean } = {},
  ): Promise<Page> {
    let here = url;
    let body = form;
    for (let hops = 0; hops < 20; hops++) {
      if (stopAt(new URL(here))) return { url: here, html: "" };
      const response = await this.request(here, body);
      const to = response.headers.get("location");
      if (!to) return { url: here, html: await response.text() };
      here = new URL(to, here).href;
      body = undefined;
    }
    throw new Error(`${url} leads nowhere`);
  }

  /** The `Cookie` header for a site. */
  cookiesOf(origin: string): string {
    return [...(this.#jars.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #keep(origin: string, cookies: string[]): void {
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    for (const cookie of cookies) {
      const [pair = "", ...attributes] = cookie.split(";");
      const equals = pair.indexOf("=");
      const [name, value] = [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
      const expires = attributes.find((one) => /^\s*expires=/i.test(one))?.split("=")[1];
      const isOver =
        value === "" || (expires !== undefined && Date.parse(expires) <= Date.now()) || attributes.some((one) => /max-age=0/i.test(one));
      if (isOver) jar.delete(name);
      else jar.set(name, value);
    }
  }
}

export interface Page {
  url: string;
  html: string;
}
