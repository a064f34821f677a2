CREATE TABLE "kept_accounts" (
	"connection_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"sealed" text NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "kept_accounts_connection_id_environment_pk" PRIMARY KEY("connection_id","environment")
);
--> statement-breakpoint
CREATE TABLE "known_accounts" (
	"environment" text NOT NULL,
	"account_id" text NOT NULL,
	"group_id" text NOT NULL,
	"connection_id" uuid NOT NULL,
	CONSTRAINT "known_accounts_environment_account_id_pk" PRIMARY KEY("environment","account_id")
);
--> statement-breakpoint
ALTER TABLE "staff_acts" ALTER COLUMN "staff_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "kept_accounts" ADD CONSTRAINT "kept_accounts_token" FOREIGN KEY ("connection_id","environment") REFERENCES "public"."connection_tokens"("connection_id","environment") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "known_accounts" ADD CONSTRAINT "known_accounts_token" FOREIGN KEY ("connection_id","environment") REFERENCES "public"."connection_tokens"("connection_id","environment") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "known_accounts_token" ON "known_accounts" USING btree ("connection_id","environment");