package dev.freshet.capture;

import dev.freshet.capture.database.Origin;
import dev.freshet.capture.gap.Gaps;
import dev.freshet.capture.publication.Publication;
import dev.freshet.capture.publication.PublicationMark;
import dev.freshet.capture.slot.Slot;
import dev.freshet.capture.slot.SlotGuard;
import dev.freshet.capture.slot.SlotState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an engine stands on: publication and slot. Makes both ready, after every gap that shows is recorded. Order
 * matters: the record of a gap, then the publication, then the slot, which knows a publication only from its own
 * beginning on.
 */
final class Ground {

    private final Slot slot;
    private final Publication publication;
    private final PublicationMark mark;
    private final Gaps gaps;
    private final String rules;

    /** @param rules their digest */
    Ground(Slot slot, Publication publication, PublicationMark mark, Gaps gaps, String rules) {
        this.slot = slot;
        this.publication = publication;
        this.mark = mark;
        this.gaps = gaps;
        this.rules = rules;
    }

    boolean isTaken() {
        return slot.state().map(SlotState::isActive).orElse(false);
    }

    /**
     * Blocks while transactions run that a new slot has to wait for.
     *
     * @param origin the server as it is
     * @param stored the position that was stored last; asked only where there is a slot
     * @param blocked why the slot cannot be read on; null when it can
     * @return tells whether the engine then streams from this very slot
     */
    SlotGuard prepare(Origin origin, Supplier<OptionalLong> stored, @Nullable String blocked) {
        Optional<SlotState> state = slot.state();
        boolean published = publication.exists();
        String marked = mark.current();
        boolean asWanted = publication.isAsWanted();
        OptionalLong position = state.isPresent() ? stored.get() : OptionalLong.empty();
        List<String> reasons = new ArrayList<>(state.map(found -> slotReasons(found, position))
                .orElseGet(() -> List.of("the replication slot '" + slot.name() + "' does not exist")));
        reasons.addAll(publicationReasons(published, asWanted, marked));
        if (blocked != null) {
            reasons.add(blocked);
        }
        gaps.record(origin, rules, reasons);
        boolean usable = blocked == null
                && published
                && state.filter(found -> !found.isLost()).isPresent();
        if (state.isPresent() && !usable) {
            slot.drop();
        }
        // What comes between the look and now is still to be seen; where it was not as wanted, a gap tells of it
        // already
        mark.remember(publication.reconcile() && !asWanted ? mark.current() : marked);
        if (!usable) {
            slot.create();
        }
        return guard(position);
    }

    private SlotGuard guard(OptionalLong position) {
        long confirmed = slot.state().map(SlotState::confirmed).orElse(0L);
        return new SlotGuard(slot, Math.max(confirmed, position.orElse(0)));
    }

    /** Lets a {@link #prepare} that blocks in another thread fail. */
    void cancel() {
        slot.cancel();
    }

    /** A publication that differs because the rules changed is no reason of its own. */
    private List<String> publicationReasons(boolean published, boolean asWanted, @Nullable String marked) {
        if (!gaps.knows(rules) || (asWanted && mark.isRemembered(marked))) {
            return List.of();
        }
        return List.of(
                published
                        ? "somebody altered the publication or a replica identity, or a partition came or went"
                        : "the publication does not exist");
    }

    private List<String> slotReasons(SlotState state, OptionalLong stored) {
        if (state.isLost()) {
            String why = state.invalidation() == null ? state.walStatus() : state.invalidation();
            return List.of("the replication slot '" + slot.name() + "' was given up by the server: " + why);
        }
        Long confirmed = state.confirmed();
        if (confirmed != null && stored.isPresent() && confirmed > stored.getAsLong()) {
            return List.of("the replication slot '" + slot.name() + "' is further than was ever acknowledged:"
                    + " it was moved, or made anew");
        }
        return List.of();
    }
}
