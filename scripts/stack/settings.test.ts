import { join } from "node:path";
import { expect, test } from "vitest";
import { readSettings, rootDir } from "./settings";

test("the demo has its places without being told", () => {
  expect(readSettings({ NODE_ENV: "test", PORT: "" })).toEqual({
    portalPort: 3000,
    simulatorPort: 4010,
    dataDir: join(rootDir, ".data"),
  });
});

test.each(["http", "3000x", "0", "65536", "-1", "1e3"])("PORT=%s is refused", (PORT) => {
  expect(() => readSettings({ NODE_ENV: "test", PORT })).toThrow(`PORT is "${PORT}"`);
});

test("one port can't serve both", () => {
  expect(() => readSettings({ NODE_ENV: "test", SIMULATOR_PORT: "3000" })).toThrow("have to differ");
});
