-- All that stands in the way in schema public, said at once and before anything there is changed.
DO $$
DECLARE
    obstacle record;
    causes   text[] := '{}';
    remedies text[] := '{}';
BEGIN
    FOR obstacle IN
        SELECT format('%I may not create anything in schema public', current_user) AS cause,
               format('GRANT CREATE ON SCHEMA public TO %I;', current_user) AS remedy
        WHERE NOT has_schema_privilege('public', 'CREATE')
        UNION ALL
        SELECT o.cause, o.remedy
        FROM unnest(ARRAY['freshet.lecture_content_hashes', 'freshet.ai_response_cache', 'freshet.ai_cache_stats']::regclass[])
                 AS model
        CROSS JOIN LATERAL freshet.obstacles(model) AS o
        UNION ALL
        SELECT o.cause, o.remedy
        FROM unnest(ARRAY[
                 'freshet.update_lecture_hash_timestamp()', 'freshet.update_cache_access()',
                 'freshet.invalidate_cache_on_lecture_change()', 'freshet.update_cache_stats_timestamp()',
                 'freshet.increment_cache_stats(date, boolean, integer)', 'freshet.get_cache_stats(date, date)']::regprocedure[])
                 AS model
        CROSS JOIN LATERAL freshet.obstacles(model) AS o
        UNION ALL
        -- Every lecture gets a hash: from then on such a key would keep the application from deleting lectures.
        SELECT format('%I on public.lecture_content_hashes keeps a lecture that has a hash from being deleted', conname),
               format('ALTER TABLE public.lecture_content_hashes DROP CONSTRAINT %I, ADD CONSTRAINT %1$I '
                   'FOREIGN KEY (lecture_id) REFERENCES public.lectures (id) ON DELETE CASCADE;', conname)
        FROM pg_catalog.pg_constraint
        WHERE conrelid = to_regclass('public.lecture_content_hashes') AND confrelid = 'public.lectures'::regclass
          AND contype = 'f' AND confdeltype <> 'c'
    LOOP
        causes := causes || obstacle.cause;
        remedies := remedies || CASE WHEN obstacle.remedy = ANY (remedies) THEN '{}'::text[] ELSE ARRAY[obstacle.remedy] END;
    END LOOP;

    IF EXISTS (
        SELECT FROM freshet.columns(to_regclass('public.lecture_content_hashes'))
        WHERE name = 'lecture_id' AND type = 'uuid' AND has_table_privilege(to_regclass('public.lecture_content_hashes'), 'SELECT')
    ) THEN
        IF EXISTS (SELECT FROM public.lecture_content_hashes AS h
                   WHERE lecture_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.lectures AS l WHERE l.id = h.lecture_id))
        THEN
            causes := causes || 'public.lecture_content_hashes has hashes of lectures that are gone'::text;
            remedies := remedies || ('DELETE FROM public.lecture_content_hashes AS h '
                'WHERE NOT EXISTS (SELECT FROM public.lectures AS l WHERE l.id = h.lecture_id);')::text;
        END IF;
    END IF;

    IF causes <> '{}' THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001', MESSAGE = array_to_string(causes, E';\n'), HINT = array_to_string(remedies, E'\n');
    END IF;
END
$$;
