import { Hono } from "hono";
import type { Context } from "hono";
import type { NodeContext } from "../node-context";
import { observe } from "../observer";
import { pageResponse } from "../pages/layout";
import type { World } from "../state/world";
import { deny, findInteraction, redirectOriginOf, signIn } from "./interaction";
import type { Interaction } from "./interaction";
import { staffPath } from "./issuer";
import { overPage, signInPage } from "./pages";

/** The sign-in page, and behind it all that oidc-provider answers. */
export function staffRoutes(world: World): Hono<NodeContext> {
  const app = new Hono<NodeContext>().basePath(staffPath);
  const { staff } = world;
  app.use("/*", observe(world));
  app.get("/interaction/:uid", async (context) => {
    const interaction = await findInteraction(staff, context.env, context.req.param("uid"));
    return interaction ? show(world, interaction) : over();
  });
  app.post("/interaction/:uid", async (context) => {
    const interaction = await findInteraction(staff, context.env, context.req.param("uid"));
    return interaction ? decide(world, interaction, context) : over();
  });
  app.all(
    "/*",
    async (context) => (await staff.answer(context.env.incoming, context.env.outgoing)) ?? context.notFound(),
  );
  return app;
}

function show({ staff }: World, interaction: Interaction): Promise<Response> {
  const page = signInPage({
    action: `${staffPath}/interaction/${interaction.uid}`,
    people: staff.people.list(),
    signedIn: staff.people.find(interaction.session?.accountId ?? ""),
    redirectOrigin: redirectOriginOf(interaction),
  });
  return pageResponse(page, { formTarget: redirectOriginOf(interaction) });
}

async function decide({ staff }: World, interaction: Interaction, context: Context): Promise<Response> {
  const form = new URLSearchParams(await context.req.text());
  if (form.get("decision") === "deny") return context.redirect(await deny(interaction), 303);
  const person = staff.people.find(form.get("sub") ?? "");
  if (!person) return over("There is no such person any more.");
  return context.redirect(await signIn(staff, interaction, { sub: person.sub }), 303);
}

function over(reason?: string): Promise<Response> {
  return pageResponse(overPage(reason), { status: 400 });
}
