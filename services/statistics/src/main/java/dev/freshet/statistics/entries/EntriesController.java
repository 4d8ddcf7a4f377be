package dev.freshet.statistics.entries;

import dev.freshet.statistics.asking.Csv;
import dev.freshet.statistics.asking.KnownNames;
import dev.freshet.statistics.asking.Page;
import dev.freshet.statistics.asking.Parameters;
import dev.freshet.statistics.asking.Span;
import jakarta.persistence.criteria.Predicate;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Slice;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/stats/entries}: entries last asked for within some days. Thread-safe. */
@RestController
final class EntriesController {

    private final EntryRepository entries;
    private final KnownNames names;
    private final Clock clock;

    EntriesController(EntryRepository entries, KnownNames names, Clock clock) {
        this.entries = entries;
        this.names = names;
        this.clock = clock;
    }

    /** One page of entries, and whether there is another. */
    record Entries(List<Entry.View> entries, int page, int size, boolean more) {}

    @GetMapping("/v1/stats/entries")
    ResponseEntity<Object> entries(
            @RequestParam MultiValueMap<String, String> given,
            @RequestHeader(name = "Accept", defaultValue = "") String accept) {
        Parameters parameters =
                new Parameters(given).only("sort", "from", "to", "cache", "operation", "page", "size", "format");
        Order order = Order.of(parameters.word("sort", Order.WORDS));
        Page page = Page.of(parameters);
        Span days = Span.of(parameters, clock);
        String cache = parameters.name("cache");
        String operation = parameters.name("operation");
        names.check(cache, operation);
        Slice<Entry> found = entries.findBy(
                wanted(days, cache, operation, order),
                query -> query.slice(PageRequest.of(page.number(), page.size(), order.sort())));
        List<Entry.View> views = found.stream().map(Entry::view).toList();
        Entries whole = new Entries(views, page.number(), page.size(), found.hasNext());
        return Csv.or(parameters, accept, whole, views, Entry.View.NONE);
    }

    private static Specification<Entry> wanted(
            Span days, @Nullable String cache, @Nullable String operation, Order order) {
        return (entry, query, builder) -> {
            List<Predicate> all = new ArrayList<>();
            all.add(builder.greaterThanOrEqualTo(entry.get("lastAccess"), start(days.from())));
            all.add(builder.lessThan(entry.get("lastAccess"), start(days.to().plusDays(1))));
            if (cache != null) {
                all.add(builder.equal(entry.get("id").get("cache"), cache));
            }
            if (operation != null) {
                all.add(builder.equal(entry.get("operation"), operation));
            }
            if (order == Order.SIZE) {
                all.add(builder.isNotNull(entry.get("size")));
            }
            return builder.and(all.toArray(Predicate[]::new));
        };
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
