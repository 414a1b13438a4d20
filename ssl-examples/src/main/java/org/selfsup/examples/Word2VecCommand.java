package org.selfsup.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.selfsup.data.WordVectors;
import org.selfsup.generative.context.Context;
import org.selfsup.generative.context.OutputLayer;
import org.selfsup.generative.context.Word2Vec;
import picocli.CommandLine.Command;

/** Learns vectors of words. */
@Command(
        name = "word2vec",
        mixinStandardHelpOptions = true,
        description = "word2vec (1301.3781, 1310.4546): predict words from words near them.")
final class Word2VecCommand extends WordCommand {

    @Override
    Word2Vec.Config usual() {
        return Word2Vec.Config.PAPER;
    }

    @Override
    Learner learner(Context context, OutputLayer layer, Word2Vec.Config config) {
        Word2Vec method = new Word2Vec(context, layer, config);
        return (text, vocabulary, seed, threads, listener) ->
                new Vectors(method.train(text, vocabulary, seed, threads, listener));
    }

    private record Vectors(WordVectors known) implements Learnt {

        @Override
        public float[] vector(String word) {
            return known.vector(word);
        }

        @Override
        public void save(Path directory) throws IOException {
            known.saveText(directory.resolve("vectors.txt"));
            known.saveBinary(directory.resolve("vectors.bin"));
        }
    }
}
