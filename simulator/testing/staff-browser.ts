import { expect } from "vitest";

/** Where a visit ends: at a page of the issuer, or on the way to somewhere else. */
export interface Visit {
  status: number;
  url: URL;
  headers: Headers;
  text: string;
}

/** A browser without JavaScript that keeps the issuer's cookies, and stops where it is sent elsewhere. */
export class StaffBrowser {
  readonly #cookies = new Map<string, { value: string; path: string }>();
  /** Every Set-Cookie it was given. */
  readonly given: string[] = [];

  async visit(url: string | URL, form?: Record<string, string>): Promise<Visit> {
    const target = new URL(url);
    const answer = await fetch(target, {
      ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
      headers: { accept: "text/html", cookie: this.#cookiesFor(target.pathname) },
      redirect: "manual",
    });
    this.#keep(answer.headers.getSetCookie());
    const location = answer.headers.get("location");
    const { status, headers } = answer;
    if (location === null) return { status, url: target, headers, text: await answer.text() };
    await answer.body?.cancel();
    const next = new URL(location, target);
    return next.origin === target.origin ? this.visit(next) : { status, url: next, headers, text: "" };
  }

  /** Presses a button of the sign-in page. */
  async choose(page: Visit, field: "sub" | "decision", value: string): Promise<Visit> {
    expect(page.text).toContain(`name="${field}" value="${value}"`);
    const action = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1];
    return this.visit(new URL(action ?? "", page.url), { [field]: value });
  }

  #cookiesFor(path: string): string {
    const fitting = [...this.#cookies].filter(([, cookie]) => path.startsWith(cookie.path));
    return fitting.map(([name, { value }]) => `${name}=${value}`).join("; ");
  }

  #keep(cookies: readonly string[]): void {
    this.given.push(...cookies);
    for (const cookie of cookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      const path = /; path=([^;]+)/i.exec(cookie)?.[1] ?? "/";
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, { value, path });
    }
  }
}
