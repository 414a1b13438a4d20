package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.cluster.KMeans;
import org.selfsup.data.Labels;
import org.selfsup.data.Randomness;
import org.selfsup.eval.Features;

/** Eight nodes on a line in three heaps, of which the middle one has no label. */
class SelfCheckTest {

    private static final KMeans K_MEANS = new KMeans(3, 20, KMeans.Metric.EUCLIDEAN);

    private final Features line =
            new Features(new float[] {0, 0.1f, 0.2f, 5, 5.1f, 5.2f, 3, 3.1f}, 1, null);
    private final int[] labels = {0, -1, -1, 1, -1, -1, -1, -1};

    @Test
    void aClusterHasTheClassWhoseLabelledNodesAreNearest() {
        int[] classes = new SelfCheck(K_MEANS, 1).clusterClasses(labels, line, Randomness.at(1));
        assertThat(classes).containsExactly(0, 0, 0, 1, 1, 1, 1, 1);
    }

    @Test
    void theSurestOfEachClassAreLabelledWhereTheirClusterAgrees() {
        // Node 6 is said to be of class 0 and surest of it, but its cluster is nearer to class 1.
        float[] scores = {9, 0, 2, 0, 1, 0, 0, 9, 0, 2, 0, 1, 3, 0, 0, 3};
        Labels truth = new Labels(new int[8], List.of("a", "b"));
        int[] extended =
                new SelfCheck(K_MEANS, 2)
                        .extend(labels, new Features(scores, 2, truth), line, Randomness.at(1));
        assertThat(extended).containsExactly(0, 0, -1, 1, 1, -1, -1, 1);
        assertThat(labels).containsExactly(0, -1, -1, 1, -1, -1, -1, -1);
    }
}
