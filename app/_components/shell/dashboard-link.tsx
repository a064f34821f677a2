import { OutwardLink } from "@/app/_components/ui/text-link";
import { services } from "@/lib/services";

/** Where a customer revokes the grant itself, which the portal can't. */
export function DashboardLink() {
  return <OutwardLink href={services().env.INCREASE_DASHBOARD_URL}>Increase’s dashboard</OutwardLink>;
}
