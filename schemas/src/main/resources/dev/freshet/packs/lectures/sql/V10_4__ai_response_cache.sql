-- The cached answers, in schema freshet until V10_7.

SET LOCAL check_function_bodies = off;

CREATE TABLE freshet.ai_response_cache (
    id               uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    cache_key        text        NOT NULL,
    operation_type   text,
    lecture_ids      uuid[]      NOT NULL DEFAULT '{}',
    params           jsonb       DEFAULT '{}',
    content_hash     text,
    response_data    jsonb,
    tokens_used      integer     DEFAULT 0,
    content_size     integer,
    hit_count        integer     NOT NULL DEFAULT 0,
    created_at       timestamptz NOT NULL DEFAULT now(),
    last_accessed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.ai_response_cache IS
    'Cached answers. One is current while content_hash = freshet.current_content_hash(lecture_ids).';

CREATE UNIQUE INDEX idx_ai_cache_key ON freshet.ai_response_cache (cache_key);
CREATE INDEX idx_ai_cache_lecture_ids ON freshet.ai_response_cache USING gin (lecture_ids);
CREATE INDEX idx_ai_cache_operation_type ON freshet.ai_response_cache (operation_type);
CREATE INDEX idx_ai_cache_content_hash ON freshet.ai_response_cache (content_hash);
CREATE INDEX idx_ai_cache_created_at ON freshet.ai_response_cache (created_at);

-- A deleted row names its Redis key by the cache key, so that is what a delete has to carry.
ALTER TABLE freshet.ai_response_cache REPLICA IDENTITY USING INDEX idx_ai_cache_key;

ALTER TABLE freshet.ai_response_cache ENABLE ROW LEVEL SECURITY;
CREATE POLICY ai_response_cache_read ON freshet.ai_response_cache
    FOR SELECT TO authenticated USING (true);
CREATE POLICY ai_response_cache_service ON freshet.ai_response_cache
    FOR ALL TO service_role USING (true) WITH CHECK (true);
GRANT SELECT ON freshet.ai_response_cache TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON freshet.ai_response_cache TO service_role;
GRANT SELECT ON freshet.lecture_content_hashes TO service_role;

-- An access time that the statement itself gives is kept: figures folded in later know when the hit really was.
CREATE FUNCTION freshet.update_cache_access() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NEW.hit_count > OLD.hit_count AND NEW.last_accessed_at = OLD.last_accessed_at THEN
        NEW.last_accessed_at := clock_timestamp();
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER update_cache_access
    BEFORE UPDATE ON freshet.ai_response_cache
    FOR EACH ROW EXECUTE FUNCTION freshet.update_cache_access();

-- The synchronous fallback: with it the writer of a lecture pays for the invalidation, and Redis is not told. Off unless
-- an operator wants it:
--     ALTER TABLE public.lecture_content_hashes ENABLE ALWAYS TRIGGER invalidate_cache_on_lecture_change
-- Runs as the table's owner, whom row-level security does not stop: with a mere grant, DELETE would silently remove nothing.
CREATE FUNCTION freshet.invalidate_cache_on_lecture_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.lecture_id = OLD.lecture_id AND NEW.content_hash = OLD.content_hash THEN
            RETURN NULL;
        END IF;
    END IF;
    DELETE FROM public.ai_response_cache
    WHERE lecture_ids @> ARRAY[OLD.lecture_id]
      AND content_hash IS DISTINCT FROM freshet.current_content_hash(lecture_ids);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION freshet.invalidate_cache_on_lecture_change() FROM PUBLIC;

CREATE TRIGGER invalidate_cache_on_lecture_change
    AFTER UPDATE OR DELETE ON freshet.lecture_content_hashes
    FOR EACH ROW EXECUTE FUNCTION freshet.invalidate_cache_on_lecture_change();
ALTER TABLE freshet.lecture_content_hashes DISABLE TRIGGER invalidate_cache_on_lecture_change;
