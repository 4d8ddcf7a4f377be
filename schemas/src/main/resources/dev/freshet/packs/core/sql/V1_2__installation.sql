-- How a pack comes into schema public, where the application may have tables and functions of the same names.
--
-- A pack makes its tables and functions in schema freshet, by plain statements. freshet.install then moves each to public.
-- Where there is one of that name already, it stays the application's, and ours is only its model: what it lacks of the
-- model is added and noted in freshet.installed, for freshet.uninstall to take away. What differs from the model so that
-- Freshet could not work with it is an obstacle: freshet.obstacles names them all, before anything is changed.

CREATE FUNCTION freshet.columns(relation regclass)
    RETURNS TABLE (name text, type text, type_id oid, required boolean, fallback text, filled boolean, computed boolean)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), a.atttypid, a.attnotnull,
           pg_get_expr(d.adbin, d.adrelid), a.atthasdef OR a.attidentity <> '', a.attgenerated <> ''
    FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped
$$;
COMMENT ON FUNCTION freshet.columns(regclass) IS
    'fallback is the default as SQL; filled says that a row may leave the column out.';

CREATE FUNCTION freshet.indexes(relation regclass)
    RETURNS TABLE (id oid, name text, columns text[], shape text, is_unique boolean, is_primary boolean, constraint_id oid)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.oid, c.relname, k.columns,
           concat_ws(' ',
               CASE WHEN i.indisunique THEN 'unique' END, m.amname, '(' || array_to_string(k.columns, ', ') || ')',
               'WHERE ' || pg_get_expr(i.indpred, i.indrelid), CASE WHEN NOT i.indimmediate THEN 'DEFERRABLE' END,
               CASE WHEN NOT i.indisvalid THEN 'INVALID' END),
           i.indisunique, i.indisprimary, o.oid
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS m ON m.oid = c.relam
    LEFT JOIN pg_constraint AS o ON o.conindid = c.oid AND o.conrelid = relation AND o.contype IN ('p', 'u', 'x')
    CROSS JOIN LATERAL (
        SELECT array_agg(pg_get_indexdef(c.oid, n, false) ORDER BY n) AS columns FROM generate_series(1, i.indnatts) AS n
    ) AS k
    WHERE i.indrelid = relation
$$;
COMMENT ON FUNCTION freshet.indexes(regclass) IS 'Two indexes of one shape do the same for us; the sort order does not matter.';

CREATE FUNCTION freshet.replica_identity(relation regclass) RETURNS text
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE relreplident
        WHEN 'd' THEN 'DEFAULT'
        WHEN 'f' THEN 'FULL'
        ELSE coalesce('USING INDEX ' || (
            SELECT quote_ident(c.relname) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
            WHERE i.indrelid = relation AND i.indisreplident), 'NOTHING')
    END
    FROM pg_class WHERE oid = relation
$$;

-- Whether a value of one type can be written as the other: what ALTER COLUMN … TYPE … USING column::type can do.
CREATE FUNCTION freshet.castable(source oid, target oid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT s.oid = t.oid OR s.typcategory = 'S' OR t.typcategory = 'S'
        OR EXISTS (SELECT FROM pg_cast WHERE castsource = s.oid AND casttarget = t.oid)
    FROM pg_type AS a, pg_type AS b, pg_type AS s, pg_type AS t
    WHERE a.oid = source AND b.oid = target
      AND CASE WHEN a.typcategory = 'A' AND b.typcategory = 'A'
              THEN s.oid = a.typelem AND t.oid = b.typelem
              ELSE s.oid = a.oid AND t.oid = b.oid
          END
$$;

-- Membership in a superuser would be too much to ask for.
CREATE FUNCTION freshet.obstacles_of_ownership(relation regclass) RETURNS TABLE (cause text, remedy text)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT format('%s belongs to %I, of whom %I is no member', relation, r.rolname, current_user),
           CASE WHEN r.rolsuper
               THEN format('ALTER TABLE %s OWNER TO %I; -- or migrate as %I', relation, current_user, r.rolname)
               ELSE format('GRANT %I TO %I;', r.rolname, current_user)
           END
    FROM pg_class AS c JOIN pg_roles AS r ON r.oid = c.relowner
    WHERE c.oid = relation AND NOT pg_has_role(r.oid, 'USAGE')
$$;

CREATE FUNCTION freshet.obstacles(model regclass) RETURNS TABLE (cause text, remedy text)
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    label  CONSTANT text := (SELECT format('public.%I', relname) FROM pg_class WHERE oid = model);
    theirs CONSTANT regclass := to_regclass(label);
    away   CONSTANT text := format('CREATE SCHEMA IF NOT EXISTS before_freshet; ALTER TABLE %s SET SCHEMA before_freshet;', label);
    spoilt boolean;
    item   record;
BEGIN
    RETURN QUERY
    SELECT format('public.%I exists already and is not %s on %s, as ours is', m.name, m.shape, label),
           format('ALTER %s public.%2$I RENAME TO %3$I;', CASE WHEN c.relkind IN ('i', 'I') THEN 'INDEX' ELSE 'TABLE' END,
               m.name, m.name || '_before_freshet')
    FROM freshet.indexes(model) AS m
    JOIN pg_class AS c ON c.relname = m.name AND c.relnamespace = 'public'::regnamespace
    WHERE (theirs IS NULL OR NOT m.is_primary)
      AND NOT EXISTS (SELECT FROM freshet.indexes(theirs) AS t WHERE t.id = c.oid AND t.shape = m.shape);

    IF theirs IS NULL THEN
        RETURN;
    END IF;

    -- What cannot become ours: the only remedy is another place for it.
    RETURN QUERY
    SELECT format('%s exists already and is not an ordinary table', label), away
    FROM pg_class WHERE oid = theirs AND (relkind <> 'r' OR relispartition)
    UNION ALL
    SELECT format('%s exists already and has no column %s', label, string_agg(m.name, ', ')), away
    FROM freshet.columns(model) AS m
    WHERE m.required AND NOT m.filled AND m.name NOT IN (SELECT t.name FROM freshet.columns(theirs) AS t)
    HAVING count(*) > 0;
    IF FOUND THEN
        RETURN;
    END IF;

    -- What keeps us from looking at its rows and changing it.
    RETURN QUERY
    SELECT o.cause, o.remedy FROM freshet.obstacles_of_ownership(theirs) AS o
    UNION ALL
    SELECT format('row-level security hides rows of %s even from its owner', label),
           format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY;', label)
    FROM pg_class WHERE oid = theirs AND pg_has_role(relowner, 'USAGE') AND row_security_active(theirs);
    IF FOUND THEN
        RETURN;
    END IF;

    RETURN QUERY
    SELECT format('%s is UNLOGGED, so its changes cannot be followed', label), format('ALTER TABLE %s SET LOGGED;', label)
    FROM pg_class WHERE oid = theirs AND relpersistence = 'u';

    -- With another replica identity, PostgreSQL would refuse the application's own UPDATE and DELETE.
    RETURN QUERY
    SELECT format('publication %I names columns or rows of %s, which does not go with the replica identity that we need',
               p.pubname, label),
           format('ALTER PUBLICATION %I DROP TABLE %s; ALTER PUBLICATION %1$I ADD TABLE %2$s;', p.pubname, label)
    FROM pg_publication_rel AS r JOIN pg_publication AS p ON p.oid = r.prpubid
    WHERE r.prrelid = theirs AND (p.pubupdate OR p.pubdelete) AND (r.prattrs IS NOT NULL OR r.prqual IS NOT NULL)
      AND freshet.replica_identity(theirs) <> freshet.replica_identity(model);

    RETURN QUERY
    SELECT CASE WHEN t.type <> m.type
               THEN format('column %s.%s is of type %s, not %s', label, m.name, t.type, m.type)
               ELSE format('column %s.%s is generated, so it cannot be written', label, m.name)
           END,
           CASE WHEN freshet.castable(t.type_id, m.type_id) AND NOT t.computed
               THEN format('ALTER TABLE %s%s ALTER COLUMN %s TYPE %s USING %3$s::%4$s%5$s;', label,
                   CASE WHEN t.filled THEN format(' ALTER COLUMN %s DROP DEFAULT,', m.name) END,
                   m.name, m.type, format(', ALTER COLUMN %s SET DEFAULT ', m.name) || m.fallback)
               ELSE format('ALTER TABLE %s RENAME COLUMN %s TO %2$s_before_freshet;%3$s', label, m.name,
                   CASE WHEN t.required AND NOT t.filled
                       THEN format(' ALTER TABLE %s ALTER COLUMN %s_before_freshet DROP NOT NULL;', label, m.name) END)
           END
    FROM freshet.columns(model) AS m JOIN freshet.columns(theirs) AS t ON t.name = m.name
    WHERE t.type <> m.type OR t.computed
    UNION ALL
    SELECT format('column %s.%s has to be filled and has no default, so Freshet could add no row', label, t.name),
           CASE WHEN EXISTS (SELECT FROM freshet.indexes(theirs) AS i WHERE i.is_primary AND t.name = ANY (i.columns))
               THEN away
               ELSE format('ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL;', label, t.name)
           END
    FROM freshet.columns(theirs) AS t
    WHERE t.required AND NOT t.filled AND t.name NOT IN (SELECT m.name FROM freshet.columns(model) AS m);

    -- Rows that our keys would not allow.
    FOR item IN
        SELECT DISTINCT m.name, m.fallback
        FROM freshet.indexes(model) AS i
        JOIN freshet.columns(model) AS m ON i.is_unique AND m.name = ANY (i.columns)
        JOIN freshet.columns(theirs) AS t ON t.name = m.name AND NOT t.required
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %s IS NULL)', label, item.name) INTO spoilt;
        IF spoilt THEN
            cause := format('%s has rows without %s', label, item.name);
            remedy := CASE WHEN item.fallback IS NULL
                THEN format('DELETE FROM %s WHERE %s IS NULL;', label, item.name)
                ELSE format('UPDATE %s SET %s = %s WHERE %2$s IS NULL;', label, item.name, item.fallback)
            END;
            RETURN NEXT;
        END IF;
    END LOOP;
    FOR item IN
        SELECT DISTINCT array_to_string(m.columns, ', ') AS columns
        FROM freshet.indexes(model) AS m
        WHERE m.is_unique
          AND m.columns <@ (SELECT array_agg(t.name) FROM freshet.columns(theirs) AS t)
          AND NOT EXISTS (SELECT FROM freshet.indexes(theirs) AS t WHERE t.shape = m.shape)
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE ROW (%s) IS NOT NULL GROUP BY %2$s HAVING count(*) > 1)',
            label, item.columns) INTO spoilt;
        IF spoilt THEN
            cause := format('%s has several rows with the same %s', label, item.columns);
            remedy := format('DELETE FROM %1$s AS a WHERE ctid < (SELECT max(ctid) FROM %1$s AS b WHERE ROW (%2$s) = ROW (%3$s)); '
                '-- keeps one row of each; to keep them all: %4$s', label,
                'b.' || replace(item.columns, ', ', ', b.'), 'a.' || replace(item.columns, ', ', ', a.'), away);
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION freshet.obstacles(regclass) IS
    'Why the table of the same name in public cannot be made like this model by adding, and the statements that mend it.';

CREATE FUNCTION freshet.obstacles(model regprocedure) RETURNS TABLE (cause text, remedy text)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN t.proargtypes = m.proargtypes
               THEN format('%s exists already and returns %s, not %s', t.oid::regprocedure,
                   coalesce(pg_get_function_result(t.oid), 'nothing'), pg_get_function_result(m.oid))
               ELSE format('%s exists already and calls of it could mean ours, %s', t.oid::regprocedure,
                   replace(m.oid::regprocedure::text, 'freshet.', 'public.'))
           END,
           format('ALTER ROUTINE %s RENAME TO %I;', t.oid::regprocedure, t.proname || '_before_freshet')
    FROM pg_proc AS m
    JOIN pg_proc AS t ON t.proname = m.proname AND t.pronamespace = 'public'::regnamespace
    WHERE m.oid = model
      AND CASE WHEN t.proargtypes = m.proargtypes
              THEN pg_get_function_result(t.oid) IS DISTINCT FROM pg_get_function_result(m.oid)
              ELSE m.prorettype <> 'trigger'::regtype
                  AND t.pronargs >= m.pronargs - m.pronargdefaults AND m.pronargs >= t.pronargs - t.pronargdefaults
          END
$$;

-- On who may see and change the rows of a table that is not ours, its owner has decided. A role that we made has no members
-- yet and may get what it asks for; nobody else is let in further than before. And where row-level security comes on, those
-- who had privileges go on as before.
CREATE FUNCTION freshet.lacking(model regclass)
    RETURNS TABLE (step integer, kind text, name text, detail text, statement text)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    WITH theirs AS (
        SELECT t.oid::regclass AS them, format('public.%I', t.relname) AS label, t.relname AS short, t.relowner AS owner,
               t.relacl AS acl, m.relrowsecurity AND NOT t.relrowsecurity AS unguarded, t.relrowsecurity AS guarded
        FROM pg_class AS m JOIN pg_class AS t ON t.relname = m.relname AND t.relnamespace = 'public'::regnamespace
        WHERE m.oid = model
    ), grantees AS (
        SELECT string_agg(DISTINCT CASE g.grantee WHEN 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(g.grantee)) END, ', ') AS list
        FROM theirs CROSS JOIN LATERAL (
            SELECT grantee FROM aclexplode(acl)
            UNION ALL
            SELECT grantee FROM pg_attribute CROSS JOIN aclexplode(attacl) WHERE attrelid = them AND NOT attisdropped
        ) AS g
        WHERE g.grantee <> owner
    )
    SELECT 1, 'column', m.name, NULL,
           format('ALTER TABLE %s ADD COLUMN %s %s%s%s', label, m.name, m.type, ' DEFAULT ' || m.fallback,
               CASE WHEN m.required THEN ' NOT NULL' END)
    FROM theirs, freshet.columns(model) AS m
    WHERE m.name NOT IN (SELECT t.name FROM freshet.columns(them) AS t)
    UNION ALL
    SELECT 2, 'default', m.name, NULL, format('ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s', label, m.name, m.fallback)
    FROM theirs, freshet.columns(model) AS m, freshet.columns(them) AS t
    WHERE t.name = m.name AND m.filled AND NOT t.filled
    UNION ALL
    SELECT 3, 'not null', m.name, NULL, format('ALTER TABLE %s ALTER COLUMN %s SET NOT NULL', label, m.name)
    FROM theirs, freshet.columns(model) AS m, freshet.columns(them) AS t
    WHERE t.name = m.name AND m.required AND NOT t.required
      AND EXISTS (SELECT FROM freshet.indexes(model) AS i WHERE i.is_unique AND m.name = ANY (i.columns))
    UNION ALL
    SELECT 4, 'constraint', short || '_freshet_key', NULL,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s (%s)', label, short || '_freshet_key',
               CASE WHEN EXISTS (SELECT FROM freshet.indexes(them) AS t WHERE t.is_primary) THEN 'UNIQUE' ELSE 'PRIMARY KEY' END,
               array_to_string(m.columns, ', '))
    FROM theirs, freshet.indexes(model) AS m
    WHERE m.is_primary AND NOT EXISTS (SELECT FROM freshet.indexes(them) AS t WHERE t.shape = m.shape)
    UNION ALL
    SELECT 5, CASE WHEN m.constraint_id IS NULL THEN 'index' ELSE 'constraint' END, m.name, NULL,
           coalesce(
               format('ALTER TABLE %s ADD CONSTRAINT %I ', label, m.name) || pg_get_constraintdef(m.constraint_id),
               replace(pg_get_indexdef(m.id), ' ON freshet.', ' ON public.'))
    FROM theirs, freshet.indexes(model) AS m
    WHERE NOT m.is_primary AND to_regclass(format('public.%I', m.name)) IS NULL
    UNION ALL
    SELECT 6, 'replica identity', '', freshet.replica_identity(them),
           format('ALTER TABLE %s REPLICA IDENTITY %s', label, freshet.replica_identity(model))
    FROM theirs
    WHERE freshet.replica_identity(them) <> freshet.replica_identity(model)
    UNION ALL
    SELECT 7, 'policy', short || '_as_before', NULL,
           format('CREATE POLICY %I ON %s TO %s USING (true) WITH CHECK (true)', short || '_as_before', label, list)
    FROM theirs, grantees
    WHERE unguarded AND list IS NOT NULL
    UNION ALL
    SELECT 8, 'row security', '', NULL, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', label)
    FROM theirs
    WHERE unguarded
    UNION ALL
    SELECT 9, 'policy', p.policyname, NULL,
           format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.policyname, label, p.permissive, p.cmd,
               (SELECT string_agg(quote_ident(role), ', ') FROM unnest(p.roles) AS role),
               ' USING (' || p.qual || ')', ' WITH CHECK (' || p.with_check || ')')
    FROM theirs, pg_class AS m JOIN pg_namespace AS n ON n.oid = m.relnamespace
    JOIN pg_policies AS p ON p.schemaname = n.nspname AND p.tablename = m.relname
    WHERE m.oid = model
      AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = them AND polname = p.policyname)
      AND (NOT guarded OR p.roles <@ (SELECT array_agg(i.name::name) FROM freshet.installed AS i WHERE i.kind = 'role'))
    UNION ALL
    SELECT 10, 'grant', quote_ident(i.name), string_agg(g.privilege_type, ', '),
           format('GRANT %s ON %s TO %I', string_agg(g.privilege_type, ', '), label, i.name)
    FROM theirs, pg_class AS m CROSS JOIN aclexplode(m.relacl) AS g
    JOIN freshet.installed AS i ON i.kind = 'role' AND i.name = pg_get_userbyid(g.grantee)
    WHERE m.oid = model AND g.grantee <> m.relowner AND NOT has_table_privilege(g.grantee, them, g.privilege_type)
    GROUP BY label, i.name
    UNION ALL
    SELECT 11, 'trigger', m.tgname, NULL,
           format('%s; ALTER TABLE %s %s TRIGGER %I', replace(pg_get_triggerdef(m.oid), ' ON freshet.', ' ON public.'), label,
               CASE m.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END, m.tgname)
    FROM theirs, pg_trigger AS m JOIN pg_proc AS f ON f.oid = m.tgfoid
    WHERE m.tgrelid = model AND NOT m.tgisinternal AND NOT EXISTS (
        SELECT FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid
        WHERE t.tgrelid = them AND NOT t.tgisinternal AND (t.tgname = m.tgname OR p.proname = f.proname))
    ORDER BY 1, 3
$$;
COMMENT ON FUNCTION freshet.lacking(regclass) IS
    'What the table of the same name in public lacks of this model, and the statements that add it, in order.';

CREATE FUNCTION freshet.install(model regclass, pack text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    label CONSTANT text := (SELECT format('public.%I', relname) FROM pg_class WHERE oid = model);
    item record;
BEGIN
    IF to_regclass(label) IS NULL THEN
        EXECUTE format('ALTER TABLE %s SET SCHEMA public', model);
        INSERT INTO freshet.installed (kind, name, pack) VALUES ('table', label, pack);
        RETURN;
    END IF;
    RAISE NOTICE '% was there before Freshet and stays yours; what it lacks is added', label;
    FOR item IN SELECT * FROM freshet.lacking(model) LOOP
        EXECUTE item.statement;
        INSERT INTO freshet.installed (kind, name, belongs_to, detail, pack)
        VALUES (item.kind, item.name, label, item.detail, pack);
    END LOOP;
    FOR item IN
        SELECT polname FROM pg_policy WHERE polrelid = model
        EXCEPT SELECT polname FROM pg_policy WHERE polrelid = to_regclass(label)
    LOOP
        RAISE NOTICE 'policy % is left out: it would show rows of % to a role that you have kept from them', item.polname, label;
    END LOOP;
    EXECUTE format('DROP TABLE %s', model);
END
$$;

CREATE FUNCTION freshet.install(model regprocedure, pack text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    label CONSTANT text := replace(model::text, 'freshet.', 'public.');
BEGIN
    IF to_regprocedure(label) IS NULL THEN
        EXECUTE format('ALTER FUNCTION %s SET SCHEMA public', model);
    ELSE
        RAISE NOTICE '% was there before Freshet and stays yours; ours of that name is in schema freshet', label;
    END IF;
    INSERT INTO freshet.installed (kind, name, pack) VALUES ('function', model::text, pack);
END
$$;

-- Gives this user, in its own name, what it may do so far as a member of the owner.
CREATE FUNCTION freshet.let(relation regclass, privileges text, pack text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    given   text;
    guarded boolean;
BEGIN
    SELECT relrowsecurity, string_agg(p.name, ', ') INTO guarded, given
    FROM pg_class AS c CROSS JOIN string_to_table(privileges, ', ') AS p (name)
    WHERE c.oid = relation AND c.relowner <> quote_ident(current_user)::regrole AND NOT EXISTS (
        SELECT FROM aclexplode(c.relacl) AS g WHERE g.grantee = quote_ident(current_user)::regrole AND g.privilege_type = p.name)
    GROUP BY relrowsecurity;
    IF given IS NULL THEN
        RETURN;
    END IF;
    EXECUTE format('GRANT %s ON %s TO %I', given, relation, current_user);
    INSERT INTO freshet.installed (kind, name, belongs_to, detail, pack)
    VALUES ('grant', quote_ident(current_user), relation::text, given, pack);
    IF guarded THEN
        EXECUTE format('CREATE POLICY freshet_functions ON %s TO %I USING (true) WITH CHECK (true)', relation, current_user);
        INSERT INTO freshet.installed (kind, name, belongs_to, pack) VALUES ('policy', 'freshet_functions', relation::text, pack);
    END IF;
END
$$;

-- Runs a statement on rows of a table without waking the triggers of the application.
CREATE FUNCTION freshet.quietly(relation regclass, statement text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    awake text;
BEGIN
    SELECT string_agg(format('ALTER TABLE %s ENABLE %s TRIGGER %I;', relation,
               CASE tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' END, tgname), ' ')
    INTO awake
    FROM pg_trigger
    WHERE tgrelid = relation AND NOT tgisinternal AND tgenabled <> 'D';
    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', relation);
    EXECUTE statement;
    EXECUTE coalesce(awake, '');
END
$$;

CREATE FUNCTION freshet.uninstall(of_pack text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    item record;
BEGIN
    FOR item IN
        SELECT * FROM freshet.installed WHERE pack = of_pack AND kind NOT IN ('pack', 'role') ORDER BY number DESC
    LOOP
        -- Not CASCADE: what others built on it stops the rollback, with its name.
        EXECUTE CASE item.kind
            WHEN 'table'      THEN format('DROP TABLE IF EXISTS %s', item.name)
            WHEN 'function'   THEN format('DROP FUNCTION IF EXISTS %s', item.name)
            WHEN 'index'      THEN format('DROP INDEX IF EXISTS public.%I', item.name)
            WHEN 'trigger'    THEN format('DROP TRIGGER IF EXISTS %I ON %s', item.name, item.belongs_to)
            WHEN 'policy'     THEN format('DROP POLICY IF EXISTS %I ON %s', item.name, item.belongs_to)
            WHEN 'constraint' THEN format('ALTER TABLE IF EXISTS %s DROP CONSTRAINT IF EXISTS %I', item.belongs_to, item.name)
            WHEN 'column'     THEN format('ALTER TABLE IF EXISTS %s DROP COLUMN IF EXISTS %s', item.belongs_to, item.name)
            WHEN 'default'    THEN format('ALTER TABLE IF EXISTS %s ALTER COLUMN %s DROP DEFAULT', item.belongs_to, item.name)
            WHEN 'not null'   THEN format('ALTER TABLE IF EXISTS %s ALTER COLUMN %s DROP NOT NULL', item.belongs_to, item.name)
            WHEN 'row security'     THEN format('ALTER TABLE IF EXISTS %s DISABLE ROW LEVEL SECURITY', item.belongs_to)
            WHEN 'replica identity' THEN format('ALTER TABLE IF EXISTS %s REPLICA IDENTITY %s', item.belongs_to, item.detail)
            WHEN 'grant' THEN CASE WHEN to_regclass(item.belongs_to) IS NULL THEN 'SELECT 1'
                ELSE format('REVOKE %s ON %s FROM %s', item.detail, item.belongs_to, item.name) END
        END;
    END LOOP;
    DELETE FROM freshet.installed WHERE pack = of_pack AND kind NOT IN ('pack', 'role');
END
$$;
COMMENT ON FUNCTION freshet.uninstall(text) IS 'Takes back what freshet.installed notes of this pack, the last addition first.';
