package dev.freshet.capture.gap;

/**
 * A time at which changes may have been missed.
 *
 * @param id its number; later gaps have higher ones
 * @param reason what happened, for people
 */
public record Gap(long id, String reason) {}
