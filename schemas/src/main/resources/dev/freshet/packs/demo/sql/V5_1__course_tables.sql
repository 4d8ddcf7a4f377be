-- The tables of the demonstration. A database that has lectures of its own keeps them: then nothing is made here.
DO $$
BEGIN
    INSERT INTO freshet.installed (kind, name, pack) VALUES ('pack', 'demo', 'demo');

    IF to_regclass('public.lectures') IS NOT NULL THEN
        RAISE NOTICE 'public.lectures exists already: the demo course is left out';
        RETURN;
    END IF;
    IF to_regclass('public.courses') IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001',
            MESSAGE = 'public.courses exists but public.lectures does not: the demo course would mix with yours',
            HINT = 'create public.lectures(id uuid primary key, title text, content text, …) yourself, or switch the demo off';
    END IF;

    CREATE TABLE public.courses (
        id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
        title      text        NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE public.lectures (
        id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
        course_id  uuid        REFERENCES public.courses (id) ON DELETE CASCADE,
        title      text        NOT NULL,
        content    text,
        position   integer,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX lectures_course_id ON public.lectures (course_id);

    INSERT INTO freshet.installed (kind, name, pack)
    VALUES ('table', 'public.courses', 'demo'), ('table', 'public.lectures', 'demo');
END
$$;
