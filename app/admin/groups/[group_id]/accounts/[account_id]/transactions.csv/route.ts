import { getStaffContext } from "@/lib/auth/session";
import { transactionsCsvRoute } from "@/lib/http/transactions-csv-route";

export const GET = transactionsCsvRoute(getStaffContext);
