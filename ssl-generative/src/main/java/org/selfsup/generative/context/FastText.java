package org.selfsup.generative.context;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.selfsup.data.CharacterNgrams;
import org.selfsup.data.DataSet;
import org.selfsup.data.SubwordVectors;
import org.selfsup.data.Tokens;
import org.selfsup.data.Vocabulary;

/**
 * fastText: {@link Word2Vec} with words made of character n-grams, so that unseen words have
 * vectors and rare ones better ones.
 *
 * <pre>
 * {@code s(w, c) = sum over the n-grams g of w, w itself among them, of z_g . v_c   (section 3.2) }
 * </pre>
 *
 * <p>Input and output as in {@link Word2Vec}; the result gives a vector {@code (d)} of any word.
 * Trained are a row for each word and each bucket of n-grams, and the output vectors. As in
 * fastText's code, h is the mean of the rows where the paper has their sum, and each row receives
 * the whole gradient of h. With one thread the same seed gives the same bits, with more it does
 * not.
 *
 * <p>Buckets take memory, {@code buckets x d x 4} bytes whether used or not: 800 MB for the paper's
 * 2,000,000 at d = 100. Each prediction reads some 20 rows, so it is slower than word2vec. For
 * languages with many forms of a word, and for texts with typing errors.
 *
 * <p>Bojanowski et al. 2017, <a href="https://arxiv.org/abs/1607.04606">Enriching Word Vectors with
 * Subword Information</a>.
 */
public final class FastText {

    private final Context context;
    private final OutputLayer layer;
    private final Config config;

    /**
     * Options.
     *
     * @param words those of the vectors, as in word2vec
     * @param ngrams what words are made of
     */
    public record Config(Word2Vec.Config words, CharacterNgrams ngrams) {

        /** Section 4 of the paper, and fastText's defaults where it is silent. */
        public static final Config PAPER =
                new Config(
                        new Word2Vec.Config(100, 5, 0.05, 1e-4),
                        new CharacterNgrams(3, 6, 2_000_000));

        /** Other options of the vectors. */
        public Config withWords(Word2Vec.Config other) {
            return new Config(other, ngrams);
        }

        /** Other n-grams. */
        public Config withNgrams(CharacterNgrams other) {
            return new Config(words, other);
        }
    }

    /**
     * Puts the method together.
     *
     * @param context {@link SkipGram} (the paper's) or {@link Cbow}
     * @param layer {@link NegativeSampling} (the paper's) or {@link HierarchicalSoftmax}
     * @param config options
     */
    public FastText(Context context, OutputLayer layer, Config config) {
        this.context = context;
        this.layer = layer;
        this.config = config;
    }

    /**
     * Learns vectors; see {@link Word2Vec#train}.
     *
     * @throws IllegalArgumentException if fewer than two words occur, or training diverges
     */
    public SubwordVectors train(
            DataSet<Tokens> text,
            Vocabulary vocabulary,
            long seed,
            int threads,
            Consumer<EpochReport> listener) {
        Lexicon lexicon = new Lexicon(text.train(), vocabulary);
        List<String> words = lexicon.words();
        OutputLayer.Questions questions = layer.over(lexicon.counts());
        Word2Vec.Config options = config.words;
        int d = options.dimension();
        int n = words.size();
        int buckets = config.ngrams.buckets();
        float[][] input = EmbeddingTraining.uniform(Math.addExact(n, buckets), d, 1.0 / d, seed);
        float[][] output = new float[n][d];
        new EmbeddingTraining(
                        context,
                        questions,
                        input,
                        output,
                        IntStream.range(0, n).mapToObj(i -> rows(i, words)).toArray(int[][]::new),
                        lexicon.kept(options.threshold()))
                .run(
                        lexicon.sequences(text.train()),
                        new EmbeddingTraining.Plan(
                                options.epochs(), options.learningRate(), seed, threads),
                        lexicon.sequences(text.test()),
                        listener);
        return new SubwordVectors(words, lexicon.counts(), input, output, learnt(lexicon));
    }

    /** The rows that make up a word: its own, and those of its n-grams. */
    private int[] rows(int word, List<String> words) {
        int[] buckets = config.ngrams.buckets(words.get(word));
        int[] rows = new int[1 + buckets.length];
        rows[0] = word;
        for (int i = 0; i < buckets.length; i++) {
            rows[1 + i] = words.size() + buckets[i];
        }
        return rows;
    }

    /** What fastText's files say of training. */
    private SubwordVectors.Training learnt(Lexicon lexicon) {
        boolean bag = context instanceof Cbow;
        int window =
                context instanceof Cbow cbow
                        ? cbow.window()
                        : context instanceof SkipGram skipGram ? skipGram.window() : 1;
        int negatives = layer instanceof NegativeSampling sampling ? sampling.negatives() : 0;
        return new SubwordVectors.Training(
                bag
                        ? SubwordVectors.Training.Context.CBOW
                        : SubwordVectors.Training.Context.SKIP_GRAM,
                negatives > 0
                        ? SubwordVectors.Training.Loss.NEGATIVE_SAMPLING
                        : SubwordVectors.Training.Loss.HIERARCHICAL_SOFTMAX,
                window,
                config.words.epochs(),
                (int) Arrays.stream(lexicon.counts()).min().orElse(1),
                negatives,
                config.words.threshold(),
                config.ngrams);
    }
}
