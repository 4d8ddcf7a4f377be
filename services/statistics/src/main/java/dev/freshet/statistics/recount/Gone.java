package dev.freshet.statistics.recount;

import dev.freshet.refusal.Refusal;
import dev.freshet.statistics.asking.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The records that a topic has lost, to its retention or with a topic of the same name before it.
 *
 * @param topic its name
 * @param last none of them was written later; null when the topic has all that it ever had
 */
record Gone(String topic, @Nullable Instant last) {

    boolean isNothing() {
        return last == null;
    }

    /** @throws Refusal if a day may have been counted from what is gone */
    void refuse(Span days) {
        LocalDate day = day();
        if (day != null && !days.from().isAfter(day)) {
            LocalDate next = day.plusDays(1);
            throw new Refusal(
                    "topic " + topic + " no longer has all records of " + days.from() + " to " + day,
                    "count again from " + next + " on: --from " + next);
        }
    }

    /**
     * Events may be dated ahead of their being written.
     *
     * @param writtenFrom when the first event of the day was written; null when nobody knows
     * @throws Refusal if that one is gone
     */
    void refuse(LocalDate counted, @Nullable Instant writtenFrom) {
        if (last != null && writtenFrom != null && !writtenFrom.isAfter(last)) {
            throw new Refusal(
                    "topic " + topic + " no longer has all records of " + counted + ": some are dated ahead, and were"
                            + " written at " + writtenFrom,
                    "leave this day out of --from and --to");
        }
    }

    /** Whether something that happened so many days before the day would be seen. */
    boolean isSeen(LocalDate day, long daysBefore) {
        LocalDate lastDay = day();
        return lastDay == null || day.minusDays(daysBefore).isAfter(lastDay);
    }

    private @Nullable LocalDate day() {
        return last == null ? null : LocalDate.ofInstant(last, ZoneOffset.UTC);
    }
}
