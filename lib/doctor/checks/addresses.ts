import "server-only";
import { webhookUrl } from "../../webhooks";
import type { Check } from "../check";
import { checked, lacking } from "../finding";

export type Address = { label: string; url: string; where: string };

/** What others must know of the portal, exactly as it has to be entered there. */
export function addressesOf(authUrl: string): Address[] {
  return [
    {
      label: "Redirect URL of the OAuth application",
      url: `${authUrl}/api/auth/callback/increase`,
      where: "Increase’s Dashboard, Developers, OAuth. Increase’s API does not tell which is registered.",
    },
    {
      label: "Redirect URL of the staff’s client",
      url: `${authUrl}/api/staff/auth/callback/staff`,
      where: "The identity provider of STAFF_OIDC_ISSUER. No document of its own tells which is registered.",
    },
    {
      label: "Live event subscription",
      url: webhookUrl(authUrl, "live"),
      where: "Increase, live. `npm run doctor -- --fix` creates it where it is missing.",
    },
    {
      label: "Sandbox event subscription",
      url: webhookUrl(authUrl, "sandbox"),
      where: "Increase, sandbox. `npm run doctor -- --fix` creates it where it is missing.",
    },
  ];
}

/** No API tells which redirect is registered: the doctor can only say which one has to be. */
export const addresses: Check = {
  id: "addresses",
  title: "Addresses to register",
  whenWell: "AUTH_URL gives these. Whether the two redirect URLs are registered, only a sign-in shows.",
  run: ({ env: { AUTH_URL } }) =>
    AUTH_URL === undefined
      ? lacking("AUTH_URL")
      : checked(
          [],
          addressesOf(AUTH_URL).map(({ label, url }) => `${label}: ${url}`),
        ),
};
