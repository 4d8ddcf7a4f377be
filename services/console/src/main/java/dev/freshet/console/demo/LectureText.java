package dev.freshet.console.demo;

import java.util.UUID;

/** A lecture as the application's table has it; an absent content reads as empty. */
record LectureText(UUID id, String title, String content) {}
