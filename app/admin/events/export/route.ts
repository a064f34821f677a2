import { csvRoute } from "@/lib/http/csv-route";
import { exportEvents, type ListedEvent } from "@/lib/webhooks";
import { readEventExport } from "../_components/event-search";

export const GET = csvRoute({
  name: "events",
  permission: "event.export",
  readFilter: readEventExport,
  readRows: exportEvents,
  columns: {
    received_at: (event: ListedEvent) => event.receivedAt,
    environment: (event) => event.environment,
    event_id: (event) => event.eventId,
    category: (event) => event.category,
    group_id: (event) => event.groupId,
    attribution: (event) => event.attribution,
    associated_object_type: (event) => event.associatedObjectType,
    associated_object_id: (event) => event.associatedObjectId,
    source: (event) => event.source,
    state: (event) => event.state,
    failures: (event) => event.failures,
    processed_at: (event) => event.processedAt,
  },
});
