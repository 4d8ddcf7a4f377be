package dev.freshet.statistics.figures;

import dev.freshet.statistics.asking.Csv;
import dev.freshet.statistics.asking.KnownNames;
import dev.freshet.statistics.asking.Page;
import dev.freshet.statistics.asking.Parameters;
import dev.freshet.statistics.asking.Span;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /v1/stats/daily}, {@code /summary} and {@code /operations}. All parameters are taken as they came: which of
 * them is wrong, and how, is ours to say. Thread-safe.
 */
@RestController
final class FiguresController {

    private static final Day NO_DAY = new Day(LocalDate.EPOCH, Requests.NONE, Removed.NONE);
    private static final OperationSum NO_OPERATION = new OperationSum("", "", Requests.NONE);

    private final Figures figures;
    private final KnownNames names;
    private final String currency;
    private final Clock clock;

    FiguresController(Figures figures, KnownNames names, String currency, Clock clock) {
        this.figures = figures;
        this.names = names;
        this.currency = currency;
        this.clock = clock;
    }

    /** The answer: an object, so that something can be added beside the days. */
    record Days(List<Day> days) {}

    /** One page of operations, and whether there is another. */
    record Operations(List<OperationSum> operations, int page, int size, boolean more) {}

    @GetMapping("/v1/stats/daily")
    ResponseEntity<Object> daily(
            @RequestParam MultiValueMap<String, String> given,
            @RequestHeader(name = "Accept", defaultValue = "") String accept) {
        Parameters parameters = new Parameters(given).only("from", "to", "cache", "operation", "format");
        List<Day> days = figures.days(filter(parameters));
        return Csv.or(parameters, accept, new Days(days), days, NO_DAY);
    }

    @GetMapping("/v1/stats/summary")
    ResponseEntity<Object> summary(
            @RequestParam MultiValueMap<String, String> given,
            @RequestHeader(name = "Accept", defaultValue = "") String accept) {
        Parameters parameters = new Parameters(given).only("from", "to", "cache", "operation", "format");
        Summary summary = figures.summary(filter(parameters), currency);
        return Csv.or(parameters, accept, summary, List.of(summary), summary);
    }

    @GetMapping("/v1/stats/operations")
    ResponseEntity<Object> operations(
            @RequestParam MultiValueMap<String, String> given,
            @RequestHeader(name = "Accept", defaultValue = "") String accept) {
        Parameters parameters =
                new Parameters(given).only("from", "to", "cache", "operation", "page", "size", "format");
        Page page = Page.of(parameters);
        Page.Cut<OperationSum> cut = page.cut(figures.operations(filter(parameters), page.size() + 1, page.offset()));
        Operations whole = new Operations(cut.rows(), page.number(), page.size(), cut.more());
        return Csv.or(parameters, accept, whole, cut.rows(), NO_OPERATION);
    }

    private Filter filter(Parameters parameters) {
        Filter filter = new Filter(Span.of(parameters, clock), parameters.name("cache"), parameters.name("operation"));
        names.check(filter.cache(), filter.operation());
        return filter;
    }
}
