package org.selfsup.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.selfsup.data.CharacterNgrams;
import org.selfsup.data.Corpus;
import org.selfsup.data.SubwordVectors;
import org.selfsup.data.Vocabulary;
import org.selfsup.data.WordTokenizer;
import org.selfsup.data.WordVectors;
import org.selfsup.generative.context.Context;
import org.selfsup.generative.context.FastText;
import org.selfsup.generative.context.OutputLayer;
import org.selfsup.generative.context.Word2Vec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns vectors of words and their n-grams. */
@Command(
        name = "fasttext",
        mixinStandardHelpOptions = true,
        description = "fastText (1607.04606): word2vec with character n-grams, for any word.")
final class FastTextCommand extends WordCommand {

    private static final int UNSEEN = 3; // shown
    private static final int LETTERS = 6; // with enough n-grams

    @Option(
            names = "--shortest",
            paramLabel = "N",
            defaultValue = "3",
            description = "Characters of the shortest n-gram (default: ${DEFAULT-VALUE}).")
    private int shortest = 3;

    @Option(
            names = "--longest",
            paramLabel = "N",
            defaultValue = "6",
            description = "Characters of the longest n-gram (default: ${DEFAULT-VALUE}).")
    private int longest = 6;

    @Option(
            names = "--buckets",
            paramLabel = "N",
            defaultValue = "100000",
            description =
                    "Rows that n-grams share (default: ${DEFAULT-VALUE}; the paper has 2000000).")
    private int buckets = 100_000;

    @Override
    Word2Vec.Config usual() {
        return FastText.Config.PAPER.words();
    }

    @Override
    Learner learner(Context context, OutputLayer layer, Word2Vec.Config config) {
        FastText method =
                new FastText(
                        context,
                        layer,
                        new FastText.Config(
                                config, new CharacterNgrams(shortest, longest, buckets)));
        return (text, vocabulary, seed, threads, listener) -> {
            SubwordVectors all = method.train(text, vocabulary, seed, threads, listener);
            return new Vectors(all, all.known());
        };
    }

    private record Vectors(SubwordVectors all, WordVectors known) implements Learnt {

        @Override
        public float[] vector(String word) {
            return all.vector(word);
        }

        @Override
        public void save(Path directory) throws IOException {
            known.saveText(directory.resolve("vectors.vec"));
            all.save(directory.resolve("model.bin"));
        }
    }

    /** Words of the text that are too rare to be known. */
    @Override
    List<String> more(Corpus corpus, WordVectors known) {
        return WordTokenizer.of(corpus.text(), 1, true).vocabulary().tokens().stream()
                .filter(word -> word.length() >= LETTERS && !known.contains(word))
                .filter(word -> !Vocabulary.SPECIAL.contains(word))
                .limit(UNSEEN)
                .toList();
    }
}
