import type { StaffRole } from "@/lib/context";

export const roleWords: Record<StaffRole, string> = {
  viewer: "Viewer",
  operator: "Operator",
  owner: "Owner",
};
