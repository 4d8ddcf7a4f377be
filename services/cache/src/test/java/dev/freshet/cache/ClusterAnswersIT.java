package dev.freshet.cache;

import org.junit.jupiter.api.AfterAll;

/** On a cluster of three masters. */
class ClusterAnswersIT extends AnswersContract {

    private static final OwnCluster CLUSTER = new OwnCluster();

    ClusterAnswersIT() {
        super(new Stage(CLUSTER.client()));
    }

    @AfterAll
    static void closeCluster() {
        CLUSTER.close();
    }
}
