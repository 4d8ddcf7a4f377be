package dev.freshet.capture.engine;

import dev.freshet.capture.changes.Beats;
import dev.freshet.capture.changes.ChangeRecords;
import dev.freshet.capture.database.Database;
import dev.freshet.capture.database.Origin;
import dev.freshet.capture.database.TransactionIds;
import dev.freshet.capture.gap.Announcement;
import dev.freshet.capture.gap.Gaps;
import dev.freshet.capture.publication.Partitions;
import dev.freshet.capture.publication.PublicationMark;
import dev.freshet.capture.slot.SlotGuard;
import dev.freshet.capture.watermark.Watermarks;
import dev.freshet.rules.TableName;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes engines, each with a producer and an admin client of its own. Thread-safe. */
public final class EngineFactory {

    private final EngineSettings settings;
    private final Database database;
    private final JdbcClient statements;
    private final KafkaAccess kafka;
    private final Clock clock;
    private final Detour detour;

    public EngineFactory(EngineSettings settings, Database database, KafkaAccess kafka, Clock clock) {
        this.settings = settings;
        this.database = database;
        this.statements = JdbcClient.create(database.dataSource());
        this.kafka = kafka;
        this.clock = clock;
        this.detour = new Detour(settings.rules());
    }

    /** The way around values that cannot be converted, from the next engine on. */
    public Detour detour() {
        return detour;
    }

    /** The position kept since the last gap, in bytes of the write-ahead log; empty when there is none yet. */
    public OptionalLong storedPosition(Gaps gaps) {
        return new StoredPosition(kafka, settings.offsetTopic()).of(settings.name(gaps.latest()));
    }

    /** Makes the next run. Publication and slot are ready, and every gap is recorded. */
    public EngineRun open(Origin origin, Gaps gaps, SlotGuard guard, Progress progress) {
        Clients clients = Clients.open(kafka, clientId(), settings.capture().acknowledgement(), progress);
        try {
            Partitions partitions = Partitions.of(settings.rules().sources().keySet(), statements);
            Batches batches = batches(clients, partitions, origin, gaps, guard, progress);
            return new EngineRun(new Engine(properties(gaps, partitions), batches), batches, clients);
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    private Batches batches(
            Clients clients, Partitions partitions, Origin origin, Gaps gaps, SlotGuard guard, Progress progress) {
        Watermarks watermarks = new Watermarks(clients.admin(), settings.topics(), settings.rules(), source(), clock);
        return new Batches(
                new ChangeRecords(
                        settings.topics(),
                        settings.rules(),
                        partitions,
                        origin,
                        TransactionIds.of(statements),
                        detour.blindTables()),
                new Beats(source()),
                clients.sends(),
                watermarks,
                heart(gaps, watermarks, progress),
                new Beginning(guard, gaps),
                progress);
    }

    private Heart heart(Gaps gaps, Watermarks watermarks, Progress progress) {
        Announcement announcement = new Announcement(
                settings.topics().commands(), settings.rules().caches().keySet(), source(), clock);
        return new Heart(
                gaps,
                announcement,
                watermarks,
                Heart.Barrier.now(statements),
                new PublicationMark(statements, settings.capture().publication(), source()),
                progress);
    }

    private Properties properties(Gaps gaps, Partitions partitions) {
        Set<TableName> tables = partitions.with(settings.rules().sources().keySet());
        return new EngineProperties()
                .from(database, settings.capture())
                .of(settings.topics(), tables, new MessageKeys(statements).of(tables))
                .without(detour.excludedColumns())
                .keeping(settings.name(gaps.latest()), settings.offsetTopic(), settings.offsets(), kafka)
                .asProperties();
    }

    private String clientId() {
        return "freshet-capture-" + source();
    }

    private String source() {
        return settings.capture().source();
    }
}
