-- Every audit event holds a hash over itself and over the event before it: a row that is changed, taken out or put in
-- between breaks the chain behind it. `npm run audit:verify` walks the chain with code of its own.

-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN "previous_hash" BYTEA NOT NULL DEFAULT '\x',
ADD COLUMN "hash" BYTEA NOT NULL DEFAULT '\x';

-- The number comes from the chain and not from a sequence, which has gaps where a transaction failed
ALTER TABLE "audit_events" ALTER COLUMN "id" SET DEFAULT 0;
DROP SEQUENCE "audit_events_id_seq";

-- One field of the serialisation: its length in bytes, so that no text can pretend to be the next field; `-` for NULL
CREATE FUNCTION "audit_field"(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(octet_length(convert_to(value, 'UTF8')) || ':' || value, '-') || ';';

-- The hash of an event: SHA-256 over the hash before it and every other column, in this order
CREATE FUNCTION "audit_hash"(e "audit_events") RETURNS bytea LANGUAGE sql STABLE
RETURN sha256(e."previous_hash" || convert_to(
  "audit_field"(e."id"::text)
  || "audit_field"((extract(epoch FROM e."at") * 1000)::bigint::text)
  || "audit_field"(e."action")
  || "audit_field"(e."actor_id"::text)
  || "audit_field"(e."actor_name")
  || "audit_field"(e."address")
  || "audit_field"(e."target_type")
  || "audit_field"(e."target_id"::text)
  || "audit_field"(e."target_name")
  || "audit_field"(e."project_id"::text)
  || "audit_field"(array_to_string(e."group_ids", ','))
  || "audit_field"(e."place_path")
  || "audit_field"(e."before"::text)
  || "audit_field"(e."after"::text), 'UTF8'));

-- The events there are already, in their order
ALTER TABLE "audit_events" DISABLE TRIGGER "audit_events_append_only";
DO $$
DECLARE
  e "audit_events";
  last bytea := decode(repeat('00', 32), 'hex');
BEGIN
  FOR e IN SELECT * FROM "audit_events" ORDER BY "id" LOOP
    e."previous_hash" := last;
    last := "audit_hash"(e);
    UPDATE "audit_events" SET "previous_hash" = e."previous_hash", "hash" = last WHERE "id" = e."id";
  END LOOP;
END $$;
ALTER TABLE "audit_events" ENABLE TRIGGER "audit_events_append_only";

-- One insert at a time, until its transaction ends: what is read as the last event stays the last one. Number, time
-- and hashes are the chain's own, whatever was sent. The path is fixed: nobody's temporary table stands in for ours. A
-- plan that was made while the table was small lasts as long as its connection: it must be the one by the index.
CREATE FUNCTION "chain_audit_event"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(7233801405196);
  SELECT "id", "hash" INTO last FROM "audit_events" ORDER BY "id" DESC LIMIT 1;
  NEW."id" := coalesce(last."id", 0) + 1;
  NEW."at" := date_trunc('milliseconds', clock_timestamp());
  NEW."previous_hash" := coalesce(last."hash", decode(repeat('00', 32), 'hex'));
  NEW."hash" := "audit_hash"(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER "audit_events_chain" BEFORE INSERT ON "audit_events"
  FOR EACH ROW EXECUTE FUNCTION "chain_audit_event"();

-- What the pages filter by, newest first
CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at", "id");
CREATE INDEX "audit_events_action_id_idx" ON "audit_events"("action", "id");
CREATE INDEX "audit_events_target_type_id_idx" ON "audit_events"("target_type", "id");
CREATE INDEX "audit_events_author_idx" ON "audit_events"(lower("actor_name"), "id");
