package dev.freshet.invalidation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A database for the class, and topics and Redis keys for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnStage {

    Course course;
    Stage stage;

    @BeforeAll
    void migrate() {
        course = new Course();
    }

    @AfterAll
    void closeCourse() {
        course.close();
    }

    @BeforeEach
    void open() {
        stage = new Stage(course);
    }

    @AfterEach
    void close() {
        stage.close();
    }
}
