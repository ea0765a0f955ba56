import { MigrationInterface, QueryRunner } from 'typeorm';

export class Schema1763600000000 implements MigrationInterface {
  name = 'Schema1763600000000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            CREATE TABLE "host_pauses" (
                "host" text NOT NULL,
                "until" TIMESTAMP WITH TIME ZONE NOT NULL,
                "throttled_since" TIMESTAMP WITH TIME ZONE NOT NULL,
                CONSTRAINT "PK_bcdccab0c346ffad6ef7f697496" PRIMARY KEY ("host")
            )
        `);
    await queryRunner.query(`
            CREATE TYPE "public"."on_invalid" AS ENUM('reject', 'skip')
        `);
    await queryRunner.query(`
            CREATE TYPE "public"."work_status" AS ENUM(
                'pending',
                'processing',
                'completed',
                'failed',
                'cancelled'
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "requests" (
                "id" uuid NOT NULL,
                "owner" text NOT NULL,
                "base_url" text NOT NULL,
                "filename" text NOT NULL,
                "source_file" text NOT NULL,
                "layout" jsonb NOT NULL,
                "limits" jsonb NOT NULL,
                "options" jsonb NOT NULL,
                "on_invalid" "public"."on_invalid" NOT NULL,
                "status" "public"."work_status" NOT NULL DEFAULT 'pending',
                "run" integer NOT NULL DEFAULT '1',
                "version" bigint NOT NULL DEFAULT '0',
                "skipped_rows" integer NOT NULL,
                "bytes_in" bigint NOT NULL DEFAULT '0',
                "bytes_out" bigint NOT NULL DEFAULT '0',
                "failures" jsonb NOT NULL DEFAULT '{}',
                "webhook_url" text,
                "webhook_triggered" boolean NOT NULL DEFAULT false,
                "import_claim" integer NOT NULL DEFAULT '0',
                "import_lease_until" TIMESTAMP WITH TIME ZONE,
                "imported_rows" integer NOT NULL DEFAULT '0',
                "imported_images" integer NOT NULL DEFAULT '0',
                "imported_at" TIMESTAMP WITH TIME ZONE,
                "retry_cursor" uuid,
                "cancel_requested_at" TIMESTAMP WITH TIME ZONE,
                "deleted_at" TIMESTAMP WITH TIME ZONE,
                "started_at" TIMESTAMP WITH TIME ZONE,
                "completed_at" TIMESTAMP WITH TIME ZONE,
                "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                "products_pending" integer NOT NULL DEFAULT '0',
                "products_processing" integer NOT NULL DEFAULT '0',
                "products_completed" integer NOT NULL DEFAULT '0',
                "products_failed" integer NOT NULL DEFAULT '0',
                "products_cancelled" integer NOT NULL DEFAULT '0',
                "images_pending" integer NOT NULL DEFAULT '0',
                "images_processing" integer NOT NULL DEFAULT '0',
                "images_completed" integer NOT NULL DEFAULT '0',
                "images_failed" integer NOT NULL DEFAULT '0',
                "images_cancelled" integer NOT NULL DEFAULT '0',
                CONSTRAINT "PK_0428f484e96f9e6a55955f29b5f" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "requests_to_delete" ON "requests" ("id")
            WHERE deleted_at IS NOT NULL
        `);
    await queryRunner.query(`
            CREATE INDEX "requests_to_import" ON "requests" ("id")
            WHERE imported_at IS NULL
        `);
    await queryRunner.query(`
            CREATE INDEX "requests_unfinished" ON "requests" ("id")
            WHERE status IN ('pending', 'processing')
        `);
    await queryRunner.query(`
            CREATE INDEX "requests_by_owner" ON "requests" ("owner", "id")
        `);
    await queryRunner.query(`
            CREATE TYPE "public"."log_step" AS ENUM(
                'validate',
                'import',
                'download',
                'compress',
                'store',
                'webhook'
            )
        `);
    await queryRunner.query(`
            CREATE TYPE "public"."log_status" AS ENUM('success', 'failure')
        `);
    await queryRunner.query(`
            CREATE TABLE "processing_logs" (
                "id" uuid NOT NULL,
                "request_id" uuid NOT NULL,
                "image_id" uuid,
                "step" "public"."log_step" NOT NULL,
                "status" "public"."log_status" NOT NULL,
                "message" text NOT NULL,
                "timestamp" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                CONSTRAINT "PK_4c3736d4f835f0f00b668ecb7f7" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "processing_logs_by_request" ON "processing_logs" ("request_id", "id")
        `);
    await queryRunner.query(`
            CREATE TABLE "products" (
                "id" uuid NOT NULL,
                "request_id" uuid NOT NULL,
                "row" integer NOT NULL,
                "serial_number" bigint,
                "product_name" text NOT NULL,
                "extra" text array NOT NULL,
                "status" "public"."work_status" NOT NULL,
                "images_pending" integer NOT NULL DEFAULT '0',
                "images_processing" integer NOT NULL DEFAULT '0',
                "images_completed" integer NOT NULL DEFAULT '0',
                "images_failed" integer NOT NULL DEFAULT '0',
                "images_cancelled" integer NOT NULL DEFAULT '0',
                CONSTRAINT "PK_0806c755e0aca124e67c0cf6d7d" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "products_by_row" ON "products" ("request_id", "row")
        `);
    await queryRunner.query(`
            CREATE TABLE "skipped_rows" (
                "request_id" uuid NOT NULL,
                "row" integer NOT NULL,
                "cells" text array NOT NULL,
                "error_code" text NOT NULL,
                "error_message" text NOT NULL,
                CONSTRAINT "PK_857ddb1c4d5dc4da72c0885d018" PRIMARY KEY ("request_id", "row")
            )
        `);
    await queryRunner.query(`
            CREATE TYPE "public"."image_outcome" AS ENUM('compressed', 'kept_original')
        `);
    await queryRunner.query(`
            CREATE TABLE "images" (
                "id" uuid NOT NULL,
                "request_id" uuid NOT NULL,
                "product_id" uuid NOT NULL,
                "position" smallint NOT NULL,
                "input_image_url" text NOT NULL,
                "host" text NOT NULL,
                "leader_id" uuid NOT NULL,
                "status" "public"."work_status" NOT NULL DEFAULT 'pending',
                "claim" integer NOT NULL DEFAULT '0',
                "lease_until" TIMESTAMP WITH TIME ZONE,
                "not_before" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT '-infinity',
                "attempts" smallint NOT NULL DEFAULT '0',
                "crashes" smallint NOT NULL DEFAULT '0',
                "outcome" "public"."image_outcome",
                "error_code" text,
                "error_message" text,
                "http_status" smallint,
                "output_file" text,
                "bytes_in" integer,
                "bytes_out" integer,
                "width" integer,
                "height" integer,
                "format" text,
                "started_at" TIMESTAMP WITH TIME ZONE,
                "finished_at" TIMESTAMP WITH TIME ZONE,
                CONSTRAINT "PK_1fe148074c6a1a91b63cb9ee3c9" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "images_unsuccessful" ON "images" ("request_id", "id")
            WHERE status IN ('failed', 'cancelled')
        `);
    await queryRunner.query(`
            CREATE INDEX "images_of_leader" ON "images" ("leader_id")
            WHERE leader_id <> id
        `);
    await queryRunner.query(`
            CREATE INDEX "images_in_work" ON "images" ("id")
            WHERE status = 'processing'
                AND leader_id = id
        `);
    await queryRunner.query(`
            CREATE INDEX "images_to_claim" ON "images" ("request_id", "host", "not_before", "id")
            WHERE status = 'pending'
                AND leader_id = id
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "images_by_product" ON "images" ("product_id", "position")
        `);
    await queryRunner.query(`
            CREATE TABLE "idempotency_keys" (
                "owner" text NOT NULL,
                "key" text NOT NULL,
                "fingerprint" text NOT NULL,
                "answer" json NOT NULL,
                "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                CONSTRAINT "PK_f796aec32cfd80b443f883257a6" PRIMARY KEY ("owner", "key")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "idempotency_keys_by_expiry" ON "idempotency_keys" ("expires_at")
        `);
    await queryRunner.query(`
            CREATE TYPE "public"."delivery_status" AS ENUM('pending', 'delivered', 'exhausted', 'cancelled')
        `);
    await queryRunner.query(`
            CREATE TABLE "webhook_deliveries" (
                "id" uuid NOT NULL,
                "owner" text NOT NULL,
                "request_id" uuid,
                "run" integer,
                "target" text NOT NULL,
                "subscription_id" uuid,
                "url" text NOT NULL,
                "receiver" text NOT NULL,
                "type" text NOT NULL,
                "payload" text NOT NULL,
                "status" "public"."delivery_status" NOT NULL DEFAULT 'pending',
                "claim" integer NOT NULL DEFAULT '0',
                "lease_until" TIMESTAMP WITH TIME ZONE,
                "attempts" integer NOT NULL DEFAULT '0',
                "schedule_step" smallint NOT NULL DEFAULT '0',
                "next_attempt_at" TIMESTAMP WITH TIME ZONE DEFAULT now(),
                "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                CONSTRAINT "PK_535dd409947fb6d8fc6dfc0112a" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "webhook_deliveries_by_subscription" ON "webhook_deliveries" ("subscription_id", "id")
            WHERE subscription_id IS NOT NULL
        `);
    await queryRunner.query(`
            CREATE INDEX "webhook_deliveries_undelivered" ON "webhook_deliveries" ("owner", "status", "id")
            WHERE status <> 'delivered'
        `);
    await queryRunner.query(`
            CREATE INDEX "webhook_deliveries_by_owner" ON "webhook_deliveries" ("owner", "id")
        `);
    await queryRunner.query(`
            CREATE INDEX "webhook_deliveries_in_flight" ON "webhook_deliveries" ("receiver")
            WHERE status = 'pending'
                AND lease_until IS NOT NULL
        `);
    await queryRunner.query(`
            CREATE INDEX "webhook_deliveries_to_claim" ON "webhook_deliveries" ("receiver", "next_attempt_at")
            WHERE status = 'pending'
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" ("request_id", "run", "target")
        `);
    await queryRunner.query(`
            CREATE TABLE "webhook_attempts" (
                "id" uuid NOT NULL,
                "delivery_id" uuid NOT NULL,
                "attempted_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                "status_code" smallint,
                "error_code" text,
                "latency_ms" integer NOT NULL,
                CONSTRAINT "PK_2de7e7887ad97de459adab62638" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "webhook_attempts_by_delivery" ON "webhook_attempts" ("delivery_id", "id")
        `);
    await queryRunner.query(`
            CREATE TABLE "instance_secrets" (
                "name" text NOT NULL,
                "value" text NOT NULL,
                CONSTRAINT "PK_70c19fbe0a0c5eb8da58d29bbfc" PRIMARY KEY ("name")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "webhook_subscriptions" (
                "id" uuid NOT NULL,
                "owner" text NOT NULL,
                "url" text NOT NULL,
                "types" text array NOT NULL,
                "enabled" boolean NOT NULL DEFAULT true,
                "disabled_reason" text,
                "sealed_secret" text NOT NULL,
                "sealed_previous_secret" text,
                "previous_secret_until" TIMESTAMP WITH TIME ZONE,
                "failing_since" TIMESTAMP WITH TIME ZONE,
                "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                CONSTRAINT "PK_bf631ae77d39849d599817fb6f4" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "webhook_subscriptions_by_owner" ON "webhook_subscriptions" ("owner", "id")
        `);
    await queryRunner.query(`
            ALTER TABLE "processing_logs"
            ADD CONSTRAINT "FK_bd8d2467264fc2064656c265594" FOREIGN KEY ("request_id") REFERENCES "requests"("id") ON DELETE CASCADE ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "products"
            ADD CONSTRAINT "FK_d091222fcee6f2631bfd34f10c5" FOREIGN KEY ("request_id") REFERENCES "requests"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "skipped_rows"
            ADD CONSTRAINT "FK_614cf3455a8aaacd3cf977a176d" FOREIGN KEY ("request_id") REFERENCES "requests"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "images"
            ADD CONSTRAINT "FK_96fabbb1202770b8e6a58bf6f1d" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "webhook_attempts"
            ADD CONSTRAINT "FK_0d56d91d61b827bb2079c256538" FOREIGN KEY ("delivery_id") REFERENCES "webhook_deliveries"("id") ON DELETE CASCADE ON UPDATE NO ACTION
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            ALTER TABLE "webhook_attempts" DROP CONSTRAINT "FK_0d56d91d61b827bb2079c256538"
        `);
    await queryRunner.query(`
            ALTER TABLE "images" DROP CONSTRAINT "FK_96fabbb1202770b8e6a58bf6f1d"
        `);
    await queryRunner.query(`
            ALTER TABLE "skipped_rows" DROP CONSTRAINT "FK_614cf3455a8aaacd3cf977a176d"
        `);
    await queryRunner.query(`
            ALTER TABLE "products" DROP CONSTRAINT "FK_d091222fcee6f2631bfd34f10c5"
        `);
    await queryRunner.query(`
            ALTER TABLE "processing_logs" DROP CONSTRAINT "FK_bd8d2467264fc2064656c265594"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."webhook_subscriptions_by_owner"
        `);
    await queryRunner.query(`
            DROP TABLE "webhook_subscriptions"
        `);
    await queryRunner.query(`
            DROP TABLE "instance_secrets"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."webhook_attempts_by_delivery"
        `);
    await queryRunner.query(`
            DROP TABLE "webhook_attempts"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."webhook_deliveries_once"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."webhook_deliveries_to_claim"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."webhook_deliveries_in_flight"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."webhook_deliveries_by_owner"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."webhook_deliveries_undelivered"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."webhook_deliveries_by_subscription"
        `);
    await queryRunner.query(`
            DROP TABLE "webhook_deliveries"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."delivery_status"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."idempotency_keys_by_expiry"
        `);
    await queryRunner.query(`
            DROP TABLE "idempotency_keys"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."images_by_product"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."images_to_claim"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."images_in_work"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."images_of_leader"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."images_unsuccessful"
        `);
    await queryRunner.query(`
            DROP TABLE "images"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."image_outcome"
        `);
    await queryRunner.query(`
            DROP TABLE "skipped_rows"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."products_by_row"
        `);
    await queryRunner.query(`
            DROP TABLE "products"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."processing_logs_by_request"
        `);
    await queryRunner.query(`
            DROP TABLE "processing_logs"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."log_status"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."log_step"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."requests_by_owner"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."requests_unfinished"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."requests_to_import"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."requests_to_delete"
        `);
    await queryRunner.query(`
            DROP TABLE "requests"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."work_status"
        `);
    await queryRunner.query(`
            DROP TYPE "public"."on_invalid"
        `);
    await queryRunner.query(`
            DROP TABLE "host_pauses"
        `);
  }
}
