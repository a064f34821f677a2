import { customFetch } from "next-auth";
import { describe, expect, test } from "vitest";
import { increaseProvider } from "./increase-provider";

const provider = increaseProvider({
  clientId: "client_id_1",
  authorizeUrl: "https://increase.com/oauth/authorization",
  apiUrl: "https://api.increase.com",
});

describe("the Increase provider", () => {
  test("checks the state, and nothing that Increase does not know", () => {
    expect(provider).toMatchObject({ id: "increase", type: "oauth", checks: ["state"] });
  });

  test("holds no client secret: the exchange is made elsewhere", () => {
    expect(provider.clientSecret).toBe("held-in-the-flow-run");
  });

  test("identifies the group, which is all that Increase names", () => {
    expect(provider.profile?.({ id: "group_1", createdAt: null }, {})).toEqual({ id: "group_1" });
  });

  test("exchanges nothing outside the callback's own run", async () => {
    const exchange = provider[customFetch];
    const body = new URLSearchParams({ code: "stolen" });
    await expect(
      exchange?.("https://api.increase.com/oauth/tokens", { method: "POST", body }),
    ).rejects.toThrow("no sign-in under way");
  });
});
