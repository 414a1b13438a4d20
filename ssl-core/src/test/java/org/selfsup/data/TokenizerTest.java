package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {

    /** A WordPiece model of seven tokens, in the format of Hugging Face's tokenizers. */
    private static final String WORD_PIECE =
            """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [
              {"id": 0, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true},
              {"id": 1, "content": "[UNK]", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true},
              {"id": 2, "content": "[MASK]", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true}],
             "normalizer": null, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null,
             "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
             "model": {"type": "WordPiece", "unk_token": "[UNK]",
              "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
              "vocab": {"[PAD]": 0, "[UNK]": 1, "[MASK]": 2, "learn": 3, "##ing": 4, "##er": 5,
               "a": 6}}}
            """;

    /** A byte-pair encoding in the same format. */
    private static final String BYTE_PAIRS =
            """
            {"version": "1.0", "added_tokens": [
              {"id": 0, "content": "<unk>", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true}],
             "normalizer": {"type": "Lowercase"},
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true,
              "use_regex": true},
             "post_processor": null, "decoder": {"type": "ByteLevel", "add_prefix_space": true,
              "trim_offsets": true, "use_regex": true},
             "model": {"type": "BPE", "dropout": null, "unk_token": "<unk>",
              "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": false,
              "byte_fallback": false, "vocab": {"<unk>": 0, "a": 1, "l": 2, "e": 3, "\u0120": 4,
               "le": 5, "\u0120a": 6, "r": 7, "n": 8}, "merges": ["l e", "\u0120 a"]}}
            """;

    /** A unigram model in the same format. */
    private static final String UNIGRAM =
            """
            {"version": "1.0", "added_tokens": [], "normalizer": {"type": "NFKC"},
             "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581",
              "prepend_scheme": "always", "split": true},
             "post_processor": null, "decoder": {"type": "Sequence", "decoders": [
              {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "},
              {"type": "ByteFallback"}, {"type": "Fuse"},
              {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
             "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false, "vocab": [
              ["<unk>", 0.0], ["\u2581", -2.5], ["a", -3.0], ["\u2581learn", -4.5],
              ["ing", -4.0], ["er", -4.25]]}}
            """;

    static final List<String> MODELS = List.of(WORD_PIECE, BYTE_PAIRS, UNIGRAM);

    @TempDir private Path folder;

    @Test
    void charactersRoundTrip() {
        String text = "Grüße 😀\n\tEnde. [MASK]";
        CharacterTokenizer tokenizer = CharacterTokenizer.of(text);
        int[] tokens = tokenizer.encode(text);
        assertThat(tokens).hasSize(text.codePointCount(0, text.length()));
        assertThat(tokenizer.decode(tokens)).isEqualTo(text);
        assertThat(tokens).doesNotContain(tokenizer.vocabulary().mask());
        assertThat(tokenizer.encode("x")).containsExactly(tokenizer.vocabulary().unknown());
        assertThat(tokenizer.decode(tokenizer.encode("xE"))).isEqualTo("[UNK]E");
    }

    @Test
    void wordsRoundTripThroughTheirNumbers() {
        String text = "First Citizen:\nLet's kill him, and we'll have corn at our own price!";
        WordTokenizer tokenizer = WordTokenizer.of(text, 1, false);
        int[] tokens = tokenizer.encode(text);
        assertThat(tokenizer.decode(tokens))
                .isEqualTo(
                        "First Citizen : Let's kill him , and we'll have corn at our own price !");
        assertThat(tokenizer.encode(tokenizer.decode(tokens))).containsExactly(tokens);
        assertThat(tokenizer.encode(" \n ")).isEmpty();
    }

    @Test
    void frequentWordsComeFirstAndRareOnesAreUnknown() {
        WordTokenizer tokenizer = WordTokenizer.of("b a B c b A b c a", 2, true);
        Vocabulary vocabulary = tokenizer.vocabulary();
        assertThat(vocabulary.tokens())
                .containsExactly("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "b", "a", "c");
        assertThat(vocabulary.count(vocabulary.number("b"))).isEqualTo(4);
        assertThat(vocabulary.count(vocabulary.pad())).isZero();
        assertThat(vocabulary.regular()).containsExactly(5, 6, 7);
        assertThat(vocabulary.isSpecial(4)).isTrue();
        assertThat(vocabulary.isSpecial(5)).isFalse();
        assertThat(WordTokenizer.of("b a B c b A b c a", 3, true).encode("a b C"))
                .containsExactly(6, 5, vocabulary.unknown());
    }

    @Test
    void charactersKnowWhereWordsGoOn() {
        CharacterTokenizer tokenizer = CharacterTokenizer.of("ab c");
        int[] tokens = tokenizer.encode("ab c");
        assertThat(tokenizer.continuesWord(tokens[0], tokens[1])).isTrue();
        assertThat(tokenizer.continuesWord(tokens[1], tokens[2])).isFalse();
        assertThat(tokenizer.continuesWord(tokens[2], tokens[3])).isFalse();
        assertThat(WordTokenizer.of("a b", 1, false).continuesWord(5, 6)).isFalse();
    }

    @Test
    void smallVocabulariesAreRefused() {
        assertThatThrownBy(() -> CharacterTokenizer.of("aaa"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 tokens that are not special, got 1");
        assertThatThrownBy(() -> WordTokenizer.of("a b c", 2, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0; use more text or a smaller least count");
        assertThatThrownBy(() -> Vocabulary.of(Map.of("a", 1L, "b", 1L), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("least count is at least 1, got 0");
        Vocabulary words = WordTokenizer.of("ab cd", 1, false).vocabulary();
        assertThatThrownBy(() -> new CharacterTokenizer(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one character each, got 'ab'");
    }

    @Test
    void tokensOccurOnce() {
        assertThatThrownBy(() -> new Vocabulary(List.of("a", "a"), new long[2], new boolean[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Token 'a' occurs twice");
        assertThatThrownBy(() -> new Vocabulary(List.of("a", "b"), new long[1], new boolean[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give one each");
    }

    @Test
    void subWordsRoundTrip() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), WORD_PIECE);
        try (SubwordTokenizer tokenizer = SubwordTokenizer.open(file)) {
            assertThat(tokenizer.vocabulary().size()).isEqualTo(7);
            assertThat(tokenizer.vocabulary().mask()).isEqualTo(2);
            assertThat(tokenizer.vocabulary().regular()).containsExactly(3, 4, 5, 6);
            int[] tokens = tokenizer.encode("a learning learner");
            assertThat(tokens).containsExactly(6, 3, 4, 3, 5);
            assertThat(tokenizer.decode(tokens)).isEqualTo("a learning learner");
            assertThat(tokenizer.encode("zzz")).containsExactly(1);
            assertThat(tokenizer.encode("a ".repeat(5_000))).hasSize(5_000); // as it is
            assertThat(tokenizer.continuesWord(3, 4)).isTrue();
            assertThat(tokenizer.continuesWord(4, 3)).isFalse();
            assertThat(tokenizer.continuesWord(2, 4)).isFalse();
            assertThatThrownBy(() -> tokenizer.vocabulary().start())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no [CLS]");
        }
    }

    @Test
    void damagedTokenizersAreNamed() throws IOException {
        for (String content : List.of("", "[]", "{}", "{\"model\": {\"vocab\": 3}}", "nonsense")) {
            Path file = Files.writeString(folder.resolve("bad.json"), content);
            assertThatThrownBy(() -> SubwordTokenizer.open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bad.json: not a tokenizer.json");
        }
        Path broken =
                Files.writeString(
                        folder.resolve("bad.json"), WORD_PIECE.replace("\"WordPiece\"", "\"No\""));
        assertThatThrownBy(() -> SubwordTokenizer.open(broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bad.json: not a tokenizer.json");
        Path gap =
                Files.writeString(
                        folder.resolve("gap.json"), WORD_PIECE.replace("\"a\": 6", "\"a\": 9"));
        assertThatThrownBy(() -> SubwordTokenizer.open(gap))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not numbered from 0 on");
        for (String[] change :
                new String[][] {
                    {"\"prefix\": \"##\"", "\"prefix\": \"#\t#\""}, // ends the process if it passes
                    {"\"prefix\": \"##\"", "\"prefix\": \"\\ud800\""},
                    {"\"cleanup\": true", "\"cleanup\": 1e999"},
                    {"\"cleanup\": true", "\"cleanup\": " + "[".repeat(200) + "]".repeat(200)},
                    {"\"model\": {", "\"model\": 3, \"x\": {"},
                    {"\"added_tokens\": [", "\"added_tokens\": 3, \"x\": ["},
                    {"\"a\": 6", "\"a\": -1"},
                    {"\"a\": 6", "\"\": 6"},
                    {"\"a\": 6", "\"a\": 5"},
                    {"{\"id\": 2, \"content\": \"[MASK]\"", "{\"id\": 2, \"content\": \"[M]\""}
                }) {
            assertThat(WORD_PIECE).contains(change[0]);
            Path file =
                    Files.writeString(
                            folder.resolve("bad.json"), WORD_PIECE.replace(change[0], change[1]));
            assertThatThrownBy(() -> SubwordTokenizer.open(file))
                    .as(change[1])
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bad.json: not a tokenizer.json");
        }
        Path stranger =
                Files.writeString(
                        folder.resolve("stranger.json"),
                        WORD_PIECE.replace("\"unk_token\": \"[UNK]\"", "\"unk_token\": \"?\""));
        try (SubwordTokenizer tokenizer = SubwordTokenizer.open(stranger)) {
            assertThatThrownBy(() -> tokenizer.encode("zzz"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stranger.json: cannot encode this text");
        }
        assertThatThrownBy(() -> SubwordTokenizer.open(folder.resolve("none.json")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.json: no such file");
    }
}
