import "server-only";

export * from "./connect";
export * from "./connect-links";
export * from "./destroy-sandbox-token";
export * from "./disconnect";
export * from "./erase-group";
export * from "./find-connection-id";
export * from "./get-connection";
export * from "./mint-sandbox-token";
export * from "./reconcile-connections";
export * from "./test-connection";
export * from "./bulk-act";
export * from "./applications";
export * from "./group-view";
export * from "./inspect-connection";
export * from "./list-connections";
export * from "./read-timeline";
export * from "./sync-connections";
