-- The hash of every lecture's title and content, kept true by a trigger in the transaction that changes them. What belongs
-- to schema public is made in schema freshet first; V10_7 takes it there.

SET LOCAL check_function_bodies = off; -- they speak of public

CREATE TABLE freshet.lecture_content_hashes (
    lecture_id   uuid        PRIMARY KEY,
    content_hash text        NOT NULL,
    updated_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE freshet.lecture_content_hashes IS
    'SHA-256 over title and content of each lecture. Kept by Freshet''s trigger on public.lectures; not to be written by hand.';

-- The old row travels along, so that an update to an equal hash is seen to be no change.
ALTER TABLE freshet.lecture_content_hashes REPLICA IDENTITY FULL;

-- The exact bytes are a contract with other languages: schemas/README.md.
CREATE FUNCTION freshet.lecture_hash(title text, content text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT encode(
        sha256(
            coalesce(convert_to(octet_length(convert_to(title, 'UTF8')) || ':' || title, 'UTF8'), '~')
            || coalesce(convert_to(octet_length(convert_to(content, 'UTF8')) || ':' || content, 'UTF8'), '~')),
        'hex')
$$;
COMMENT ON FUNCTION freshet.lecture_hash(text, text) IS
    'Lower-case hex SHA-256 over title and content, each as <length in bytes>:<UTF-8 bytes>, a NULL as ~.';

-- Runs as its owner: a role that may read a cached answer may learn whether it is current, and nothing else of the lectures.
CREATE FUNCTION freshet.current_content_hash(lecture_ids uuid[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN count(*) > 0 AND count(*) = count(h.content_hash) THEN
        encode(sha256(convert_to(string_agg(l.id || ':' || h.content_hash || chr(10), '' ORDER BY l.id), 'UTF8')), 'hex')
    END
    FROM (SELECT DISTINCT unnest(lecture_ids) AS id) AS l
    LEFT JOIN public.lecture_content_hashes AS h ON h.lecture_id = l.id
$$;
COMMENT ON FUNCTION freshet.current_content_hash(uuid[]) IS
    'Lower-case hex SHA-256 over the sorted, distinct lines <id>:<hash>LF of the lectures; NULL when one is missing or none is given.';

CREATE FUNCTION freshet.update_lecture_hash_timestamp() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END
$$;

CREATE TRIGGER update_lecture_hash_timestamp
    BEFORE UPDATE ON freshet.lecture_content_hashes
    FOR EACH ROW EXECUTE FUNCTION freshet.update_lecture_hash_timestamp();

-- The event says no more than that a lecture may have changed; what it now is, is read from its row. A trigger of the
-- application's own may have changed it again or deleted it, and the events of such nested changes arrive before the outer
-- one. It listens to every column, because a BEFORE trigger of the application may set a title that the UPDATE did not
-- name; and to deletes and ids, because foreign keys do not cascade under session_replication_role = replica.
CREATE FUNCTION freshet.keep_lecture_hash() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    lecture record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.id = OLD.id
            AND NEW.title::text IS NOT DISTINCT FROM OLD.title::text
            AND NEW.content::text IS NOT DISTINCT FROM OLD.content::text
        THEN
            RETURN NULL;
        END IF;
    END IF;

    IF TG_OP <> 'INSERT' THEN
        DELETE FROM public.lecture_content_hashes AS h
        WHERE h.lecture_id = OLD.id AND NOT EXISTS (SELECT FROM public.lectures AS l WHERE l.id = OLD.id);
        IF TG_OP = 'DELETE' THEN
            RETURN NULL;
        END IF;
    END IF;

    SELECT l.id, l.title::text AS title, l.content::text AS content INTO lecture FROM public.lectures AS l WHERE l.id = NEW.id;
    IF NOT FOUND THEN
        IF NOT row_security_active('public.lectures') THEN
            RETURN NULL; -- deleted meanwhile
        END IF;
        -- hidden by policies that came after us: the event is all there is
        SELECT NEW.id AS id, NEW.title::text AS title, NEW.content::text AS content INTO lecture;
    END IF;
    INSERT INTO public.lecture_content_hashes AS h (lecture_id, content_hash)
    VALUES (lecture.id, freshet.lecture_hash(lecture.title, lecture.content))
    ON CONFLICT (lecture_id) DO UPDATE SET content_hash = EXCLUDED.content_hash
    WHERE h.content_hash IS DISTINCT FROM EXCLUDED.content_hash;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION freshet.keep_lecture_hash() FROM PUBLIC;
