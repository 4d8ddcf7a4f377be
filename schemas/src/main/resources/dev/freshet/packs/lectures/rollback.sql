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

    -- The application's own table of hashes: hashes that it had come back, hashes that it had not go. Where a lecture has
    -- changed since, its former hash would pass old answers off as current: it keeps ours, which equals none of theirs.
    IF to_regclass('freshet.former_lecture_hash') IS NOT NULL AND to_regclass('public.lecture_content_hashes') IS NOT NULL THEN
        PERFORM freshet.quietly('public.lecture_content_hashes',
            'UPDATE public.lecture_content_hashes AS h SET content_hash = f.content_hash FROM freshet.former_lecture_hash AS f
             WHERE f.lecture_id = h.lecture_id AND h.content_hash = f.ours AND f.ours IS DISTINCT FROM f.content_hash;
             DELETE FROM public.lecture_content_hashes AS h USING public.lectures AS l
             WHERE l.id = h.lecture_id AND h.content_hash = freshet.lecture_hash(l.title::text, l.content::text)
               AND NOT EXISTS (SELECT FROM freshet.former_lecture_hash AS f WHERE f.lecture_id = h.lecture_id)');
    END IF;
    DROP TABLE IF EXISTS freshet.former_lecture_hash;

    PERFORM freshet.uninstall('lectures');
    DROP FUNCTION IF EXISTS freshet.keep_lecture_hash();
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
