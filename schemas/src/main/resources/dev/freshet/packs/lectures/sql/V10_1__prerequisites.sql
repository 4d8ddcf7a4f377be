-- The lectures pack builds on the application's own public.lectures. Whatever stands in the way is said here, before
-- anything is made. (SQLSTATE FR001 marks a refusal: MESSAGE is the cause, HINT the remedy.)
DO $$
DECLARE
    name text;
    obstacle record;
BEGIN
    IF getdatabaseencoding() = 'SQL_ASCII' THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001',
            MESSAGE = 'the database has the encoding SQL_ASCII, so its text cannot be hashed as UTF-8',
            HINT = 'create a database with a real encoding: CREATE DATABASE … ENCODING ''UTF8'' TEMPLATE template0';
    END IF;

    IF to_regclass('public.lectures') IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001',
            MESSAGE = 'table public.lectures is missing: the lectures pack hashes the title and content of its rows',
            HINT = 'create public.lectures(id uuid primary key, title text, content text, …) first, let the demo pack '
                'create one, or leave the pack ''lectures'' out of freshet.packs';
    END IF;

    IF (SELECT relkind FROM pg_catalog.pg_class WHERE oid = to_regclass('public.lectures')) NOT IN ('r', 'p') THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001',
            MESSAGE = 'public.lectures is not a table: only rows of a table can be followed',
            HINT = 'name the table that holds the lectures public.lectures';
    END IF;

    FOR obstacle IN SELECT * FROM freshet.obstacles_of_ownership('public.lectures') LOOP
        RAISE EXCEPTION USING ERRCODE = 'FR001', MESSAGE = obstacle.cause, HINT = obstacle.remedy;
    END LOOP;

    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_attribute
        WHERE attrelid = 'public.lectures'::regclass AND attname = 'id' AND atttypid = 'uuid'::regtype
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001',
            MESSAGE = 'public.lectures has no column id of type uuid',
            HINT = 'add one: ALTER TABLE public.lectures ADD COLUMN id uuid PRIMARY KEY DEFAULT gen_random_uuid()';
    END IF;

    IF NOT EXISTS (
        SELECT FROM pg_catalog.pg_index
        WHERE indrelid = 'public.lectures'::regclass AND indisunique AND indimmediate AND indpred IS NULL
          AND indnkeyatts = 1 AND indkey[0] = (
              SELECT attnum FROM pg_catalog.pg_attribute
              WHERE attrelid = 'public.lectures'::regclass AND attname = 'id')
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001',
            MESSAGE = 'public.lectures.id is not unique, so no hash can refer to it',
            HINT = 'make it the key: ALTER TABLE public.lectures ADD PRIMARY KEY (id)';
    END IF;

    FOREACH name IN ARRAY ARRAY['title', 'content'] LOOP
        IF NOT EXISTS (
            SELECT FROM pg_catalog.pg_attribute
            WHERE attrelid = 'public.lectures'::regclass AND attname = name AND attnum > 0 AND NOT attisdropped
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'FR001',
                MESSAGE = format('public.lectures has no column %s, which the lecture''s hash is made of', name),
                HINT = format('add it: ALTER TABLE public.lectures ADD COLUMN %s text', name);
        END IF;
    END LOOP;

    IF row_security_active('public.lectures') THEN
        RAISE EXCEPTION USING ERRCODE = 'FR001',
            MESSAGE = format('row-level security hides rows of public.lectures from %s, so they cannot be hashed', current_user),
            HINT = 'migrate as the owner of public.lectures, or as a role with BYPASSRLS';
    END IF;

    INSERT INTO freshet.installed (kind, name, pack) VALUES ('pack', 'lectures', 'lectures');
END
$$;
