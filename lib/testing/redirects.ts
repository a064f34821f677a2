import { z } from "zod";

const thrown = z.object({ digest: z.string().startsWith("NEXT_REDIRECT;") });

/** Where a server action or a page leads: Next's `redirect` throws. Null where the work simply ends. */
export async function whereTo(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    const parsed = thrown.safeParse(error);
    if (!parsed.success) throw error;
    return parsed.data.digest.split(";").slice(2, -2).join(";");
  }
}
