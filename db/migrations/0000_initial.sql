CREATE TABLE "accounts" (
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"target_kind" text NOT NULL,
	"target_id" text NOT NULL,
	"group_id" text,
	"before" jsonb,
	"after" jsonb,
	"reason" text,
	"ip_address" "inet",
	"user_agent" text,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "connection_tokens" (
	"connection_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"generation" integer NOT NULL,
	"sealed" text NOT NULL,
	"minted_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"last_ok_at" timestamp with time zone,
	CONSTRAINT "connection_tokens_connection_id_environment_pk" PRIMARY KEY("connection_id","environment"),
	CONSTRAINT "connection_tokens_environment" CHECK ("connection_tokens"."environment" in ('live', 'sandbox'))
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"group_id" text NOT NULL,
	"oauth_connection_id" text,
	"oauth_application_id" text,
	"state" text NOT NULL,
	"scope" text NOT NULL,
	"connected_at" timestamp with time zone NOT NULL,
	"state_changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "connections_oauthConnectionId_unique" UNIQUE("oauth_connection_id"),
	CONSTRAINT "connections_state" CHECK ("connections"."state" in ('active', 'needs_reconnect', 'disconnected', 'deactivated')),
	CONSTRAINT "connections_scope" CHECK ("connections"."scope" in ('read_only', 'read_write'))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" text NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"idle_expires_at" timestamp with time zone NOT NULL,
	"absolute_expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "used_flows" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_tokens" ADD CONSTRAINT "connection_tokens_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_group_id_id_index" ON "audit_entries" USING btree ("group_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_target_kind_target_id_id_index" ON "audit_entries" USING btree ("target_kind","target_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_at_id_index" ON "audit_entries" USING btree ("at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "connections_one_current_per_group" ON "connections" USING btree ("group_id") WHERE "connections"."state" in ('active', 'needs_reconnect');--> statement-breakpoint
CREATE INDEX "connections_group_id_connected_at_index" ON "connections" USING btree ("group_id","connected_at");--> statement-breakpoint
CREATE INDEX "sessions_user_id_index" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_idle_expires_at_index" ON "sessions" USING btree ("idle_expires_at");--> statement-breakpoint
CREATE INDEX "used_flows_expires_at_index" ON "used_flows" USING btree ("expires_at");