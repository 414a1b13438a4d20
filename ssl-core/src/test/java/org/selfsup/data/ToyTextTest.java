package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToyTextTest {

    @Test
    void sameSeedGivesTheSameCharactersOnEveryMachine() {
        WordTokenizer tokenizer = WordTokenizer.of(ToyText.generate(50, 7).text(), 1, false);
        String fingerprint = fingerprint(ToyText.generate(50, 7), tokenizer);
        assertThat(fingerprint(ToyText.generate(50, 7), tokenizer)).isEqualTo(fingerprint);
        assertThat(fingerprint(ToyText.generate(50, 8), tokenizer)).isNotEqualTo(fingerprint);
        assertThat(fingerprint).isEqualTo("7214f0da591c4c1f"); // of version 0.1
    }

    private static String fingerprint(Corpus corpus, Tokenizer tokenizer) {
        return corpus.windows(tokenizer, 16, 8, 0.2).fingerprint();
    }

    @Test
    void mainVerbsAgreeWithTheirSubjects() {
        int far = 0;
        for (String sentence : sentences(ToyText.generate(300, 3))) {
            String[] words = sentence.strip().split(" ", -1);
            boolean plural = words[1].endsWith("s");
            int verb = mainVerb(words);
            assertThat(isPluralVerb(words[verb])).as(sentence).isEqualTo(plural);
            if (words[verb + 1].equals("itself") || words[verb + 1].equals("themselves")) {
                assertThat(words[verb + 1])
                        .as(sentence)
                        .isEqualTo(plural ? "themselves" : "itself");
            }
            far += isPluralVerb(words[verb]) != words[verb - 1].endsWith("s") ? 1 : 0;
        }
        // Where another noun comes between, the word before the verb is misleading half of the
        // time.
        assertThat(far).isBetween(150, 600);
    }

    /** The verb behind the subject with all that hangs on it. */
    private static int mainVerb(String[] words) {
        int at = 2; // behind article and noun
        while (true) {
            if (Set.of("near", "with", "behind").contains(words[at])) {
                at += 3; // preposition, article, noun
            } else if (words[at].equals("that")) {
                at += 4; // that, verb, article, noun
            } else {
                return at;
            }
        }
    }

    private static boolean isPluralVerb(String verb) {
        return verb.equals("are") || verb.endsWith("t");
    }

    @Test
    void nounsTellTheTopicAndEachTopicIsAsLong() {
        Corpus corpus = ToyText.generate(400, 5);
        assertThat(corpus.parts()).hasSize(6);
        Map<String, int[]> nouns = new HashMap<>();
        for (int topic = 0; topic < 6; topic++) {
            for (String sentence : corpus.parts().get(topic).text().split("\\.", -1)) {
                String[] words = sentence.strip().split(" ", -1);
                if (words.length > 1) {
                    String lemma = words[1].replaceAll("s$", "");
                    nouns.computeIfAbsent(lemma, n -> new int[6])[topic]++;
                }
            }
        }
        assertThat(nouns).hasSizeBetween(230, 240);
        int own = 0;
        int all = 0;
        for (int[] count : nouns.values()) {
            int most = 0;
            for (int of : count) {
                most = Math.max(most, of);
                all += of;
            }
            own += most;
        }
        assertThat(all).isEqualTo(2_400);
        assertThat(own).isBetween(1_900, 2_150); // 0.8 + 0.2 / 6 of all is 2,000
    }

    @Test
    void allSentencesAreWrittenAndVaried() {
        List<String> sentences = sentences(ToyText.generate(100, 1));
        assertThat(sentences).hasSize(600);
        assertThat(new HashSet<>(sentences)).hasSizeGreaterThan(550);
        assertThat(ToyText.standard(1).text().length()).isBetween(400_000, 1_000_000);
    }

    private static List<String> sentences(Corpus corpus) {
        return List.of(corpus.text().strip().split("\\s*\\.\\s*"));
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> ToyText.generate(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 1,000,000 sentences of each topic, got 0");
    }
}
