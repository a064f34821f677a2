/** What the global setup hands to the tests of a database project. */
export type ProvidedDatabase = {
  adminUrl: string;
  /** A migrated database that each test database is a copy of. */
  template: string;
  /** Set where the tests go through Neon's driver. */
  neonWsProxy: string | null;
};

declare module "vitest" {
  interface ProvidedContext {
    database: ProvidedDatabase;
  }
}
