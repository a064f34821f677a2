"use server";

import { z } from "zod";
import { formAction } from "@/lib/action";
import { revealAccountNumber } from "@/lib/banking";

const revealForm = z.object({
  group_id: z.string().max(200),
  environment: z.enum(["live", "sandbox"]),
  account_number_id: z.string().max(200),
});

export const revealAccountNumberAction = formAction(
  revealForm,
  async (context, { group_id: groupId, environment, account_number_id: accountNumberId }) => {
    const { accountNumber } = await revealAccountNumber(context, { groupId, environment, accountNumberId });
    return { message: "In full, and noted in the audit log:", copyable: accountNumber };
  },
);
