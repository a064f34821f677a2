import { Hono } from "hono";
import type { NodeContext } from "../node-context";
import { pageResponse } from "../pages/layout";
import { platform } from "../platform";
import { approve } from "../state/grants";
import { customerGroups } from "../state/groups";
import type { World } from "../state/world";
import { consentPage, deniedPage, refusedPage } from "./page";
import { AuthorizationRequest, Decision, parseParameters } from "./parameters";
import { approvedUrl, deniedUrl } from "./redirect";

const path = "/oauth/authorization";

/** The page at which a person grants an application access. https://increase.com/documentation/oauth */
export function consentRoutes(world: World): Hono<NodeContext> {
  const app = new Hono<NodeContext>();

  app.get(path, (context) => {
    const parsed = parseParameters(AuthorizationRequest, new URL(context.req.url).searchParams);
    if (!parsed.ok) return pageResponse(refusedPage(parsed.problems), { status: 400 });
    const page = consentPage(parsed.value, customerGroups(world), world.state.redirectUrl);
    return pageResponse(page, { formTarget: new URL(world.state.redirectUrl).origin });
  });

  app.post(path, async (context) => {
    const parsed = parseParameters(Decision, new URLSearchParams(await context.req.text()));
    if (!parsed.ok) return pageResponse(refusedPage(parsed.problems), { status: 400 });
    const { decision, group_id, scope, state } = parsed.value;
    const group = world.groups.get(group_id);
    if (group?.kind !== "customer") {
      return pageResponse(refusedPage(["group_id is not the id of a customer group."]), { status: 400 });
    }
    if (decision === "deny") {
      const url = deniedUrl(world, state);
      return url === null ? pageResponse(deniedPage()) : context.redirect(url, 303);
    }
    const { code } = approve(world, { groupId: group.id, applicationId: platform.application.id, scope });
    return context.redirect(approvedUrl(world, code, state), 303);
  });

  return app;
}
