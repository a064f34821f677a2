import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext } from "@playwright/test";
import lighthouse, { desktopConfig, type Flags, type Result } from "lighthouse";
import { z } from "zod";
import { chromiumFlags } from "../scripts/testing/chromium-flags";

export const formFactors = ["desktop", "mobile"] as const;
export type FormFactor = (typeof formFactors)[number];

/** A browser that Lighthouse can reach beside Playwright; who is signed in in the context is so for Lighthouse. */
export type AuditBrowser = { context: BrowserContext; port: number };

export type AuditBrowserOptions = { portalUrl: string; executablePath?: string; env?: NodeJS.ProcessEnv };

/** The two pages that are held to a score. */
export const auditedPages = [
  { name: "group page", pathOf: ({ groupId }: Audited) => `/groups/${groupId}` },
  {
    name: "account page",
    pathOf: ({ groupId, accountIds }: Audited) => `/groups/${groupId}/accounts/${accountIds[0]}`,
  },
] as const;

type Audited = { groupId: string; accountIds: readonly string[] };

export async function withAuditBrowser<T>(
  { portalUrl, executablePath, env }: AuditBrowserOptions,
  work: (browser: AuditBrowser) => Promise<T>,
): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), "lighthouse-"));
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: [...chromiumFlags, "--remote-debugging-port=0"],
      env: toBrowserEnvironment(env ?? process.env),
      baseURL: portalUrl,
      // Playwright would give Lighthouse's own page a size, too, against the one that Lighthouse emulates.
      viewport: null,
    });
    try {
      return await work({ context, port: await readPort(profile) });
    } finally {
      await context.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

function toBrowserEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Chromium chose it, so that nobody else has it. */
async function readPort(profile: string): Promise<number> {
  const [port] = (await readFile(join(profile, "DevToolsActivePort"), "utf8")).split("\n");
  return z.coerce.number().int().positive().parse(port);
}

type Category = "accessibility" | "best-practices" | "performance";

export type AuditOptions = {
  url: string;
  port: number;
  formFactor: FormFactor;
  categories: readonly Category[];
};

/**
 * Lighthouse's result for one load with an empty cache; its storage reset leaves cookies, so the visitor stays signed in.
 * @throws where something else than that page was looked at: a sign-in form would do well
 */
export async function auditPage({ url, port, formFactor, categories }: AuditOptions): Promise<Result> {
  const flags: Flags = { port, onlyCategories: [...categories], logLevel: "error" };
  const config = formFactor === "desktop" ? desktopConfig : undefined;
  const result = (await lighthouse(url, flags, config))?.lhr;
  if (result === undefined) throw new Error(`Lighthouse has no result for ${url}`);
  const { runtimeError, finalDisplayedUrl } = result;
  if (runtimeError !== undefined) throw new Error(`${url}, ${formFactor}: ${runtimeError.message}`);
  if (finalDisplayedUrl !== url) throw new Error(`${url} led to ${finalDisplayedUrl}`);
  return result;
}

export function scoreOf(result: Result, category: Category): number | null {
  return result.categories[category]?.score ?? null;
}

const Details = z.object({ items: z.array(z.unknown()) });
const Item = z.object({ node: z.object({ selector: z.string(), snippet: z.string() }) });

/** The audits that cost the category its score, each with the nodes or other things it was about. */
export function listFaults(result: Result, category: Category): string[] {
  return (result.categories[category]?.auditRefs ?? []).flatMap(({ id, weight }) => {
    const audit = result.audits[id];
    if (audit === undefined || weight === 0) return [];
    const { score, scoreDisplayMode, title, errorMessage, details } = audit;
    if (score === null ? scoreDisplayMode !== "error" : score >= 1) return [];
    const about = Details.safeParse(details).data?.items.map(toWords) ?? [];
    return [[`${id}: ${errorMessage ?? title}`, ...about].join("\n    ")];
  });
}

function toWords(item: unknown): string {
  const { data } = Item.safeParse(item);
  return data === undefined
    ? JSON.stringify(item).slice(0, 500)
    : `${data.node.selector}  ${data.node.snippet}`;
}
