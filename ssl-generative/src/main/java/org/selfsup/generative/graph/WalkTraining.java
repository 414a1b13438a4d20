package org.selfsup.generative.graph;

import java.util.Arrays;
import java.util.function.Consumer;
import org.selfsup.data.RandomWalks;
import org.selfsup.data.Randomness;
import org.selfsup.eval.Features;
import org.selfsup.generative.context.EmbeddingTraining;
import org.selfsup.generative.context.EpochReport;
import org.selfsup.generative.context.OutputLayer;
import org.selfsup.generative.context.Sequences;
import org.selfsup.generative.context.SkipGram;

/**
 * Learns vectors of nodes from walks: in each epoch one from every node, in random order.
 *
 * @param walks how they go
 * @param nodes n
 * @param seed of walks and training
 */
record WalkTraining(RandomWalks walks, int nodes, long seed) {

    private static final int TESTED = 10; // one node of so many starts a walk for the loss

    Features learn(
            OutputLayer layer,
            DeepWalk.Config config,
            int threads,
            Consumer<EpochReport> listener) {
        Sequences training = new Passes(nodes, config.length(), Randomness.seed(seed, "walks"));
        Sequences tests =
                new Passes(
                        (nodes + TESTED - 1) / TESTED,
                        config.length(),
                        Randomness.seed(seed, "test walks"));
        int d = config.dimension();
        OutputLayer.Questions questions = layer.over(visits(training));
        float[][] vectors = EmbeddingTraining.uniform(nodes, d, 0.5 / d, seed);
        float[] kept = new float[nodes];
        Arrays.fill(kept, 1);
        new EmbeddingTraining(
                        new SkipGram(config.window()),
                        questions,
                        vectors,
                        new float[questions.rows()][d],
                        null,
                        kept)
                .run(
                        training,
                        new EmbeddingTraining.Plan(
                                config.walks(), config.learningRate(), seed, threads),
                        tests,
                        listener);
        return features(vectors);
    }

    /** How often the walks of the first epoch come to each node. */
    private long[] visits(Sequences training) {
        long[] visits = new long[nodes];
        for (int i = 0; i < training.size(); i++) {
            for (int node : training.get(0, i)) {
                visits[node]++;
            }
        }
        return visits;
    }

    /** One row after the other. */
    static Features features(float[][] rows) {
        int d = rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, d)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * d, d);
        }
        return new Features(values, d, null);
    }

    /** Walks from nodes in an order that is another in each epoch. */
    private final class Passes implements Sequences {

        private final int size;
        private final int length;
        private final long draws;
        private Order order = new Order(-1, new int[0]);

        Passes(int size, int length, long draws) {
            this.size = size;
            this.length = length;
            this.draws = draws;
        }

        private record Order(int epoch, int[] starts) {}

        @Override
        public int size() {
            return size;
        }

        @Override
        public int[] get(int epoch, int index) {
            return walks.walk(starts(epoch)[index], length, Randomness.at(draws, epoch, index));
        }

        private synchronized int[] starts(int epoch) {
            if (order.epoch != epoch) {
                order =
                        new Order(
                                epoch, Randomness.permutation(nodes, Randomness.at(draws, epoch)));
            }
            return order.starts;
        }
    }
}
