import type { IncomingMessage, ServerResponse } from "node:http";
import type { InteractionResults, Provider } from "oidc-provider";
import { z } from "zod";
import { loadLibrary } from "./library";
import type { StaffIssuer } from "./issuer";

export type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

const Parameters = z.object({ redirect_uri: z.url() });

/** The sign-in that this browser has begun; null where it is over, or another's. */
export async function findInteraction(
  issuer: StaffIssuer,
  { incoming, outgoing }: { incoming: IncomingMessage; outgoing: ServerResponse },
  uid: string,
): Promise<Interaction | null> {
  const [provider, { errors }] = await Promise.all([issuer.provider(), loadLibrary()]);
  try {
    const interaction = await provider.interactionDetails(incoming, outgoing);
    return interaction.uid === uid ? interaction : null;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}

/** Where the browser goes from the page, in the end. */
export function redirectOriginOf({ params }: Interaction): string {
  return new URL(Parameters.parse(params).redirect_uri).origin;
}

/** @returns where the sign-in goes on; `authTime` in seconds, now where it is not given. */
export async function signIn(
  issuer: StaffIssuer,
  interaction: Interaction,
  { sub, authTime }: { sub: string; authTime?: number },
): Promise<string> {
  if (interaction.session && interaction.session.accountId !== sub) {
    // oidc-provider would have the browser post a sign-out first, on a page that is not ours.
    const session = await (await issuer.provider()).Session.findByUid(interaction.session.uid);
    await session?.destroy();
    interaction.session = undefined;
  }
  return finish(interaction, { login: { accountId: sub, ts: authTime } });
}

export async function deny(interaction: Interaction): Promise<string> {
  return finish(interaction, {
    error: "access_denied",
    error_description: "The person did not want to sign in.",
  });
}

async function finish(interaction: Interaction, result: InteractionResults): Promise<string> {
  interaction.result = result;
  await interaction.persist();
  return interaction.returnTo;
}
