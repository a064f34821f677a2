import { getStaffContext } from "@/lib/auth/session";
import { transactionsCsvRoute } from "@/lib/transactions-csv-route";

export const GET = transactionsCsvRoute(getStaffContext);
