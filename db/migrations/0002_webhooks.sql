CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"type" text NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp with time zone,
	"given_up_at" timestamp with time zone,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "ended_sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"group_id" text NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "group_changes" (
	"group_id" text NOT NULL,
	"environment" text NOT NULL,
	"version" bigint NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "group_changes_group_id_environment_pk" PRIMARY KEY("group_id","environment")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"name" text PRIMARY KEY NOT NULL,
	"state" jsonb,
	"claim" uuid,
	"claimed_until" timestamp with time zone,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "oauth_connections" (
	"id" text PRIMARY KEY NOT NULL,
	"group_id" text,
	"oauth_application_id" text,
	"status" text,
	"created_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	"seen_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "reconciliations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone NOT NULL,
	"is_complete" boolean NOT NULL,
	"drift" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stale_deliveries" (
	"environment" text PRIMARY KEY NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"last_skew_seconds" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"environment" text NOT NULL,
	"event_id" text NOT NULL,
	"source" text NOT NULL,
	"body" "bytea" NOT NULL,
	"headers" jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"category" text,
	"associated_object_id" text,
	"associated_object_type" text,
	"claimed_group_id" text,
	"attribution" text,
	"group_id" text,
	"state" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"claim" uuid,
	"claimed_until" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"processed_at" timestamp with time zone,
	CONSTRAINT "webhook_events_environment_event_id_pk" PRIMARY KEY("environment","event_id"),
	CONSTRAINT "webhook_events_state" CHECK ("webhook_events"."state" in ('pending', 'processed', 'dead')),
	CONSTRAINT "webhook_events_environment" CHECK ("webhook_events"."environment" in ('live', 'sandbox'))
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "sign_in_begun_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "alerts_due" ON "alerts" USING btree ("due_at") WHERE "alerts"."sent_at" is null and "alerts"."given_up_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_created_at_index" ON "alerts" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "ended_sessions_expires_at_index" ON "ended_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "oauth_connections_group_id_index" ON "oauth_connections" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "reconciliations_started_at_index" ON "reconciliations" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "webhook_events_due" ON "webhook_events" USING btree ("due_at") WHERE "webhook_events"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_events_dead" ON "webhook_events" USING btree ("received_at") WHERE "webhook_events"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "webhook_events_received_at_event_id_environment_index" ON "webhook_events" USING btree ("received_at","event_id","environment");--> statement-breakpoint
CREATE INDEX "webhook_events_group" ON "webhook_events" USING btree ("group_id","received_at") WHERE "webhook_events"."group_id" is not null;--> statement-breakpoint
CREATE INDEX "webhook_events_category_received_at_index" ON "webhook_events" USING btree ("category","received_at");--> statement-breakpoint
CREATE INDEX "connections_unidentified" ON "connections" USING btree ("id") WHERE "connections"."oauth_connection_id" is null and "connections"."state" in ('active', 'needs_reconnect');