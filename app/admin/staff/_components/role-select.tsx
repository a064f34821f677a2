import { fieldStyle } from "@/app/_components/ui/filter-bar";
import type { StaffRole } from "@/lib/context";

const choices: Record<StaffRole, string> = {
  viewer: "Viewer – reads",
  operator: "Operator – also acts on connections",
  owner: "Owner – also manages the staff",
};

const order = ["viewer", "operator", "owner"] as const;

export function RoleSelect({ value }: { value: StaffRole }) {
  return (
    <label className="grid w-full gap-1">
      <span className="text-small text-ink-faint">Role</span>
      {/* A new key for a new role: React puts a form back to the choice that it was first drawn with. */}
      <select key={value} name="role" defaultValue={value} className={`${fieldStyle} px-2`}>
        {order.map((role) => (
          <option key={role} value={role}>
            {choices[role]}
          </option>
        ))}
      </select>
    </label>
  );
}
