package dev.freshet.statistics.daily;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Sums over caches and operations; null stands for all of them. */
interface DailyOperations extends Repository<DailyOperation, DailyOperation.Key> {

    @Query(
            """
            select new dev.freshet.statistics.daily.Accesses(d.key.date, sum(d.redisHits), sum(d.postgresHits),
                sum(d.misses), sum(d.bypasses), sum(d.tokensSaved))
            from DailyOperation d
            where d.key.date between :from and :to
                and d.key.cache = coalesce(:cache, d.key.cache)
                and d.key.operation = coalesce(:operation, d.key.operation)
            group by d.key.date""")
    List<Accesses> byDay(LocalDate from, LocalDate to, @Nullable String cache, @Nullable String operation);
}
