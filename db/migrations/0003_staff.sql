CREATE TABLE "connect_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"group_id" text,
	"scope" text NOT NULL,
	"note" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"used_by_group_id" text,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "group_views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" uuid NOT NULL,
	"group_id" text NOT NULL,
	"reason" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oauth_applications" (
	"id" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"name" text,
	"status" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"email" text NOT NULL,
	"name" text,
	"role" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "staff_issuer_subject_unique" UNIQUE("issuer","subject"),
	CONSTRAINT "staff_role" CHECK ("staff"."role" in ('viewer', 'operator', 'owner'))
);
--> statement-breakpoint
CREATE TABLE "staff_acts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"connection_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"claimed_until" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"outcome" jsonb
);
--> statement-breakpoint
CREATE TABLE "staff_invitations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"invited_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_by" uuid,
	"closed_at" timestamp with time zone,
	CONSTRAINT "staff_invitations_role" CHECK ("staff_invitations"."role" in ('viewer', 'operator', 'owner'))
);
--> statement-breakpoint
CREATE TABLE "staff_sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" text NOT NULL,
	"staff_id" uuid NOT NULL,
	"signed_in_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"idle_expires_at" timestamp with time zone NOT NULL,
	"absolute_expires_at" timestamp with time zone NOT NULL,
	"user_agent" text,
	CONSTRAINT "staff_sessions_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "upstream_calls" (
	"hour" timestamp with time zone NOT NULL,
	"environment" text NOT NULL,
	"outcome" text NOT NULL,
	"at_most_ms" integer NOT NULL,
	"calls" bigint NOT NULL,
	CONSTRAINT "upstream_calls_hour_environment_outcome_at_most_ms_pk" PRIMARY KEY("hour","environment","outcome","at_most_ms")
);
--> statement-breakpoint
CREATE TABLE "upstream_errors" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "upstream_errors_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"environment" text NOT NULL,
	"owner" text NOT NULL,
	"group_id" text,
	"request" text NOT NULL,
	"kind" text NOT NULL,
	"status" integer,
	"type" text,
	"title" text,
	"detail" text,
	"reason" text,
	"request_id" text
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "state_reason" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "missing_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "last_used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "last_ok_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "has_sandbox_token" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "oauth_connections" ADD COLUMN "is_held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "connect_links" ADD CONSTRAINT "connect_links_created_by_staff_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_views" ADD CONSTRAINT "group_views_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_acts" ADD CONSTRAINT "staff_acts_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_acts" ADD CONSTRAINT "staff_acts_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_invitations" ADD CONSTRAINT "staff_invitations_invited_by_staff_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_invitations" ADD CONSTRAINT "staff_invitations_accepted_by_staff_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_sessions" ADD CONSTRAINT "staff_sessions_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connect_links_group_id_created_at_index" ON "connect_links" USING btree ("group_id","created_at");--> statement-breakpoint
CREATE INDEX "connect_links_created_at_index" ON "connect_links" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "group_views_staff_id_group_id_expires_at_index" ON "group_views" USING btree ("staff_id","group_id","expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_acts_one_at_once" ON "staff_acts" USING btree ("connection_id") WHERE "staff_acts"."finished_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "staff_invitations_one_open_per_email" ON "staff_invitations" USING btree ("email") WHERE "staff_invitations"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "staff_invitations_created_at_index" ON "staff_invitations" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "staff_sessions_staff_id_index" ON "staff_sessions" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "staff_sessions_idle_expires_at_index" ON "staff_sessions" USING btree ("idle_expires_at");--> statement-breakpoint
CREATE INDEX "upstream_errors_group_id_at_index" ON "upstream_errors" USING btree ("group_id","at");--> statement-breakpoint
CREATE INDEX "upstream_errors_at_index" ON "upstream_errors" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_entries_action_id_index" ON "audit_entries" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "audit_entries_actor_id_id_index" ON "audit_entries" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "connections_by_created" ON "connections" USING btree ("connected_at","id");--> statement-breakpoint
CREATE INDEX "connections_by_group" ON "connections" USING btree ("group_id" collate "C","id");--> statement-breakpoint
CREATE INDEX "connections_by_change" ON "connections" USING btree ("state_changed_at","id");--> statement-breakpoint
CREATE INDEX "connections_by_state" ON "connections" USING btree ("state","connected_at","id");--> statement-breakpoint
CREATE INDEX "connections_by_application" ON "connections" USING btree ("oauth_application_id","connected_at","id");--> statement-breakpoint
CREATE INDEX "connections_by_scope" ON "connections" USING btree ("scope","connected_at","id");--> statement-breakpoint
CREATE INDEX "connections_attention" ON "connections" USING btree ("connected_at","id") WHERE "connections"."state" = 'needs_reconnect' or ("connections"."state" = 'active' and ("connections"."oauth_connection_id" is null or "connections"."missing_since" is not null));--> statement-breakpoint
CREATE INDEX "oauth_connections_unheld_by_created" ON "oauth_connections" USING btree ("created_at","id" collate "C") WHERE not "oauth_connections"."is_held";--> statement-breakpoint
CREATE INDEX "oauth_connections_unheld_by_group" ON "oauth_connections" USING btree ("group_id" collate "C","id" collate "C") WHERE not "oauth_connections"."is_held";--> statement-breakpoint
CREATE INDEX "oauth_connections_unheld_by_change" ON "oauth_connections" USING btree (coalesce("deleted_at", "created_at"),"id" collate "C") WHERE not "oauth_connections"."is_held";--> statement-breakpoint
CREATE INDEX "webhook_events_of_connection" ON "webhook_events" USING btree ("associated_object_id","received_at") WHERE "webhook_events"."associated_object_type" = 'oauth_connection';
--> statement-breakpoint
UPDATE "connections" SET "last_used_at" = token."last_used_at", "last_ok_at" = token."last_ok_at"
  FROM "connection_tokens" token
  WHERE token."connection_id" = "connections"."id" AND token."environment" = 'live';
--> statement-breakpoint
UPDATE "connections" SET "has_sandbox_token" = true
  FROM "connection_tokens" token
  WHERE token."connection_id" = "connections"."id" AND token."environment" = 'sandbox';
--> statement-breakpoint
UPDATE "oauth_connections" SET "is_held" = true
  FROM "connections"
  WHERE "connections"."oauth_connection_id" = "oauth_connections"."id";
--> statement-breakpoint
-- Attack: an id chosen by whoever has the portal's role (OVERRIDING SYSTEM VALUE) backdates an entry, or takes the id that
-- the next act's entry would have. As the owner, who alone may use the sequence.
CREATE FUNCTION number_audit_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.id := nextval(pg_get_serial_sequence('public.audit_entries', 'id'));
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_entries_numbered BEFORE INSERT ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION number_audit_entry();
