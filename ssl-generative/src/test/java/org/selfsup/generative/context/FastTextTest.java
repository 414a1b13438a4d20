package org.selfsup.generative.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.data.CharacterNgrams;
import org.selfsup.data.Corpus;
import org.selfsup.data.DataSet;
import org.selfsup.data.SubwordVectors;
import org.selfsup.data.Tokens;
import org.selfsup.data.ToyText;
import org.selfsup.data.WordTokenizer;
import org.selfsup.data.WordVectors;

class FastTextTest {

    private static final Corpus TEXT = ToyText.generate(200, 1);
    private static final WordTokenizer TOKENIZER = WordTokenizer.of(TEXT.text(), 5, true);
    private static final DataSet<Tokens> SENTENCES = TEXT.sentences(TOKENIZER, 0.1);
    private static final FastText.Config SMALL =
            FastText.Config.PAPER
                    .withWords(new Word2Vec.Config(24, 5, 0.1, 1e-3))
                    .withNgrams(new CharacterNgrams(2, 4, 3_000));

    private static SubwordVectors train(Context context, OutputLayer layer, List<Double> losses) {
        return new FastText(context, layer, SMALL)
                .train(
                        SENTENCES,
                        TOKENIZER.vocabulary(),
                        0,
                        1,
                        report -> losses.add(report.loss()));
    }

    @Test
    void wordsThatWereNeverSeenAreNearThoseOfTheirKind() {
        for (Context context : List.of(new SkipGram(2), new Cbow(2))) {
            List<Double> losses = new ArrayList<>();
            SubwordVectors vectors = train(context, new NegativeSampling(5), losses);
            assertThat(losses.get(5)).isLessThan(0.95 * losses.get(0));
            WordVectors known = vectors.known();
            int right = 0;
            List<String> invented = List.of("bababats", "zozozots", "tetemits", "dugofats");
            for (String verb : invented) { // ends as a verb in the singular
                assertThat(vectors.contains(verb)).isFalse();
                for (WordVectors.Neighbour neighbour : known.nearest(vectors.vector(verb), 5)) {
                    right += neighbour.word().endsWith("ts") ? 1 : 0;
                }
            }
            assertThat(right).as("of 20, %s", context).isBetween(15, 20);
        }
    }

    @Test
    void sameSeedGivesTheSameBitsAndTheFileHoldsThem(@TempDir Path folder) throws IOException {
        List<Double> losses = new ArrayList<>();
        SubwordVectors first = train(new SkipGram(2), new HierarchicalSoftmax(), losses);
        SubwordVectors again = train(new SkipGram(2), new HierarchicalSoftmax(), losses);
        assertThat(losses.subList(6, 12)).isEqualTo(losses.subList(0, 6));
        Path file = folder.resolve("model.bin");
        first.save(file);
        SubwordVectors read = SubwordVectors.read(file);
        for (String word : List.of("the", "bababats", first.words().get(40))) {
            assertThat(again.vector(word)).containsExactly(first.vector(word));
            assertThat(read.vector(word)).containsExactly(first.vector(word));
        }
        assertThat(read.training().loss())
                .isEqualTo(SubwordVectors.Training.Loss.HIERARCHICAL_SOFTMAX);
        assertThat(read.training().window()).isEqualTo(2);
        assertThat(read.counts()).containsExactly(first.counts());
    }
}
