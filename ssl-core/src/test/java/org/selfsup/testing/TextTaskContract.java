package org.selfsup.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.TokenTransform;
import org.selfsup.augment.TokenViews;
import org.selfsup.data.Corpus;
import org.selfsup.data.DataSet;
import org.selfsup.data.HeldOutBlocks;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.ToyText;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.data.WordTokenizer;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.Transformer;
import org.selfsup.train.Adam;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

/** What every method on text must keep, seen on some sentences as words between their ends. */
public abstract class TextTaskContract extends PretextTaskContract<Tokens> {

    /** Places of the networks. */
    protected static final int PLACES = 16;

    private static final int WORDS = PLACES - 4; // an entity may be replaced by a longer one

    private static final Corpus CORPUS = ToyText.generate(500, 0);

    private static final WordTokenizer TOKENIZER = WordTokenizer.of(CORPUS.text(), 1, true);

    /** Of all words that occur. */
    protected static final Vocabulary VOCABULARY = TOKENIZER.vocabulary();

    /** Before and behind every sample. */
    protected static final List<TokenTransform> ENDS = List.of(SequenceEnds.of(VOCABULARY));

    /** As BERT's, of two layers. */
    protected static Transformer.Config layers(int width, int heads) {
        return Transformer.Config.of(width, 2, heads)
                .withPositions(PLACES)
                .withOrder(Transformer.Order.NORM_AFTER)
                .withEpsilon(1e-12f);
    }

    /** A network of width 16. */
    protected static TextTransformer encoder(float dropout) {
        return new TextTransformer(
                new TextTransformer.Config(VOCABULARY.size(), layers(16, 2).withDropout(dropout)));
    }

    /** Tokens and mask without change. */
    protected static Views<Tokens> plain() {
        return new TokenViews(PLACES, VOCABULARY.pad(), List.of(ENDS));
    }

    /** Windows with the topic they are about as class, held-out ones for testing. */
    protected static DataSet<Tokens> windows() {
        return new HeldOutBlocks(CORPUS, TOKENIZER, WORDS).windows(3);
    }

    @Override
    protected Samples<Tokens> samples() {
        return windows().train();
    }

    /** What the views show of the first samples for testing. */
    protected final NDList batch(int n, NDManager manager) throws IOException {
        return batch(windows().test(), n, manager);
    }

    /** What the views show of the first samples. */
    protected final NDList batch(Samples<Tokens> samples, int n, NDManager manager)
            throws IOException {
        Views.Batch<Tokens> batch = views().batch(n);
        for (int i = 0; i < n; i++) {
            batch.put(i, samples.get(i), Randomness.at(5, i));
        }
        return batch.toArrays(manager);
    }

    /** Trains a task on batches of 32. */
    protected final void train(PretextTask task, NDManager manager, int steps, double rate)
            throws IOException {
        TrainingPlan plan = new TrainingPlan(steps, 32, new Adam(), Schedule.constant(rate));
        try (Pretrainer<Tokens> pretrainer =
                new Pretrainer<>(task, samples(), views(), plan, manager)) {
            pretrainer.run();
        }
    }

    /** Makes the parameters of a task. */
    protected static <T extends PretextTask> T ready(T task, NDManager manager) {
        task.initialize(1, manager, new Shape(1, PLACES));
        return task;
    }

    /** The largest difference. */
    protected static double apart(NDArray a, NDArray b) {
        return a.sub(b).abs().max().getFloat();
    }
}
