package dev.freshet.cache.schedules;

import dev.freshet.cache.protocol.Bound;
import dev.freshet.cache.protocol.Filling;
import dev.freshet.cache.protocol.Filling.Rows;
import dev.freshet.cache.protocol.Joining;
import dev.freshet.cache.protocol.Ticket;
import dev.freshet.cache.protocol.Verdict;
import dev.freshet.cache.protocol.View;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who looks up, fills and joins. */
final class Readers {

    private static final Set<Weakness> FENCELESS =
            Set.of(Weakness.PLAIN_DELETE, Weakness.DELETE_TWICE, Weakness.MEMCACHED_LEASE);

    private Readers() {}

    /** A lookup, as far as it has come. */
    abstract static class Lookup extends Actor {

        View view = View.NOTHING;
        Moment asked;

        Lookup(World world, String name) {
            super(world, name);
            this.asked = Moment.of(world);
        }

        boolean hasFences() {
            return !FENCELESS.contains(world.setting.weakness());
        }

        Bound bound() {
            return world.setting.is(Weakness.NO_LEASE) ? Bound.NONE : Bound.LEASE;
        }

        /** Asks Redis; whether it was a hit, which is then judged. */
        boolean look() {
            view = world.redis.look(world.tags(), world.now);
            asked = Moment.of(world);
            ModelRedis.Entry entry = world.redis.entry;
            if (!verdict(entry).isHit() || entry == null) {
                return false;
            }
            world.served(name(), entry.answer(), asked);
            return true;
        }

        private Verdict verdict(ModelRedis.@Nullable Entry entry) {
            if (entry != null && entry.ticket() == null) {
                return view.beat() == null ? Verdict.LEASE : Verdict.HIT;
            }
            return Verdict.of(entry == null ? null : entry.ticket(), view, world.tags(), bound());
        }

        /** Asks for the row; if it may be served it is judged and returned. */
        Database.@Nullable Row row() {
            Database.Row row = world.database.row;
            if (row == null || world.setting.rows() == Rows.NONE) {
                return null;
            }
            if (world.setting.rows() == Rows.FRESH) {
                if (!row.hash().equals(world.database.onPrimary())) {
                    return null;
                }
                world.servedChecked(name(), row.answer());
                return row;
            }
            if (!Verdict.of(row.ticket(), view, world.tags(), bound()).isHit()) {
                return null;
            }
            world.served(name(), row.answer(), asked);
            return row;
        }
    }

    /** Looks up, and that is all. */
    static final class Reader extends Lookup {

        private final int lookups;
        private int count;

        Reader(World world, String name, int lookups) {
            super(world, name);
            this.lookups = lookups;
        }

        @Override
        int next(int place) {
            if (place == 0 && !look()) {
                return 1;
            }
            if (place == 1) {
                row();
            }
            count++;
            // place 2 is a pause
            return count < lookups ? (place == 2 ? 0 : 2) : -1;
        }
    }

    /** Looks up, and on a miss reads, computes and keeps; others may join it meanwhile. */
    static final class Filler extends Lookup {

        private @Nullable Ticket ticket;
        private String token = "";
        private Content content = Content.INITIAL;
        private Content hash = Content.INITIAL;
        private boolean naivelyKept;
        private Filling.Row row = Filling.Row.SKIPPED;
        boolean flying;
        boolean hasRead;
        boolean storing;
        boolean landed;

        Filler(World world, String name) {
            super(world, name);
        }

        @Nullable
        Ticket ticket() {
            return ticket;
        }

        Content content() {
            return content;
        }

        boolean confirmed() {
            return row == Filling.Row.STORED && world.setting.rows() == Rows.FRESH;
        }

        boolean onPrimary() {
            return !world.setting.standby();
        }

        @Override
        boolean isOptional() {
            return true;
        }

        @Override
        int next(int place) {
            return switch (place) {
                case 0 -> look() ? -1 : world.setting.is(Weakness.REFILL_ROW_FIRST) ? 2 : 1;
                case 1 -> {
                    open();
                    yield 2;
                }
                case 2 -> found();
                case 3 -> {
                    open();
                    refill(content);
                    yield -1;
                }
                case 4 -> {
                    open();
                    yield 5;
                }
                case 5 -> {
                    flying = true;
                    yield 11;
                }
                case 11 -> {
                    read();
                    hasRead = true;
                    yield 6;
                }
                case 6 -> {
                    hash();
                    yield 7;
                }
                case 7 -> {
                    storing = true;
                    yield 8;
                }
                case 8 -> {
                    storeRow();
                    yield 9;
                }
                case 9 -> {
                    storeKey();
                    yield 10;
                }
                default -> {
                    landed = true;
                    yield -1;
                }
            };
        }

        private void open() {
            ticket = world.redis.open(world.tags());
            token = world.redis.nonce();
            world.redis.token = token;
        }

        /** Whether a row answers; it refills Redis under the ticket from before it, or under its own. */
        private int found() {
            Database.Row found = row();
            if (found == null) {
                return world.setting.is(Weakness.REFILL_ROW_FIRST) ? 4 : 5;
            }
            content = found.answer();
            if (world.setting.is(Weakness.REFILL_ROW_FIRST)) {
                return 3;
            }
            if (world.setting.rows() == Rows.FENCES) {
                ticket = found.ticket();
            }
            refillLater = true;
            return 9;
        }

        private boolean refillLater;

        private void read() {
            content = source();
            hash = content;
            naivelyKept = world.setting.is(Weakness.STANDBY_SNAPSHOT)
                    && world.database.seen.stream()
                            .filter(change -> change.applied)
                            .allMatch(world.database::looksVisibleOnStandby);
        }

        private Content source() {
            return world.setting.standby() ? world.database.onStandby() : world.database.onPrimary();
        }

        private void hash() {
            if (world.setting.is(Weakness.HASH_APART)) {
                hash = source();
            }
        }

        private Filling filling() {
            boolean trusted = onPrimary() || world.setting.is(Weakness.STANDBY_KEPT) || naivelyKept;
            return new Filling(world.setting.rows(), trusted, ticket);
        }

        private void storeRow() {
            if (!filling().triesRow()) {
                return;
            }
            boolean checked = world.setting.rows() == Rows.FRESH && !world.setting.is(Weakness.ROW_UNCHECKED);
            if (checked && !hash.equals(world.database.onPrimary())) {
                row = Filling.Row.STALE;
                return;
            }
            world.database.row = new Database.Row(content, hash, ticket);
            row = Filling.Row.STORED;
            world.stored = true;
        }

        private void storeKey() {
            if (refillLater) {
                refill(content);
            } else if (filling().triesKey(row)) {
                refill(content);
            }
        }

        private void refill(Content answer) {
            Ticket under = ticket;
            if (!hasFences()) {
                boolean valid = !world.setting.is(Weakness.MEMCACHED_LEASE) || world.redis.token.equals(token);
                if (valid) {
                    world.redis.entry = new ModelRedis.Entry(answer, null);
                }
                return;
            }
            ModelRedis.Entry entry = new ModelRedis.Entry(answer, under);
            if (world.setting.shared()) {
                world.send(() -> world.redis.store(entry));
            } else {
                world.send(() -> world.redis.entry = entry);
            }
        }
    }

    /** Looks up, and on a miss waits for one of the fillers, if it may. */
    static final class Joiner extends Lookup {

        private final List<Filler> fillers;
        private @Nullable Filler flight;
        private Joining terms = Joining.REFUSED;

        Joiner(World world, List<Filler> fillers) {
            super(world, "joiner");
            this.fillers = fillers;
        }

        @Override
        boolean isOptional() {
            return true;
        }

        @Override
        boolean ready(int place) {
            Filler awaited = flight;
            if (place == 0) {
                return !world.isTooSoon();
            }
            return place != 2 || awaited == null || awaited.landed;
        }

        @Override
        int next(int place) {
            if (place == 0) {
                boolean away = world.choices.maybe(); // Redis does not answer this one
                asked = Moment.of(world);
                return !away && look() ? -1 : 1;
            }
            if (place == 1) {
                flight = fillers.stream()
                        .filter(filler -> filler.flying && !filler.landed)
                        .findFirst()
                        .orElse(null);
                return flight != null && board(flight) ? 2 : -1;
            }
            land(java.util.Objects.requireNonNull(flight));
            return -1;
        }

        private boolean board(Filler filler) {
            if (!filler.hasRead) {
                terms = Joining.LATER;
                return true;
            }
            boolean late = filler.storing && !world.setting.is(Weakness.JOIN_LATE);
            terms = world.setting.is(Weakness.JOIN_ANY)
                    ? Joining.TRUSTED
                    : Joining.of(filler.ticket(), late, view, bound(), world.setting.rows());
            return terms != Joining.REFUSED;
        }

        private void land(Filler filler) {
            boolean onPrimary = filler.onPrimary()
                    || world.setting.is(Weakness.JOIN_STANDBY)
                    || world.setting.is(Weakness.JOIN_ANY);
            // what is read on a standby later than it asked, is what it would read itself: given, and not judged
            boolean own = terms == Joining.LATER && !filler.onPrimary();
            if (!own && terms.accepts(onPrimary, filler.confirmed())) {
                world.served(name(), filler.content(), asked);
            }
        }
    }
}
