-- Partitions `images` and `processing_logs` by the month of the upload; see "Partitioning" in docs/operations.md.
-- Once, with every Darkroom process stopped:  psql "$DATABASE_URL" --single-transaction --file partition.sql
-- What is there stays where it is and becomes the first partition: seconds, whatever its size, but for one scan of
-- each table that proves the border.
--
-- Ids are UUIDv7, and an image's begins with the time of its request's upload: a range of ids is a range of time,
-- and all images of a request, and so of a product, lie in one partition.

CREATE FUNCTION darkroom_id_from(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Makes the partitions that are missing, from this month on. Let cron or pg_cron call it every day.
CREATE FUNCTION darkroom_add_partitions(months_ahead int DEFAULT 2) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz;
  parent text;
  partition text;
  border uuid;
BEGIN
  FOREACH parent IN ARRAY ARRAY['images', 'processing_logs'] LOOP
    SELECT max(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)''\)')) INTO border
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = parent::regclass;
    FOR n IN 0..months_ahead LOOP
      month := date_trunc('month', now(), 'UTC') + make_interval(months => n + 1);
      CONTINUE WHEN darkroom_id_from(month) <= border;
      partition := format('%s_%s', parent, to_char((month - interval '1 day') AT TIME ZONE 'UTC', 'YYYY_MM'));
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', partition, parent, border,
                     darkroom_id_from(month));
      IF parent = 'images' THEN
        -- Unique in the partition is unique: all images of a product are in one.
        EXECUTE format('CREATE UNIQUE INDEX ON %I (product_id, position)', partition);
        EXECUTE format('ALTER TABLE %I SET (fillfactor = 80)', partition);
      END IF;
      border := darkroom_id_from(month);
    END LOOP;
  END LOOP;
END $$;

DO $$
DECLARE
  -- Behind every id that exists: a process whose clock is ahead may have made some of them.
  border uuid := darkroom_id_from(
    coalesce(nullif(current_setting('darkroom.partition_from', true), '')::timestamptz, now() + interval '1 hour'));
  parent text;
  old text;
  name text;
  definition text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['images', 'processing_logs'] LOOP
    old := parent || '_before';
    EXECUTE format('ALTER TABLE %I RENAME TO %I', parent, old);
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING GENERATED) PARTITION BY RANGE (id)', parent, old);
    -- The same keys and indexes, under the names that Darkroom's migrations know them by; those that are there are
    -- taken over by the last statement.
    FOR name, definition IN SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
                             WHERE conrelid = old::regclass AND contype IN ('p', 'f') LOOP
      EXECUTE format('ALTER TABLE %I RENAME CONSTRAINT %I TO %I', old, name, name || '_before');
      EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I %s', parent, name, definition);
    END LOOP;
    FOR name, definition IN SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
                             WHERE indrelid = old::regclass AND NOT indisunique LOOP
      EXECUTE format('ALTER INDEX %I RENAME TO %I', name, name || '_before');
      EXECUTE replace(definition, old || ' ', parent || ' ');
    END LOOP;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', parent, old, border);
  END LOOP;
END $$;

SELECT darkroom_add_partitions();
