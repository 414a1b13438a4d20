package org.selfsup.generative;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.RandomTokens;
import org.selfsup.augment.SegmentPairViews;
import org.selfsup.augment.SegmentPairing;
import org.selfsup.data.CharacterTokenizer;
import org.selfsup.data.Corpus;
import org.selfsup.data.DataSet;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.TokenWindows;
import org.selfsup.data.Tokens;
import org.selfsup.data.ToyText;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.encoder.StateDict;
import org.selfsup.encoder.Transformer;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.AdamW;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

/** A few sentences as characters, and a small network's arrays. */
public final class SmallText implements AutoCloseable {

    /** Two layers of width 16. */
    public static final Transformer.Config LAYERS =
            Transformer.Config.of(16, 2, 2).withPositions(16);

    /** The same with norms after. */
    public static final Transformer.Config AFTER = LAYERS.withOrder(Transformer.Order.NORM_AFTER);

    private static final Corpus CORPUS = ToyText.generate(150, 0);

    /** Of all its characters. */
    public static final CharacterTokenizer TOKENIZER = CharacterTokenizer.of(CORPUS.text());

    /** Of all its characters. */
    public static final Vocabulary VOCABULARY = TOKENIZER.vocabulary();

    /** Owner of arrays. */
    public final NDManager manager = LibTorch.newManager(Device.cpu());

    /** Not a training pass. */
    public final Pass pass = new Pass(manager, false, 0, 1);

    /** Windows of so many characters. */
    public static DataSet<Tokens> windows(int length) {
        return CORPUS.windows(TOKENIZER, length, 3, 0.2);
    }

    /** Pairs of segments with some characters masked, in 16 places. */
    public static Views<Tokens> pairs(SegmentPairing pairing) {
        return new SegmentPairViews(
                16,
                Set.of(VOCABULARY.number(".")),
                pairing,
                new RandomTokens(VOCABULARY, 0.3),
                Corruption.bert(VOCABULARY));
    }

    /** Nats a character by how often each occurs. */
    public static double entropy() {
        double all = 0;
        double sum = 0;
        for (int word : VOCABULARY.regular()) {
            double count = VOCABULARY.count(word);
            all += count;
            sum += count * Math.log(count);
        }
        return Math.log(all) - sum / all;
    }

    /** Trains a task on batches of 32, from values as large as suit small networks. */
    public void train(PretextTask task, Samples<Tokens> samples, Views<Tokens> views, int steps)
            throws IOException {
        TrainingPlan plan = new TrainingPlan(steps, 32, new AdamW(0.1), Schedule.constant(1e-2));
        ready(task, new Shape(1, 16));
        try (Pretrainer<Tokens> pretrainer =
                new Pretrainer<>(task, samples, views, plan, manager)) {
            pretrainer.run();
        }
    }

    /** Windows of eight letters in turn, told from any of the others and its distance. */
    public static Samples<Tokens> letters(int length) {
        int[] tokens = TOKENIZER.encode("abdefgik".repeat(20));
        return new TokenWindows(List.of(tokens), List.of(), length, 1);
    }

    /** A task whose parameters are moved away from where they start. */
    public <T extends PretextTask> T ready(T task, Shape... batch) {
        task.initialize(1, manager, batch);
        Random random = new Random(3);
        for (Parameter parameter : StateDict.parameters(task.networks()).values()) {
            float[] noise = new float[Math.toIntExact(parameter.getShape().size())];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) (0.3 * random.nextGaussian());
            }
            try (Autograd off = Autograd.off();
                    NDArray array = manager.create(noise, parameter.getShape())) {
                parameter.getArray().addi(array);
            }
        }
        return task;
    }

    /** What views show of the first samples. */
    public <S> NDList batch(Samples<S> samples, Views<S> views, int n) throws IOException {
        Views.Batch<S> batch = views.batch(n);
        for (int i = 0; i < n; i++) {
            batch.put(i, samples.get(i), Randomness.at(5, i));
        }
        return batch.toArrays(manager);
    }

    /** Numbers of characters, never special ones. */
    public NDArray tokens(int n, int t) {
        Random random = new Random(4);
        long[] numbers = new long[n * t];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 5L + random.nextInt(VOCABULARY.size() - 5);
        }
        return manager.create(numbers, new Shape(n, t));
    }

    /** A parameter's array, by the end of its name. */
    public static NDArray parameter(PretextTask task, String name) {
        return StateDict.parameters(task.networks()).entrySet().stream()
                .filter(named -> named.getKey().endsWith(name))
                .findFirst()
                .orElseThrow()
                .getValue()
                .getArray();
    }

    /** How much a result depends on each row of a table (..., t, d): (t). */
    public static float[] dependence(NDArray result, NDArray table) {
        try (NDArray gradient =
                Autograd.gradientsKeepingGraph(
                                new NDList(result),
                                new NDList(result.onesLike()),
                                new NDList(table))
                        .head()) {
            return gradient.abs().sum(new int[] {-1}).toFloatArray();
        }
    }

    /** The largest difference. */
    public static double apart(NDArray a, NDArray b) {
        return a.sub(b).abs().max().getFloat();
    }

    @Override
    public void close() {
        manager.close();
    }
}
