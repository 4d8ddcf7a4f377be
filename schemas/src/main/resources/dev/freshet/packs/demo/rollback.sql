-- Removes the demo course, if the demo made it. Plain SQL; run it in one transaction, after the rollback of lectures.
DO $$
BEGIN
    IF to_regclass('freshet.installed') IS NULL THEN
        RETURN;
    END IF;
    -- Both or neither; not CASCADE: what others built on the course stops the rollback, with its name.
    IF EXISTS (SELECT FROM freshet.installed WHERE kind = 'table' AND name = 'public.lectures' AND pack = 'demo') THEN
        DROP TABLE IF EXISTS public.lectures;
        DROP TABLE IF EXISTS public.courses;
    END IF;
    DELETE FROM freshet.installed WHERE pack = 'demo';
END
$$;
