package org.selfsup.generative.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Corpus;
import org.selfsup.data.DataSet;
import org.selfsup.data.Tokens;
import org.selfsup.data.ToyText;
import org.selfsup.data.Vocabulary;
import org.selfsup.data.WordTokenizer;
import org.selfsup.data.WordVectors;

class Word2VecTest {

    private static final Corpus TEXT = ToyText.generate(300, 1);
    private static final WordTokenizer TOKENIZER = WordTokenizer.of(TEXT.text(), 5, true);
    private static final DataSet<Tokens> SENTENCES = TEXT.sentences(TOKENIZER, 0.1);
    private static final Word2Vec.Config SMALL =
            Word2Vec.Config.PAPER.withDimension(24).withEpochs(8).withLearningRate(0.1);

    private static WordVectors train(Context context, OutputLayer layer, List<Double> losses) {
        return new Word2Vec(context, layer, SMALL)
                .train(
                        SENTENCES,
                        TOKENIZER.vocabulary(),
                        0,
                        1,
                        report -> losses.add(report.loss()));
    }

    /** Verbs in the singular end in "ts", plural ones in "t": they stand in the same places. */
    private static double share(WordVectors vectors, String end) {
        int right = 0;
        int all = 0;
        for (String word : vectors.words()) {
            if (word.endsWith(end)) {
                for (WordVectors.Neighbour neighbour : vectors.nearest(word, 5)) {
                    right += neighbour.word().endsWith(end) ? 1 : 0;
                    all++;
                }
            }
        }
        return (double) right / all;
    }

    @Test
    void wordsOfOneKindComeTogetherAndTheHeldOutLossFalls() {
        for (Context context : List.of(new SkipGram(2), new Cbow(2))) {
            for (OutputLayer layer : List.of(new NegativeSampling(5), new HierarchicalSoftmax())) {
                List<Double> losses = new ArrayList<>();
                WordVectors vectors = train(context, layer, losses);
                String name = context + " " + layer;
                assertThat(share(vectors, "ts")).as(name).isBetween(0.6, 1.0);
                assertThat(losses).as(name).hasSize(9);
                assertThat(losses.get(8)).as(name).isLessThan(0.95 * losses.get(0));
            }
        }
        WordVectors untrained =
                new WordVectors(
                        train(new Cbow(2), new NegativeSampling(5), new ArrayList<>()).words(),
                        EmbeddingTraining.uniform(
                                TOKENIZER.vocabulary().regular().length, 24, 0.5, 0));
        assertThat(share(untrained, "ts")).isBetween(0.0, 0.35);
    }

    @Test
    void sameSeedGivesTheSameBits() {
        List<Double> losses = new ArrayList<>();
        WordVectors first = train(new SkipGram(2), new NegativeSampling(5), losses);
        WordVectors again = train(new SkipGram(2), new NegativeSampling(5), losses);
        assertThat(losses.subList(9, 18)).isEqualTo(losses.subList(0, 9));
        for (String word : first.words()) {
            assertThat(again.vector(word)).containsExactly(first.vector(word));
        }
    }

    @Test
    void onlyWordsThatOccurAndAreNotSpecialHaveVectors() {
        Corpus text = new Corpus("t", List.of(new Corpus.Part("p", "a b a\nb a c\nd\n")));
        WordTokenizer tokenizer = WordTokenizer.of("a a a b b c d e e", 1, true);
        DataSet<Tokens> sentences = text.sentences(tokenizer, 0.34);
        assertThat(sentences.test().size()).isEqualTo(1); // with the only d
        WordVectors vectors =
                new Word2Vec(new SkipGram(1), new NegativeSampling(2), SMALL)
                        .train(sentences, tokenizer.vocabulary(), 0, 1, report -> {});
        assertThat(vectors.words()).containsExactly("a", "b", "c");
        assertThat(vectors.words()).doesNotContainAnyElementsOf(Vocabulary.SPECIAL);
    }

    @Test
    void frequentWordsAreKeptByTheFormula() {
        Corpus text =
                new Corpus("t", List.of(new Corpus.Part("p", "a ".repeat(90) + "b ".repeat(10))));
        WordTokenizer tokenizer = WordTokenizer.of(text.text(), 1, true);
        Lexicon lexicon = new Lexicon(text.sentences(tokenizer), tokenizer.vocabulary());
        assertThat(lexicon.counts()).containsExactly(90, 10);
        float[] kept = lexicon.kept(0.05);
        assertThat((double) kept[0]).isCloseTo(Math.sqrt(0.05 / 0.9) + 0.05 / 0.9, within(1e-6));
        assertThat(kept[1]).isEqualTo(1);
        assertThat(lexicon.kept(Double.POSITIVE_INFINITY)).containsExactly(1, 1);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> SMALL.withDimension(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 value");
        assertThatThrownBy(() -> SMALL.withThreshold(0)).hasMessageContaining("above 0, got 24");
        Corpus text = new Corpus("t", List.of(new Corpus.Part("p", "a\na\nb\n")));
        WordTokenizer tokenizer = WordTokenizer.of(text.text(), 1, true);
        assertThatThrownBy(
                        () ->
                                new Word2Vec(new SkipGram(1), new NegativeSampling(2), SMALL)
                                        .train(
                                                text.sentences(tokenizer, 0.34),
                                                tokenizer.vocabulary(),
                                                0,
                                                1,
                                                report -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least two above 0");
    }
}
