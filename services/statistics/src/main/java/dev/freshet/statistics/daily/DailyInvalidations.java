package dev.freshet.statistics.daily;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Sums over caches; null stands for all of them. */
interface DailyInvalidations extends Repository<DailyInvalidation, DailyInvalidation.Key> {

    @Query(
            """
            select new dev.freshet.statistics.daily.Removed(d.key.date, sum(d.invalidations), sum(d.rowsDeleted),
                sum(d.keysRemoved))
            from DailyInvalidation d
            where d.key.date between :from and :to
                and d.key.cache = coalesce(:cache, d.key.cache)
            group by d.key.date""")
    List<Removed> byDay(LocalDate from, LocalDate to, @Nullable String cache);
}
