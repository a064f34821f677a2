import { readFileSync } from "node:fs";
import { parseEnv as parseEnvFile } from "node:util";
import { sql } from "drizzle-orm";
import { inject } from "vitest";
import { z } from "zod";
import { runProcess, runReconcile } from "../crons";
import { allChecks, openDoctor, runChecks, type Doctor, type Finding, type Report } from "../doctor";
import { registerSubscription } from "../webhooks";
import { makeStaff } from "./staff";
import { connectGroup } from "./sign-in";
import { siteOrigin, startTestPortal, type TestPortal } from "./test-portal";

const Rows = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });

type Source = Record<string, string | undefined>;

/** What a portal that is well set up has in its environment, with the role that the portal connects as. */
function sourceOf({ services, simulator }: TestPortal): Source {
  const url = new URL(services.env.DATABASE_URL);
  url.username = "portal_app";
  return {
    ...parseEnvFile(readFileSync(".env.demo", "utf8")),
    AUTH_URL: siteOrigin,
    DATABASE_URL: url.href,
    INCREASE_API_URL: `${simulator.url}/live`,
    INCREASE_SANDBOX_API_URL: `${simulator.url}/sandbox`,
    INCREASE_AUTHORIZE_URL: `${simulator.url}/oauth/authorization`,
    INCREASE_DASHBOARD_URL: `${simulator.url}/`,
    STAFF_OIDC_ISSUER: `${simulator.url}/staff`,
    ALERT_WEBHOOK_URL: `${simulator.url}/alerts`,
  };
}

async function setUpWell(portal: TestPortal): Promise<void> {
  const { services } = portal;
  await registerSubscription(services, "live");
  await registerSubscription(services, "sandbox");
  await connectGroup(portal, { accounts: 1 });
  await makeStaff(portal, "owner");
  const deadline = new Date(services.now().getTime() + 30_000);
  await runProcess(portal.createContext(), { deadline });
  await runReconcile(portal.createContext(), { deadline });
}

/** A portal that is well set up, and a doctor who can be told of another environment. */
export async function startExaminedPortal() {
  const portal = await startTestPortal();
  await setUpWell(portal);
  const { db, log, now } = portal.services;
  const source = sourceOf(portal);
  const withDoctor = async <T>(
    changes: Source,
    work: (doctor: Doctor) => Promise<T>,
    clock: () => Date = now,
  ): Promise<T> => {
    const { doctor, close } = openDoctor({ ...source, ...changes }, { log, now: clock });
    try {
      return await work(doctor);
    } finally {
      await close();
    }
  };
  return {
    ...portal,
    source,
    withDoctor,
    examine: (changes: Source = {}, clock?: () => Date): Promise<Report> =>
      withDoctor(changes, (doctor) => runChecks(allChecks, doctor), clock),
    /** As the tables' owner. */
    sql: async (statement: string) => Rows.parse(await db.execute(sql.raw(statement))).rows,
    adminUrl: inject("database").adminUrl,
  };
}

export type ExaminedPortal = Awaited<ReturnType<typeof startExaminedPortal>>;

export const codesOf = ({ findings }: Report): string[] => findings.map(({ code }: Finding) => code);
