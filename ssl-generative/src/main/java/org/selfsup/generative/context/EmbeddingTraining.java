package org.selfsup.generative.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Randomness;

/**
 * Stochastic gradient descent on two tables of vectors, the loop of word2vec and its kin.
 *
 * <pre>{@code
 * h = mean of the input rows of what is given
 * for each question (row u, label y):   g = rate (y - sigmoid(u . h));   e += g u;   u += g h
 * every input row of h += e
 * }</pre>
 *
 * <p>That is a gradient step on the sum of the questions' losses, but for what word2vec and
 * fastText do too: each of the C rows of h receives the whole gradient of h, not 1/C of it. The
 * rate falls linearly with the sequences seen, to 1/10,000 of what it was.
 *
 * <p>Threads share the tables without a lock (Recht et al. 2011, Hogwild), as in the originals:
 * with one thread the same seed gives the same bits, with more the order of updates and so the last
 * digits differ from run to run. No gradient is computed by the engine.
 */
public final class EmbeddingTraining {

    private static final double LEAST_RATE = 1e-4;
    private static final int AT_ONCE = 16; // sequences that a thread takes

    private final Context context;
    private final OutputLayer.Questions questions;
    private final float[][] input;
    private final float[][] output;
    private final int @Nullable [][] rows;
    private final float[] kept;

    /**
     * How long and how fast.
     *
     * @param epochs at least 1
     * @param learningRate at the start, positive and finite
     * @param seed of contexts, noise and dropped words
     * @param threads at least 1
     */
    public record Plan(int epochs, double learningRate, long seed, int threads) {

        /** Checks the ranges. */
        public Plan {
            if (epochs < 1
                    || threads < 1
                    || !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "Training has at least 1 epoch, 1 thread and a positive learning rate, got %d, %d and %s"
                                .formatted(epochs, threads, learningRate));
            }
        }
    }

    /**
     * Joins the parts.
     *
     * @param context what is predicted from what
     * @param questions how it is predicted
     * @param input {@code (n, d)}, trained in place
     * @param output {@code (m, d)}, a row for each of the questions', trained in place; may be the
     *     input itself
     * @param rows input rows that make up each word; null where word i is row i
     * @param kept probability that a word of a sequence is not dropped, of each word
     */
    public EmbeddingTraining(
            Context context,
            OutputLayer.Questions questions,
            float[][] input,
            float[][] output,
            int @Nullable [][] rows,
            float[] kept) {
        if (output.length < questions.rows()) {
            throw new IllegalArgumentException(
                    "The output layer needs %d rows, got %d"
                            .formatted(questions.rows(), output.length));
        }
        this.context = context;
        this.questions = questions;
        this.input = input;
        this.output = output;
        this.rows = rows;
        this.kept = kept;
    }

    /**
     * A table of values drawn evenly; a row depends on the seed and its number alone.
     *
     * @param count n
     * @param dimension d
     * @param range values are from -range to range
     * @return {@code (n, d)}
     */
    public static float[][] uniform(int count, int dimension, double range, long seed) {
        float[][] table = new float[count][];
        IntStream.range(0, count)
                .parallel()
                .forEach(
                        row -> {
                            RandomGenerator random = Randomness.at(seed, row);
                            float[] values = new float[dimension];
                            for (int i = 0; i < dimension; i++) {
                                values[i] = (float) (range * (2 * random.nextDouble() - 1));
                            }
                            table[row] = values;
                        });
        return table;
    }

    /**
     * Trains.
     *
     * @param sequences to learn from
     * @param plan how long and how fast
     * @param heldOut for the loss that reports give
     * @param listener told before the first epoch and after each
     * @throws IllegalArgumentException if training diverges
     */
    public void run(
            Sequences sequences, Plan plan, Sequences heldOut, Consumer<EpochReport> listener) {
        List<Learner> learners = new ArrayList<>();
        for (int i = 0; i < plan.threads(); i++) {
            learners.add(new Learner(sequences, plan));
        }
        ForkJoinPool pool = new ForkJoinPool(plan.threads());
        long words = 0;
        double seconds = 0;
        try {
            for (int epoch = 0; epoch <= plan.epochs(); epoch++) {
                double rate = rate(plan, epoch, 0);
                listener.accept(
                        new EpochReport(
                                epoch,
                                plan.epochs(),
                                rate,
                                words,
                                seconds,
                                () -> loss(heldOut, plan.seed())));
                if (epoch < plan.epochs()) {
                    long start = System.nanoTime();
                    words += epoch(epoch, learners, pool);
                    seconds += (System.nanoTime() - start) / 1e9;
                    requireFinite(epoch + 1);
                }
            }
        } finally {
            pool.shutdown();
        }
    }

    private void requireFinite(int epoch) {
        for (float[] weights : output) {
            if (!Float.isFinite(dot(weights, weights))) {
                throw new IllegalArgumentException(
                        "Training has diverged in epoch %d; take a lower learning rate"
                                .formatted(epoch));
            }
        }
    }

    private static long epoch(int epoch, List<Learner> learners, ForkJoinPool pool) {
        AtomicInteger next = new AtomicInteger();
        List<ForkJoinTask<Long>> tasks = new ArrayList<>();
        for (Learner learner : learners) {
            tasks.add(pool.submit((Callable<Long>) () -> learner.work(epoch, next)));
        }
        return tasks.stream().mapToLong(ForkJoinTask::join).sum();
    }

    private static double rate(Plan plan, int epoch, double share) {
        double done = (epoch + share) / plan.epochs();
        return plan.learningRate() * Math.max(LEAST_RATE, 1 - done);
    }

    /**
     * The mean loss of a prediction, in nats; NaN if there is nothing to predict. Words are dropped
     * as in training.
     *
     * @param sequences to predict in
     * @param seed of contexts and noise
     */
    public double loss(Sequences sequences, long seed) {
        Meter meter = new Meter();
        for (int i = 0; i < sequences.size(); i++) {
            meter.predict(sequences.get(0, i), Randomness.at(seed, -1, i));
        }
        return meter.sum / meter.predictions;
    }

    /** What training and measuring share: a walk over a sequence, the hidden vector. */
    private abstract class Reader implements Context.Prediction, OutputLayer.Answers {

        final float[] hidden = new float[input[0].length];
        RandomGenerator random = Randomness.at(0);
        private int[] some = {};

        /** Predicts what there is to predict in the words that are not dropped. */
        void predict(int[] words, RandomGenerator draws) {
            random = draws;
            some = some.length < words.length ? new int[words.length] : some;
            int length = 0;
            for (int word : words) {
                if (kept[word] >= 1 || random.nextFloat() < kept[word]) {
                    some[length++] = word;
                }
            }
            for (int place = 0; place < length; place++) {
                context.at(some, length, place, random, this);
            }
        }

        void read(int[] given, int count) {
            Arrays.fill(hidden, 0);
            int read = 0;
            for (int i = 0; i < count; i++) {
                if (rows == null) {
                    add(input[given[i]], hidden);
                    read++;
                } else {
                    for (int row : rows[given[i]]) {
                        add(input[row], hidden);
                    }
                    read += rows[given[i]].length;
                }
            }
            if (read > 1) {
                for (int i = 0; i < hidden.length; i++) {
                    hidden[i] /= read;
                }
            }
        }
    }

    private final class Learner extends Reader {

        private final Sequences sequences;
        private final Plan plan;
        private final float[] error = new float[hidden.length];
        private float rate;

        Learner(Sequences sequences, Plan plan) {
            this.sequences = sequences;
            this.plan = plan;
        }

        /** Takes sequences until there are none left; says how many words were in them. */
        long work(int epoch, AtomicInteger next) {
            int size = sequences.size();
            long words = 0;
            int from;
            while ((from = next.getAndAdd(AT_ONCE)) < size) {
                for (int i = from; i < Math.min(size, from + AT_ONCE); i++) {
                    rate = (float) rate(plan, epoch, (double) i / size);
                    int[] sequence = sequences.get(epoch, i);
                    predict(sequence, Randomness.at(plan.seed(), epoch, i));
                    words += sequence.length;
                }
            }
            return words;
        }

        @Override
        public void of(int[] given, int count, int target) {
            read(given, count);
            Arrays.fill(error, 0);
            questions.ask(target, random, this);
            for (int i = 0; i < count; i++) {
                if (rows == null) {
                    add(error, input[given[i]]);
                } else {
                    for (int row : rows[given[i]]) {
                        add(error, input[row]);
                    }
                }
            }
        }

        @Override
        public void of(int row, int label) {
            float[] weights = output[row];
            step((float) (rate * (label - sigmoid(dot(weights, hidden)))), weights);
        }

        private void step(float g, float[] weights) {
            for (int i = 0; i < weights.length; i++) { // a loop that the JIT vectorises
                error[i] += g * weights[i];
                weights[i] += g * hidden[i];
            }
        }
    }

    private final class Meter extends Reader {

        private double sum;
        private long predictions;

        @Override
        public void of(int[] given, int count, int target) {
            read(given, count);
            questions.ask(target, random, this);
            predictions++;
        }

        @Override
        public void of(int row, int label) {
            double score = dot(output[row], hidden);
            double right = label == 1 ? score : -score;
            sum += Math.max(0, -right) + Math.log1p(Math.exp(-Math.abs(right)));
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static void add(float[] from, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    /** Four sums at once: the JIT does not vectorise one. */
    private static float dot(float[] a, float[] b) {
        float s = 0;
        float t = 0;
        float u = 0;
        float v = 0;
        int i = 0;
        for (; i <= a.length - 4; i += 4) {
            s += a[i] * b[i];
            t += a[i + 1] * b[i + 1];
            u += a[i + 2] * b[i + 2];
            v += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s += a[i] * b[i];
        }
        return (s + t) + (u + v);
    }
}
