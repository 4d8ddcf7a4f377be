package dev.freshet.capture.engine;

import dev.freshet.capture.settings.CaptureSettings;
import dev.freshet.capture.settings.OffsetSettings;
import dev.freshet.events.Topics;
import dev.freshet.rules.RuleSet;

/**
 * What an engine is made for.
 *
 * @param capture what it reads
 * @param offsets how it keeps its position
 * @param topics where it writes
 * @param rules what it captures
 */
public record EngineSettings(CaptureSettings capture, OffsetSettings offsets, Topics topics, RuleSet rules) {

    String offsetTopic() {
        return topics.captureOffsets();
    }

    /**
     * The name under which the position is kept. Each gap begins without one, at the slot's own: a position of another
     * server or timeline says nothing, and one beyond the slot's would skip changes.
     */
    String name(long gap) {
        return capture.source() + "-" + gap;
    }
}
