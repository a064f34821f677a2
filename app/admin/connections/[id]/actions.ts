"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { staffAction } from "@/lib/action";
import {
  destroySandboxToken,
  disconnectConnection,
  mintSandboxToken,
  testConnection,
} from "@/lib/connections";
import { seenGeneration } from "../_components/seen-tokens";

const connection = z.object({ connection_id: z.uuid() });
const act = connection.extend({ act_id: z.uuid() });
const minting = act.extend({ replacing: seenGeneration });
const destroying = connection.extend({ seen: seenGeneration });
const disconnecting = destroying.extend({
  typed: z.string().max(200),
  reason: z.string().trim().max(300).default(""),
});

export const testConnectionAction = staffAction(act, async (context, { connection_id, act_id }) => {
  const { message } = await testConnection(context, { connectionId: connection_id, actId: act_id });
  refresh();
  return { message };
});

export const mintSandboxTokenAction = staffAction(
  minting,
  async (context, { connection_id: connectionId, act_id: actId, replacing }) => {
    const { message } = await mintSandboxToken(context, { connectionId, actId, replacing });
    refresh();
    return { message };
  },
);

export const destroySandboxTokenAction = staffAction(
  destroying,
  async (context, { connection_id: connectionId, seen }) => {
    const wasThere = await destroySandboxToken(context, { connectionId, seen });
    refresh();
    return {
      message: wasThere ? "The sandbox token was destroyed." : "There was none; nothing was changed.",
    };
  },
);

export const disconnectConnectionAction = staffAction(
  disconnecting,
  async (context, { connection_id: connectionId, seen, typed, reason }) => {
    const wasCurrent = await disconnectConnection(context, {
      connectionId,
      seen,
      typed,
      reason: reason === "" ? undefined : reason,
    });
    refresh();
    return {
      message: wasCurrent
        ? "Disconnected. The grant at Increase stands until the customer revokes it there."
        : "This connection had ended already; nothing was changed.",
    };
  },
);
