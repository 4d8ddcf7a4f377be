package dev.freshet.migration;

import dev.freshet.embedded.Servers;
import dev.freshet.embedded.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a test's own on the shared servers, dropped when closed. */
record Database(String name, PGSimpleDataSource source) implements AutoCloseable {

    static final String LECTURES = "CREATE TABLE public.lectures"
            + " (id uuid PRIMARY KEY, title text, content text, views integer NOT NULL DEFAULT 0)";

    private static final AtomicInteger COUNT = new AtomicInteger();

    static Database create() {
        Servers servers = TestServers.shared();
        String name = "schemas_" + COUNT.incrementAndGet();
        servers.createDatabase(name);
        return new Database(name, source(name, servers.user(), servers.password()));
    }

    private static PGSimpleDataSource source(String name, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestServers.shared().jdbcUrl(name));
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    /** The same database for another user. */
    Database as(String user, String password) {
        return new Database(name, source(name, user, password));
    }

    Migrations migrations(String... packs) {
        return new Migrations(source, List.of(packs), false);
    }

    Migrations withDemo(String... packs) {
        return new Migrations(source, List.of(packs), true);
    }

    /** Runs statements in one transaction. */
    void run(String sql) {
        rows(sql);
    }

    /** Runs statements in one transaction; the rows of the first that returns some, as text. */
    List<List<String>> rows(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            connection.setAutoCommit(false);
            boolean hasRows = statement.execute(sql);
            while (!hasRows && statement.getUpdateCount() != -1) {
                hasRows = statement.getMoreResults();
            }
            List<List<String>> rows = hasRows ? rows(statement.getResultSet()) : List.of();
            connection.commit();
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The columns of a table in its order: name, type, default. */
    List<String> columns(String table) {
        return column("SELECT concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),"
                + " CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid))"
                + " FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                + " WHERE a.attrelid = '" + table + "'::regclass AND a.attnum > 0 ORDER BY a.attnum");
    }

    /** The indexes of a table by name: whether unique, name, method and columns. */
    List<String> indexes(String table) {
        return column("SELECT concat_ws(' ', CASE WHEN i.indisunique THEN 'UNIQUE' END, c.relname,"
                + " substring(pg_get_indexdef(c.oid) FROM ' USING (.*)$'))"
                + " FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid"
                + " WHERE i.indrelid = '" + table + "'::regclass ORDER BY c.relname");
    }

    /** The first column, as text. */
    List<String> column(String sql) {
        return rows(sql).stream().map(row -> row.get(0)).toList();
    }

    /** The only value, as text; {@code null} as the word null. */
    String value(String sql) {
        List<List<String>> rows = rows(sql);
        if (rows.size() != 1) {
            throw new IllegalStateException(rows.size() + " rows from " + sql);
        }
        return rows.get(0).get(0);
    }

    DataSource dataSource() {
        return source;
    }

    private static List<List<String>> rows(ResultSet rows) throws SQLException {
        List<List<String>> list = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                row.add(String.valueOf(rows.getString(column)));
            }
            list.add(row);
        }
        return list;
    }

    @Override
    public void close() {
        Servers servers = TestServers.shared();
        PGSimpleDataSource other = source("postgres", servers.user(), servers.password());
        try (Connection connection = other.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
