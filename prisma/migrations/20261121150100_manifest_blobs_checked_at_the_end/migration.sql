-- A project is deleted with its blobs and its manifests, in whichever order the cascades come: what a manifest names is
-- asked for when all is done. Prisma has no word for it.
ALTER TABLE "container_manifest_blobs" ALTER CONSTRAINT "container_manifest_blobs_repository_id_digest_fkey" DEFERRABLE INITIALLY DEFERRED;
