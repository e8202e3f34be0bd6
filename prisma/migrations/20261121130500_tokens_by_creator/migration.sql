-- CreateIndex
CREATE INDEX "deploy_tokens_creator_id_created_at_idx" ON "deploy_tokens"("creator_id", "created_at");
