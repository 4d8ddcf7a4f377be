-- From schema freshet to schema public, or what is lacking there: see V1_2. All that the pack does to public.lectures is here.
DO $$
DECLARE
    adopted CONSTANT boolean := to_regclass('public.lecture_content_hashes') IS NOT NULL;
    adopted_cache CONSTANT boolean := to_regclass('public.ai_response_cache') IS NOT NULL;
    item text;
BEGIN
    -- In the order in which an application writes: a lecture first, then what follows from it. The locks keep writers out
    -- until this transaction ends, so that no lecture and no answer slips in between.
    LOCK TABLE public.lectures IN SHARE ROW EXCLUSIVE MODE;
    FOREACH item IN ARRAY ARRAY['public.lecture_content_hashes', 'public.ai_response_cache', 'public.ai_cache_stats'] LOOP
        IF to_regclass(item) IS NOT NULL THEN
            EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', item);
        END IF;
    END LOOP;

    PERFORM freshet.install('freshet.update_lecture_hash_timestamp()'::regprocedure, 'lectures');
    PERFORM freshet.install('freshet.invalidate_cache_on_lecture_change()'::regprocedure, 'lectures');
    PERFORM freshet.install('freshet.lecture_content_hashes'::regclass, 'lectures');

    PERFORM freshet.install('freshet.update_cache_access()'::regprocedure, 'lectures');
    PERFORM freshet.install('freshet.ai_response_cache'::regclass, 'lectures');

    PERFORM freshet.install('freshet.update_cache_stats_timestamp()'::regprocedure, 'lectures');
    PERFORM freshet.install('freshet.increment_cache_stats(date, boolean, integer)'::regprocedure, 'lectures');
    PERFORM freshet.install('freshet.get_cache_stats(date, date)'::regprocedure, 'lectures');
    PERFORM freshet.install('freshet.ai_cache_stats'::regclass, 'lectures');

    -- Our functions run as this user, who may act for the owner of a table for the time of the migration only.
    IF adopted THEN
        PERFORM freshet.let('public.lecture_content_hashes', 'SELECT, INSERT, UPDATE, DELETE', 'lectures');
    END IF;
    IF adopted_cache THEN
        PERFORM freshet.let('public.ai_response_cache', 'SELECT, DELETE', 'lectures');
    END IF;

    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint
        WHERE conrelid = 'public.lecture_content_hashes'::regclass AND confrelid = 'public.lectures'::regclass AND contype = 'f'
    ) THEN
        ALTER TABLE public.lecture_content_hashes ADD CONSTRAINT lecture_content_hashes_lecture_id_fkey
            FOREIGN KEY (lecture_id) REFERENCES public.lectures (id) ON DELETE CASCADE ON UPDATE CASCADE;
        INSERT INTO freshet.installed (kind, name, belongs_to, pack)
        VALUES ('constraint', 'lecture_content_hashes_lecture_id_fkey', 'public.lecture_content_hashes', 'lectures');
    END IF;

    CREATE TRIGGER freshet_keep_lecture_hash
        AFTER INSERT OR UPDATE OR DELETE ON public.lectures
        FOR EACH ROW EXECUTE FUNCTION freshet.keep_lecture_hash();
    ALTER TABLE public.lectures ENABLE ALWAYS TRIGGER freshet_keep_lecture_hash;
    INSERT INTO freshet.installed (kind, name, belongs_to, pack)
    VALUES ('trigger', 'freshet_keep_lecture_hash', 'public.lectures', 'lectures');

    IF NOT adopted THEN
        INSERT INTO public.lecture_content_hashes (lecture_id, content_hash)
        SELECT id, freshet.lecture_hash(title::text, content::text) FROM public.lectures WHERE id IS NOT NULL;
        RETURN;
    END IF;

    -- Hashes of another scheme become ours. No lecture has changed by that, so the application's triggers are not told.
    CREATE TABLE freshet.former_lecture_hash AS
    SELECT h.lecture_id, h.content_hash, freshet.lecture_hash(l.title::text, l.content::text) AS ours
    FROM public.lecture_content_hashes AS h JOIN public.lectures AS l ON l.id = h.lecture_id;
    COMMENT ON TABLE freshet.former_lecture_hash IS
        'The application''s hashes before Freshet, and what they became: the rollback puts back those of unchanged lectures.';
    PERFORM freshet.quietly('public.lecture_content_hashes',
        'UPDATE public.lecture_content_hashes AS h SET content_hash = f.ours FROM freshet.former_lecture_hash AS f
         WHERE f.lecture_id = h.lecture_id AND h.content_hash IS DISTINCT FROM f.ours;
         INSERT INTO public.lecture_content_hashes (lecture_id, content_hash)
         SELECT id, freshet.lecture_hash(title::text, content::text) FROM public.lectures WHERE id IS NOT NULL
         ON CONFLICT (lecture_id) DO NOTHING');

    FOR item IN
        SELECT t.tgname FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid
        WHERE t.tgrelid = 'public.lecture_content_hashes'::regclass AND t.tgenabled <> 'D'
          AND p.proname = 'invalidate_cache_on_lecture_change'
    LOOP
        RAISE NOTICE 'trigger % on public.lecture_content_hashes is yours and stays on: it removes answers as well', item;
    END LOOP;
END
$$;
