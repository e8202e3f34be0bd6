-- CreateTable
CREATE TABLE "packages" (
    "id" SERIAL NOT NULL,
    "project_id" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "packages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "package_versions" (
    "id" SERIAL NOT NULL,
    "package_id" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "version_key" TEXT NOT NULL,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "publisher_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "package_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "package_files" (
    "id" SERIAL NOT NULL,
    "version_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "sha512" BYTEA NOT NULL,
    "sha1" BYTEA NOT NULL,
    "md5" BYTEA NOT NULL,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "package_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "package_tags" (
    "package_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "version_id" INTEGER NOT NULL,

    CONSTRAINT "package_tags_pkey" PRIMARY KEY ("package_id","name")
);

-- CreateIndex
CREATE INDEX "packages_type_name_key_idx" ON "packages"("type", "name_key");

-- CreateIndex
CREATE UNIQUE INDEX "packages_project_id_type_name_key_key" ON "packages"("project_id", "type", "name_key");

-- CreateIndex
CREATE UNIQUE INDEX "package_versions_package_id_version_key_key" ON "package_versions"("package_id", "version_key");

-- CreateIndex
CREATE INDEX "package_files_digest_idx" ON "package_files"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "package_files_version_id_name_key" ON "package_files"("version_id", "name");

-- CreateIndex
CREATE INDEX "package_tags_version_id_idx" ON "package_tags"("version_id");

-- AddForeignKey
ALTER TABLE "packages" ADD CONSTRAINT "packages_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package_versions" ADD CONSTRAINT "package_versions_package_id_fkey" FOREIGN KEY ("package_id") REFERENCES "packages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package_files" ADD CONSTRAINT "package_files_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "package_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package_files" ADD CONSTRAINT "package_files_digest_fkey" FOREIGN KEY ("digest") REFERENCES "blobs"("digest") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package_tags" ADD CONSTRAINT "package_tags_package_id_fkey" FOREIGN KEY ("package_id") REFERENCES "packages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package_tags" ADD CONSTRAINT "package_tags_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "package_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say
ALTER TABLE "package_files" ADD CONSTRAINT "package_files_digest_algorithm" CHECK ("digest" LIKE 'sha256:%');
ALTER TABLE "package_files" ADD CONSTRAINT "package_files_digest_sizes"
  CHECK (octet_length("sha512") = 64 AND octet_length("sha1") = 20 AND octet_length("md5") = 16);
