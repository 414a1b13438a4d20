package org.selfsup.generative.context;

import java.util.function.Consumer;
import org.selfsup.data.DataSet;
import org.selfsup.data.Tokens;
import org.selfsup.data.Vocabulary;
import org.selfsup.data.WordVectors;

/**
 * word2vec: vectors of words, learnt by predicting a word from its context or the other way round.
 *
 * <pre>{@code
 * skip-gram   maximise  sum_t sum_j log p(w_{t+j} | w_t)
 * CBOW        maximise  sum_t log p(w_t | w_{t-c}, ..., w_{t+c})
 * log p       negative sampling or hierarchical softmax
 * }</pre>
 *
 * <p>Input: sentences of tokens, of which special and rare ones are left out and frequent ones
 * dropped at random. Output: one vector {@code (d)} a word. Two tables are trained, input and
 * output vectors; the input vectors are the result. Windows shrink at random, the learning rate
 * falls linearly, every prediction is a step of its own, as in word2vec's code. It differs in that
 * a sentence ends at the end of a line without a mark, sigmoids are exact where the code looks them
 * up and stops at 6, and noise is drawn exactly.
 *
 * <p>All in plain Java on float arrays: with one thread the same seed gives the same bits, with
 * more it does not, as in the original (see {@link EmbeddingTraining}). For similarity of words in
 * texts from about a million words on; for words that were never seen use {@link FastText}. Words
 * have one vector whatever they mean in a sentence.
 *
 * <p>Mikolov et al. 2013, <a href="https://arxiv.org/abs/1301.3781">Efficient Estimation of Word
 * Representations in Vector Space</a>; <a href="https://arxiv.org/abs/1310.4546">Distributed
 * Representations of Words and Phrases and their Compositionality</a>.
 */
public final class Word2Vec {

    private final Context context;
    private final OutputLayer layer;
    private final Config config;

    /**
     * Options.
     *
     * @param dimension d, at least 1
     * @param epochs passes over the text, at least 1
     * @param learningRate at the start; 0.025 for skip-gram, 0.05 for CBOW
     * @param threshold t, share of all words from which on a word is dropped at random, above 0;
     *     infinite to drop none (1310.4546, section 2.3, has 1e-5 for a billion words)
     */
    public record Config(int dimension, int epochs, double learningRate, double threshold) {

        /** What word2vec's code takes for skip-gram. */
        public static final Config PAPER = new Config(100, 5, 0.025, 1e-3);

        /** Checks the ranges. */
        public Config {
            if (dimension < 1 || !(threshold > 0)) {
                throw new IllegalArgumentException(
                        "Vectors have at least 1 value, and the threshold of frequent words is above 0, got %d and %s"
                                .formatted(dimension, threshold));
            }
        }

        /** Other d. */
        public Config withDimension(int other) {
            return new Config(other, epochs, learningRate, threshold);
        }

        /** Other passes. */
        public Config withEpochs(int other) {
            return new Config(dimension, other, learningRate, threshold);
        }

        /** Other rate. */
        public Config withLearningRate(double other) {
            return new Config(dimension, epochs, other, threshold);
        }

        /** Other threshold. */
        public Config withThreshold(double other) {
            return new Config(dimension, epochs, learningRate, other);
        }
    }

    /**
     * Puts the method together.
     *
     * @param context {@link SkipGram} or {@link Cbow}
     * @param layer {@link NegativeSampling} or {@link HierarchicalSoftmax}
     * @param config options
     */
    public Word2Vec(Context context, OutputLayer layer, Config config) {
        this.context = context;
        this.layer = layer;
        this.config = config;
    }

    /**
     * Learns vectors.
     *
     * @param text sentences to learn from, and others to measure the loss on
     * @param vocabulary of the tokens; its special ones get no vector, nor do words that do not
     *     occur in the training sentences
     * @param seed other seed, other vectors
     * @param threads at least 1; with 1 the same seed gives the same bits
     * @param listener told before the first epoch and after each
     * @throws IllegalArgumentException if fewer than two words occur, or training diverges
     */
    public WordVectors train(
            DataSet<Tokens> text,
            Vocabulary vocabulary,
            long seed,
            int threads,
            Consumer<EpochReport> listener) {
        Lexicon lexicon = new Lexicon(text.train(), vocabulary);
        OutputLayer.Questions questions = layer.over(lexicon.counts());
        int d = config.dimension;
        float[][] vectors = EmbeddingTraining.uniform(lexicon.words().size(), d, 0.5 / d, seed);
        new EmbeddingTraining(
                        context,
                        questions,
                        vectors,
                        new float[questions.rows()][d],
                        null,
                        lexicon.kept(config.threshold))
                .run(
                        lexicon.sequences(text.train()),
                        new EmbeddingTraining.Plan(
                                config.epochs, config.learningRate, seed, threads),
                        lexicon.sequences(text.test()),
                        listener);
        return new WordVectors(lexicon.words(), vectors);
    }
}
