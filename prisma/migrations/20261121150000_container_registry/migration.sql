-- CreateTable
CREATE TABLE "blobs" (
    "digest" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blobs_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "container_repositories" (
    "id" SERIAL NOT NULL,
    "project_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "container_repositories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "container_blobs" (
    "repository_id" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "container_blobs_pkey" PRIMARY KEY ("repository_id","digest")
);

-- CreateTable
CREATE TABLE "container_manifests" (
    "id" SERIAL NOT NULL,
    "repository_id" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "artifact_type" TEXT,
    "content" BYTEA NOT NULL,
    "annotations" JSONB,
    "subject_digest" TEXT,
    "image_size" BIGINT NOT NULL,
    "platforms" TEXT[],
    "publisher_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "container_manifests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "container_manifest_blobs" (
    "manifest_id" INTEGER NOT NULL,
    "repository_id" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "container_manifest_blobs_pkey" PRIMARY KEY ("manifest_id","digest")
);

-- CreateTable
CREATE TABLE "container_tags" (
    "repository_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "manifest_id" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "container_tags_pkey" PRIMARY KEY ("repository_id","name")
);

-- CreateIndex
CREATE INDEX "blobs_used_at_idx" ON "blobs"("used_at");

-- CreateIndex
CREATE UNIQUE INDEX "container_repositories_project_id_name_key" ON "container_repositories"("project_id", "name");

-- CreateIndex
CREATE INDEX "container_blobs_digest_idx" ON "container_blobs"("digest");

-- CreateIndex
CREATE INDEX "container_blobs_used_at_idx" ON "container_blobs"("used_at");

-- CreateIndex
CREATE INDEX "container_manifests_repository_id_subject_digest_idx" ON "container_manifests"("repository_id", "subject_digest");

-- CreateIndex
CREATE UNIQUE INDEX "container_manifests_repository_id_digest_key" ON "container_manifests"("repository_id", "digest");

-- CreateIndex
CREATE INDEX "container_manifest_blobs_repository_id_digest_idx" ON "container_manifest_blobs"("repository_id", "digest");

-- CreateIndex
CREATE INDEX "container_tags_manifest_id_idx" ON "container_tags"("manifest_id");

-- AddForeignKey
ALTER TABLE "container_repositories" ADD CONSTRAINT "container_repositories_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "container_blobs" ADD CONSTRAINT "container_blobs_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "container_repositories"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "container_blobs" ADD CONSTRAINT "container_blobs_digest_fkey" FOREIGN KEY ("digest") REFERENCES "blobs"("digest") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "container_manifests" ADD CONSTRAINT "container_manifests_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "container_repositories"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "container_manifest_blobs" ADD CONSTRAINT "container_manifest_blobs_manifest_id_fkey" FOREIGN KEY ("manifest_id") REFERENCES "container_manifests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "container_manifest_blobs" ADD CONSTRAINT "container_manifest_blobs_repository_id_digest_fkey" FOREIGN KEY ("repository_id", "digest") REFERENCES "container_blobs"("repository_id", "digest") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "container_tags" ADD CONSTRAINT "container_tags_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "container_repositories"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "container_tags" ADD CONSTRAINT "container_tags_manifest_id_fkey" FOREIGN KEY ("manifest_id") REFERENCES "container_manifests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say
ALTER TABLE "blobs" ADD CONSTRAINT "blobs_digest_form" CHECK ("digest" ~ '^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$');
ALTER TABLE "blobs" ADD CONSTRAINT "blobs_size_positive" CHECK ("size" >= 0);
-- tags are listed in the order of their bytes
ALTER TABLE "container_tags" ALTER COLUMN "name" TYPE TEXT COLLATE "C";
