package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutBlocksTest {

    private static final int LENGTH = 5;

    /** Every token but the ends of lines occurs once: lines of 50 characters. */
    private static final String TEXT =
            IntStream.range(0, 2_000)
                    .mapToObj(i -> Character.toString(0x4E00 + i) + (i % 50 == 49 ? "\n" : ""))
                    .collect(Collectors.joining());

    @Test
    void noTrainingTokenIsWithinAWindowOfAHeldOutOne() throws IOException {
        Corpus corpus = new Corpus("lines", List.of(new Corpus.Part("text", TEXT)));
        CharacterTokenizer tokenizer = CharacterTokenizer.of(TEXT);
        DataSet<Tokens> set = new HeldOutBlocks(corpus, tokenizer, LENGTH).windows(1);
        Set<Integer> learnt = places(set.train(), tokenizer);
        Set<Integer> held = places(set.test(), tokenizer);
        assertThat(held).hasSizeBetween(80, 100); // half of a tenth: 2 of 4 windows
        assertThat(learnt).hasSizeBetween(1_700, 1_840);
        for (int place : held) {
            for (int apart = -LENGTH + 1; apart < LENGTH; apart++) {
                assertThat(learnt).doesNotContain(place + apart);
            }
        }
    }

    private static Set<Integer> places(Samples<Tokens> windows, Tokenizer tokenizer)
            throws IOException {
        Set<Integer> places = new HashSet<>();
        for (int i = 0; i < windows.size(); i++) {
            for (int at = 0; at < LENGTH; at++) {
                int character = tokenizer.decode(new int[] {windows.get(i).at(at)}).codePointAt(0);
                if (character != '\n') {
                    places.add(character - 0x4E00);
                }
            }
        }
        return places;
    }

    @Test
    void aTextOfOnePartHasItsHalvesAsClasses() throws IOException {
        Corpus corpus = new Corpus("lines", List.of(new Corpus.Part("text", TEXT)));
        CharacterTokenizer tokenizer = CharacterTokenizer.of(TEXT);
        DataSet<Tokens> set = new HeldOutBlocks(corpus, tokenizer, LENGTH).windows(LENGTH);
        for (Samples<Tokens> samples : List.of(set.train(), set.test())) {
            Labels labels = samples.labels().orElseThrow();
            String first = corpus.inParts(2).parts().get(0).text();
            assertThat(labels.names()).containsExactly("part 1 of 2", "part 2 of 2");
            for (int i = 0; i < samples.size(); i++) {
                String text =
                        tokenizer.decode(new int[] {samples.get(i).at(1), samples.get(i).at(2)});
                boolean late = !first.contains(text);
                assertThat(labels.of()[i]).isEqualTo(late ? 1 : 0);
            }
        }
    }

    @Test
    void partsThatAreThereStay() {
        Corpus toy = ToyText.generate(100, 0);
        DataSet<Tokens> set =
                new HeldOutBlocks(toy, WordTokenizer.of(toy.text(), 1, true), 10).windows(10);
        assertThat(set.test().labels().orElseThrow().names()).hasSize(6);
        assertThat(set.description()).contains("6 parts");
    }

    @Test
    void aTextTooShortIsRefused() {
        Corpus corpus = new Corpus("lines", List.of(new Corpus.Part("text", TEXT)));
        CharacterTokenizer tokenizer = CharacterTokenizer.of(TEXT);
        assertThatThrownBy(() -> new HeldOutBlocks(corpus, tokenizer, 26).windows(1))
                .hasMessageContaining(
                        "at least 40 windows of 26 tokens, got 969 tokens; use shorter windows");
        assertThatThrownBy(() -> new HeldOutBlocks(corpus, tokenizer, 0))
                .hasMessageContaining("at least 1 token");
    }
}
