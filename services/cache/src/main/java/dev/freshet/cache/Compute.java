package dev.freshet.cache;

/** The compute step: makes an answer of what was read. Runs on a thread of the library's, which is interrupted when its time is over. */
public interface Compute<C> {

    Computed from(C content) throws Exception;
}
