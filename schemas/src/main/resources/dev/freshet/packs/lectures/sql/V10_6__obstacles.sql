-- All that stands in the way in schema public, said at once and before anything there is changed.
DO $$
DECLARE
    obstacle record;
    refused  boolean;
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

    IF (SELECT count(*) FROM freshet.columns(to_regclass('public.lecture_content_hashes'))
        WHERE (name, type) IN (('lecture_id', 'uuid'), ('content_hash', 'text'))
          AND has_table_privilege(to_regclass('public.lecture_content_hashes'), 'SELECT')) = 2
    THEN
        IF EXISTS (SELECT FROM public.lecture_content_hashes AS h
                   WHERE lecture_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.lectures AS l WHERE l.id = h.lecture_id))
        THEN
            causes := causes || 'public.lecture_content_hashes has hashes of lectures that are gone'::text;
            remedies := remedies || ('DELETE FROM public.lecture_content_hashes AS h '
                'WHERE NOT EXISTS (SELECT FROM public.lectures AS l WHERE l.id = h.lecture_id);')::text;
        END IF;

        -- Our trigger writes hashes: what does not let them in would keep the application from writing lectures.
        FOR obstacle IN
            SELECT conname, pg_get_expr(conbin, conrelid) AS condition FROM pg_catalog.pg_constraint
            WHERE conrelid = 'public.lecture_content_hashes'::regclass AND contype = 'c' AND conkey @> (
                SELECT array_agg(attnum) FROM pg_catalog.pg_attribute WHERE attrelid = conrelid AND attname = 'content_hash')
        LOOP
            EXECUTE format('SELECT (%s) IS FALSE FROM jsonb_populate_record(NULL::public.lecture_content_hashes, $1)',
                obstacle.condition)
            INTO refused USING jsonb_build_object('lecture_id', gen_random_uuid(), 'updated_at', now())
                || coalesce((SELECT to_jsonb(h) FROM public.lecture_content_hashes AS h LIMIT 1), '{}')
                || jsonb_build_object('content_hash', freshet.lecture_hash('', ''));
            IF refused THEN
                causes := causes || format('constraint %I on public.lecture_content_hashes refuses our hashes', obstacle.conname);
                remedies := remedies
                    || format('ALTER TABLE public.lecture_content_hashes DROP CONSTRAINT %I;', obstacle.conname);
            END IF;
        END LOOP;
    END IF;

    IF causes <> '{}' THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001', MESSAGE = array_to_string(causes, E';\n'), HINT = array_to_string(remedies, E'\n');
    END IF;
END
$$;
