package dev.freshet.capture.publication;

import dev.freshet.refusal.Refusal;
import dev.freshet.rules.RuleSet;
import dev.freshet.rules.TableName;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The publication that capture reads: exactly the source tables of the rules, with their column lists, and the
 * heartbeat. Left alone while it is as wanted, also by one who does not own it: where capture has a user with few
 * privileges, {@code freshet migrate} makes and alters it. Holds no state of its own.
 */
public final class Publication {

    /** The table whose changes are the beats. */
    public static final TableName HEARTBEAT = new TableName("freshet", "heartbeat");

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final String OPTIONS =
            "publish = 'insert, update, delete, truncate', publish_via_partition_root = false";

    private final JdbcClient database;
    private final String name;
    private final Set<PublishedTable> wanted;

    public Publication(JdbcClient database, String name, RuleSet rules) {
        this.database = database;
        this.name = name;
        this.wanted = wanted(rules);
    }

    private static Set<PublishedTable> wanted(RuleSet rules) {
        Set<PublishedTable> tables = new LinkedHashSet<>();
        rules.sources()
                .values()
                .forEach(source -> tables.add(new PublishedTable(source.table(), Set.copyOf(source.columns()))));
        tables.add(new PublishedTable(HEARTBEAT, Set.of()));
        return tables;
    }

    public boolean exists() {
        return state().isPresent();
    }

    /** Whether it exists and publishes exactly what is wanted. */
    public boolean isAsWanted() {
        return state().map(state -> state.publishesExactly(wanted)).orElse(false);
    }

    /**
     * Creates or alters it where it is not as wanted.
     *
     * @return whether that was necessary
     */
    public boolean reconcile() {
        Optional<PublicationState> state = state();
        if (state.isPresent() && state.get().publishesExactly(wanted)) {
            return false;
        }
        (state.isEmpty() ? List.of(creation()) : alterations()).forEach(this::run);
        return true;
    }

    /**
     * Refuses what {@link #reconcile} could not do. Changes nothing.
     *
     * @throws Refusal with the statements that an owner can run instead
     */
    public void requireReconcilable() {
        Optional<PublicationState> state = state();
        if (state.isEmpty()) {
            requireCreation();
        } else if (!state.get().publishesExactly(wanted)) {
            requireAlteration(state.get());
        }
    }

    private void requireCreation() {
        if (!mayCreate()) {
            throw new Refusal(
                    "the publication '" + name
                            + "' does not exist, and this user may not create it: a publication needs"
                            + " CREATE on the database and ownership of every table in it",
                    "run 'freshet migrate', or let an owner of the tables run: " + creation());
        }
    }

    private void requireAlteration(PublicationState state) {
        if (state.allTables()) {
            throw new Refusal(
                    "the publication '" + name + "' is FOR ALL TABLES, which cannot be narrowed",
                    "name another one by freshet.capture.publication, or run: drop publication "
                            + TableName.quoted(name));
        }
        if (!state.mayAlter() || !ownsAllTables()) {
            throw new Refusal(
                    "the publication '" + name + "' does not publish what the rules name, and this user owns the"
                            + " publication or one of the tables not",
                    "run 'freshet migrate' with the same rules, or let the owner run: "
                            + String.join("; ", alterations()));
        }
    }

    private boolean mayCreate() {
        return database.sql("select has_database_privilege(current_database(), 'CREATE')")
                        .query(Boolean.class)
                        .single()
                && ownsAllTables();
    }

    private boolean ownsAllTables() {
        return wanted.stream().allMatch(table -> owns(table.table()));
    }

    private boolean owns(TableName table) {
        return database.sql("select pg_has_role(relowner, 'USAGE') from pg_class where oid = cast(:table as regclass)")
                .param("table", table.sql())
                .query(Boolean.class)
                .single();
    }

    private void run(String statement) {
        LOG.info("Publication '{}' is not what the rules name: {}", name, statement);
        database.sql(statement).update();
    }

    private String creation() {
        return "create publication " + TableName.quoted(name) + " for table " + tables() + " with (" + OPTIONS + ")";
    }

    private List<String> alterations() {
        return List.of(
                "alter publication " + TableName.quoted(name) + " set (" + OPTIONS + ")",
                "alter publication " + TableName.quoted(name) + " set table " + tables());
    }

    private String tables() {
        return wanted.stream()
                .sorted(Comparator.comparing(PublishedTable::table))
                .map(PublishedTable::sql)
                .collect(Collectors.joining(", "));
    }

    private Optional<PublicationState> state() {
        return new PublicationCatalogue(database).find(name);
    }
}
