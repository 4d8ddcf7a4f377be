-- One more obstacle in public: a table whose generated columns forbid the replica identity that we need.

ALTER FUNCTION freshet.obstacles(regclass) RENAME TO obstacles_of_form;
COMMENT ON FUNCTION freshet.obstacles_of_form(regclass) IS 'All but those of freshet.obstacles_of_identity.';

-- From PostgreSQL 18 on. A column by the name of one of ours is an obstacle of form, and this one when that is mended.
CREATE FUNCTION freshet.obstacles_of_identity(model regclass) RETURNS TABLE (cause text, remedy text)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT format('%s has generated columns (%s): once it is published with the replica identity FULL that we need, '
               'PostgreSQL refuses UPDATE and DELETE on it', theirs.label, string_agg(t.name, ', ')),
           format('ALTER TABLE %s %s; -- a view can show what they compute', theirs.label,
               string_agg('DROP COLUMN ' || t.name, ', '))
    FROM (
        SELECT c.oid, format('public.%I', c.relname) AS label
        FROM pg_class AS m JOIN pg_class AS c ON c.relname = m.relname AND c.relnamespace = 'public'::regnamespace
        WHERE m.oid = model AND c.relkind = 'r' AND NOT c.relispartition
    ) AS theirs
    CROSS JOIN LATERAL freshet.columns(theirs.oid::regclass) AS t
    WHERE freshet.replica_identity(model) = 'FULL' AND t.computed
      AND t.name NOT IN (SELECT m.name FROM freshet.columns(model) AS m)
    GROUP BY theirs.label
$$;

CREATE FUNCTION freshet.obstacles(model regclass) RETURNS TABLE (cause text, remedy text)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT o.cause, o.remedy FROM freshet.obstacles_of_form(model) AS o
    UNION ALL
    SELECT o.cause, o.remedy FROM freshet.obstacles_of_identity(model) AS o
$$;
COMMENT ON FUNCTION freshet.obstacles(regclass) IS
    'Why the table of the same name in public cannot be made like this model by adding, and the statements that mend it.';
