-- The roles that the policies name, for an admin to make where the user who migrates may not create roles; what exists
-- stays as it is. The migrations then find them.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['authenticated', 'service_role'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
                EXECUTE format('COMMENT ON ROLE %I IS %L', name, 'Made by Freshet; its rollback drops it');
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another database of this server got there first
            END;
        END IF;
    END LOOP;
END
$$;
