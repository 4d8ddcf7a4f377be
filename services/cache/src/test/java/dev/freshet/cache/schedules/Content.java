package dev.freshet.cache.schedules;

/** What two lectures say; its own hash. */
record Content(int first, int second) {

    static final Content INITIAL = new Content(0, 0);

    Content with(int lecture, int value) {
        return lecture == 0 ? new Content(value, second) : new Content(first, value);
    }

    int of(int lecture) {
        return lecture == 0 ? first : second;
    }
}
