package org.selfsup.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A procedural text in a small made-up language, one paragraph a line.
 *
 * <p>A verb agrees in number with the noun it belongs to, across all that may stand between them
 * ("the bako near the lufis that demit a moru demits itself ."): what comes next cannot be told
 * from the word before alone. A plural noun and a singular verb end in s. Each part has a topic,
 * four of five of its nouns are those of its topic; verbs and adjectives are the same everywhere.
 * The same seed gives the same characters on every machine.
 */
public final class ToyText {

    private static final int TOPICS = 6;
    private static final int NOUNS = 40; // of each topic
    private static final int VERBS = 40;
    private static final int ADJECTIVES = 20;
    private static final int SENTENCES = 8; // in a paragraph
    private static final double OWN_TOPIC = 0.8;
    private static final int DEEPEST = 2;

    private static final String[] SINGULAR = {"the", "a", "every"};
    private static final String[] PLURAL = {"the", "some", "many"};
    private static final String[] PREPOSITIONS = {"near", "with", "behind"};

    private final RandomGenerator random;
    private final int topic;
    private final StringBuilder text = new StringBuilder();

    private ToyText(RandomGenerator random, int topic) {
        this.random = random;
        this.topic = topic;
    }

    /** The text that examples use: 2,400 sentences of each of six topics. */
    public static Corpus standard(long seed) {
        return generate(2_400, seed);
    }

    /**
     * Writes a text.
     *
     * @param sentences of each topic, 1 to 1,000,000
     * @param seed other seed, other sentences; the words stay
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Corpus generate(int sentences, long seed) {
        if (sentences < 1 || sentences > 1_000_000) {
            throw new IllegalArgumentException(
                    "Toy text has 1 to 1,000,000 sentences of each topic, got " + sentences);
        }
        List<Corpus.Part> parts = new ArrayList<>();
        for (int topic = 0; topic < TOPICS; topic++) {
            ToyText writer = new ToyText(Randomness.at(seed, topic), topic);
            for (int i = 1; i <= sentences; i++) {
                writer.sentence();
                writer.text.append(i % SENTENCES == 0 || i == sentences ? '\n' : ' ');
            }
            parts.add(new Corpus.Part("topic " + (topic + 1), writer.text.toString()));
        }
        return new Corpus("Toy text, seed " + seed, parts);
    }

    /** The nouns of all topics as words, first the singular ones, then the plural ones. */
    public static List<List<String>> nouns() {
        List<String> singular =
                IntStream.range(0, TOPICS * NOUNS).mapToObj(ToyText::lemma).toList();
        return List.of(singular, singular.stream().map(noun -> noun + "s").toList());
    }

    private void sentence() {
        boolean plural = random.nextBoolean();
        nounPhrase(plural, 0);
        double kind = random.nextDouble();
        if (kind < 0.5) {
            verb(plural);
            nounPhrase(random.nextBoolean(), 1);
        } else if (kind < 0.75) {
            verb(plural);
            word(plural ? "themselves" : "itself");
        } else {
            word(plural ? "are" : "is");
            word(lemma(TOPICS * NOUNS + VERBS + random.nextInt(ADJECTIVES)) + "l");
        }
        text.append('.');
    }

    private void nounPhrase(boolean plural, int depth) {
        word(pick(plural ? PLURAL : SINGULAR));
        int of = random.nextDouble() < OWN_TOPIC ? topic : random.nextInt(TOPICS);
        word(lemma(of * NOUNS + random.nextInt(NOUNS)) + (plural ? "s" : ""));
        double more = depth < DEEPEST ? random.nextDouble() : 1;
        if (more < 0.25) {
            word(pick(PREPOSITIONS));
            nounPhrase(random.nextBoolean(), depth + 1);
        } else if (more < 0.4) {
            word("that");
            verb(plural);
            nounPhrase(random.nextBoolean(), depth + 1);
        }
    }

    private void verb(boolean plural) {
        word(lemma(TOPICS * NOUNS + random.nextInt(VERBS)) + (plural ? "t" : "ts"));
    }

    private void word(String word) {
        text.append(word).append(' ');
    }

    private String pick(String[] words) {
        return words[random.nextInt(words.length)];
    }

    /** Two syllables; different numbers up to 4,225 give different lemmas. */
    private static String lemma(int number) {
        int code = number * 1_009 % (65 * 65);
        return syllable(code / 65) + syllable(code % 65);
    }

    private static String syllable(int code) {
        return "" + "bdfgklmnprtvz".charAt(code / 5) + "aeiou".charAt(code % 5);
    }
}
