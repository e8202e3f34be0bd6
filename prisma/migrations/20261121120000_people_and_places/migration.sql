-- AlterTable
ALTER TABLE "users" ADD COLUMN "must_change_password" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "theme" TEXT NOT NULL DEFAULT 'auto',
ADD COLUMN "time_display" TEXT NOT NULL DEFAULT 'relative',
ADD COLUMN "time_format" TEXT NOT NULL DEFAULT 'auto';

-- AlterTable
ALTER TABLE "groups" ADD COLUMN "disabled_features" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "projects" ADD COLUMN "disabled_features" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "archived_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "redirects" (
    "id" SERIAL NOT NULL,
    "path" TEXT NOT NULL,
    "path_key" TEXT NOT NULL,
    "group_id" INTEGER,
    "project_id" INTEGER,

    CONSTRAINT "redirects_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "redirects_path_key_key" ON "redirects"("path_key");

-- CreateIndex
CREATE INDEX "redirects_group_id_idx" ON "redirects"("group_id");

-- CreateIndex
CREATE INDEX "redirects_project_id_idx" ON "redirects"("project_id");

-- AddForeignKey
ALTER TABLE "redirects" ADD CONSTRAINT "redirects_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redirects" ADD CONSTRAINT "redirects_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Audit events say what was before and after, and in which groups they happened
DROP INDEX "audit_events_group_id_id_idx";
ALTER TABLE "audit_events" DROP COLUMN "group_id",
DROP COLUMN "details",
ADD COLUMN "group_ids" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN "before" JSONB,
ADD COLUMN "after" JSONB;
ALTER TABLE "audit_events" RENAME COLUMN "holder_path" TO "place_path";
ALTER TABLE "audit_events" ALTER COLUMN "group_ids" DROP DEFAULT, ALTER COLUMN "group_ids" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "audit_events_group_ids_idx" ON "audit_events" USING GIN ("group_ids");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_id_idx" ON "audit_events"("actor_id", "id");

-- What Prisma's schema cannot say
ALTER TABLE "redirects" ADD CONSTRAINT "redirects_one_owner" CHECK (num_nonnulls("group_id", "project_id") = 1);
ALTER TABLE "redirects" ADD CONSTRAINT "redirects_key_is_lower_case" CHECK ("path_key" = lower("path"));
ALTER TABLE "users" ADD CONSTRAINT "users_known_preferences" CHECK (
  "theme" IN ('light', 'dark', 'auto') AND "time_display" IN ('relative', 'absolute') AND "time_format" IN ('auto', '12h', '24h'));
