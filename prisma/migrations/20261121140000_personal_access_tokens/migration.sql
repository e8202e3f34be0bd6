-- CreateTable
CREATE TABLE "personal_access_tokens" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "digest" BYTEA NOT NULL,
    "scopes" TEXT[],
    "request_key" UUID NOT NULL,
    "previous_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "personal_access_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "personal_access_tokens_digest_key" ON "personal_access_tokens"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "personal_access_tokens_previous_id_key" ON "personal_access_tokens"("previous_id");

-- CreateIndex
CREATE INDEX "personal_access_tokens_user_id_id_idx" ON "personal_access_tokens"("user_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "personal_access_tokens_user_id_request_key_key" ON "personal_access_tokens"("user_id", "request_key");

-- AddForeignKey
ALTER TABLE "personal_access_tokens" ADD CONSTRAINT "personal_access_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personal_access_tokens" ADD CONSTRAINT "personal_access_tokens_previous_id_fkey" FOREIGN KEY ("previous_id") REFERENCES "personal_access_tokens"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say
ALTER TABLE "personal_access_tokens" ADD CONSTRAINT "personal_access_tokens_digest_size" CHECK (octet_length("digest") = 32);
ALTER TABLE "personal_access_tokens" ADD CONSTRAINT "personal_access_tokens_some_scope" CHECK (cardinality("scopes") > 0);
