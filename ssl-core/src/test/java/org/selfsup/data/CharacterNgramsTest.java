package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.testing.Golden;

class CharacterNgramsTest {

    /** fastText's hashes and buckets (derived), golden group mi_graph. */
    @Test
    void hashesAreThoseOfFastText() {
        CharacterNgrams ngrams = new CharacterNgrams(3, 6, 2_000_000);
        Golden golden = Golden.open("mi_graph", CharacterNgrams.class);
        List<String> words =
                List.of(
                        "where", "a", "ab", "hello", "Straße", "naïve", "日本語", "x86-64", "don't",
                        "😀ok");
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String name = "fasttext_hash/word" + i;
            golden.assertEqual(name + "/word_hash", unsigned(word));
            golden.assertEqual(
                    name + "/hash",
                    ngrams.of(word).stream().mapToLong(CharacterNgramsTest::unsigned).toArray());
            golden.assertEqual(
                    name + "/index", Arrays.stream(ngrams.buckets(word)).asLongStream().toArray());
        }
    }

    private static long unsigned(String text) {
        return Integer.toUnsignedLong(CharacterNgrams.hash(text));
    }

    @Test
    void ngramsAreThoseOfTheWordInBrackets() {
        assertThat(new CharacterNgrams(3, 4, 10).of("ab")).containsExactly("<ab", "<ab>", "ab>");
        assertThat(new CharacterNgrams(1, 2, 10).of("ab"))
                .containsExactly("<a", "a", "ab", "b", "b>");
        assertThat(new CharacterNgrams(3, 6, 10).of("</s>")).isEmpty();
        assertThat(CharacterNgrams.NONE.of("word")).isEmpty();
        assertThat(CharacterNgrams.NONE.buckets("word")).isEmpty();
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new CharacterNgrams(0, 3, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0 to 3 in 10 buckets");
        assertThatThrownBy(() -> new CharacterNgrams(4, 3, 10)).hasMessageContaining("4 to 3");
        assertThatThrownBy(() -> new CharacterNgrams(3, 6, 0)).hasMessageContaining("0 buckets");
    }
}
