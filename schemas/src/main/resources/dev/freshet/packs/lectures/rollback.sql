-- Removes the lectures pack. Plain SQL; run it in one transaction, before the rollbacks of demo and core, with every
-- Freshet process stopped. Nothing is dropped with CASCADE: what others built on our objects stops the rollback, with its name.
DO $$
DECLARE
    item record;
BEGIN
    IF to_regclass('freshet.installed') IS NULL THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM freshet.installed WHERE kind = 'pack' AND name = 'lectures') THEN
        RETURN;
    END IF;

    IF to_regclass('public.lectures') IS NOT NULL THEN
        DROP TRIGGER IF EXISTS freshet_keep_lecture_hash ON public.lectures;
    END IF;
    DROP FUNCTION IF EXISTS freshet.keep_lecture_hash();

    FOR item IN
        SELECT name FROM freshet.installed WHERE kind = 'table' AND pack = 'lectures' ORDER BY name
    LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s', item.name);
    END LOOP;

    DROP FUNCTION IF EXISTS public.invalidate_cache_on_lecture_change();
    DROP FUNCTION IF EXISTS public.update_lecture_hash_timestamp();
    DROP FUNCTION IF EXISTS public.update_cache_access();
    DROP FUNCTION IF EXISTS public.get_cache_stats(date, date);
    DROP FUNCTION IF EXISTS public.increment_cache_stats(date, boolean, integer);
    DROP FUNCTION IF EXISTS public.update_cache_stats_timestamp();
    DROP FUNCTION IF EXISTS freshet.current_content_hash(uuid[]);
    DROP FUNCTION IF EXISTS freshet.lecture_hash(text, text);

    FOR item IN
        SELECT i.name, r.oid AS role, EXISTS (
            SELECT FROM pg_catalog.pg_auth_members AS m
            WHERE m.roleid = r.oid AND m.member <> (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
        ) AS has_members
        FROM freshet.installed AS i JOIN pg_catalog.pg_roles AS r ON r.rolname = i.name
        WHERE i.kind = 'role' AND i.pack = 'lectures'
    LOOP
        IF item.has_members THEN
            RAISE NOTICE 'role % stays: other roles are members of it', item.name;
        ELSE
            BEGIN
                EXECUTE format('DROP ROLE %I', item.name);
            EXCEPTION WHEN dependent_objects_still_exist OR insufficient_privilege THEN
                RAISE NOTICE 'role % stays: %', item.name, SQLERRM;
            END;
        END IF;
    END LOOP;

    DELETE FROM freshet.installed WHERE pack = 'lectures';
END
$$;
