-- The roles that the policies name. Roles belong to the whole server, not to one database: the comment on a role says to
-- every database that Freshet made it, freshet.installed says that this database knows so.
DO $$
DECLARE
    made_by_us CONSTANT text := 'Made by Freshet; its rollback drops it';
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['authenticated', 'service_role'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
                EXECUTE format('COMMENT ON ROLE %I IS %L', name, made_by_us);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another database of this server got there first
            END;
        END IF;
        INSERT INTO freshet.installed (kind, name, pack)
        SELECT 'role', rolname, 'lectures'
        FROM pg_catalog.pg_roles
        WHERE rolname = name AND pg_catalog.shobj_description(oid, 'pg_authid') = made_by_us;
    END LOOP;
END
$$;
