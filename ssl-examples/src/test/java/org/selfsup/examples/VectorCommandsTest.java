package org.selfsup.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.SubwordVectors;
import org.selfsup.data.WordVectors;
import org.selfsup.report.Curve;
import org.selfsup.report.RunDirectory;

class VectorCommandsTest {

    @TempDir private Path directory;

    @RegisterExtension private final Terminal terminal = new Terminal();

    private Path run(String command, String... more) {
        Path run = directory.resolve("run");
        assertThat(Main.run(arguments(command, run, more))).as(terminal.err()).isZero();
        return run;
    }

    private static String[] arguments(String command, Path run, String... more) {
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.addAll(List.of("--run", run.toString(), "--threads", "1"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void word2vecLeavesVectorsThatOthersRead() throws IOException {
        Path run = run("word2vec --dimension 16 --epochs 2");
        WordVectors text = WordVectors.readText(run.resolve("vectors.txt"));
        WordVectors binary = WordVectors.readBinary(run.resolve("vectors.bin"));
        assertThat(text.dimension()).isEqualTo(16);
        assertThat(binary.vector("the")).containsExactly(text.vector("the"));
        Map<String, ?> summary = RunDirectory.readSummary(run);
        assertThat(summary.get("method")).isEqualTo("word2vec");
        assertThat(summary.get("words")).isEqualTo((long) text.words().size());
        double untrained = (Double) summary.get("untrained_loss");
        assertThat((Double) summary.get("loss")).isBetween(1.0, untrained);
        assertThat((Double) summary.get("tokens_per_second")).isBetween(1.0, 1e9);
        Curve loss = RunDirectory.readCurves(run).get(0);
        assertThat(loss.name()).isEqualTo("loss");
        assertThat(loss.x()).containsExactly(0, 1, 2);
        assertThat(terminal.out()).contains("nearest, with cosine", "epoch 2 of 2: loss");
        assertThat(run.resolve("report.html")).content().contains("Nearest words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--context cbow", "--output-layer hierarchical_softmax"})
    void word2vecHasItsVariants(String variant) throws IOException {
        Path run = run("word2vec --dimension 8 --epochs 1 " + variant);
        assertThat(RunDirectory.readConfig(run).get("arguments")).asString().contains("8");
    }

    @Test
    void fastTextShowsNeighboursOfWordsItHasNotSeen() throws IOException {
        Path text = directory.resolve("text.txt");
        String line = "the walker walked and the talker talked while walking and talking\n";
        Files.write(text, (line.repeat(30) + "a walkers talkers\n").getBytes(UTF_8));
        Path run = run("fasttext --dimension 8 --buckets 500 --epochs 3", "--data", "text:" + text);
        assertThat(terminal.out()).contains("walkers", "talkers");
        SubwordVectors vectors = SubwordVectors.read(run.resolve("model.bin"));
        assertThat(vectors.contains("walkers")).isFalse();
        assertThat(WordVectors.readText(run.resolve("vectors.vec")).vector("walker"))
                .containsExactly(vectors.vector("walker"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deepwalk --dimension 8 --walks 2 --length 10 --window 3",
                "node2vec --dimension 8 --walks 2 --length 10 --window 3 --q 0.5",
                "line --dimension 8 --epochs 3",
                "line --dimension 8 --epochs 3 --order first"
            })
    void nodesAreProbedOverSeeds(String command) throws IOException {
        Path run = run(command, "--seeds", "2");
        assertThat(terminal.out()).contains("seed 0: linear", "mean and deviation of 2 seeds");
        Map<String, ?> summary = RunDirectory.readSummary(run);
        for (String which : List.of("probe", "untrained")) {
            Map<?, ?> figures = (Map<?, ?>) summary.get(which);
            assertThat((Double) figures.get("linear")).isBetween(0.0, 1.0);
            assertThat((Double) figures.get("deviation")).isBetween(0.0, 0.5);
        }
        assertThat(summary.get("seeds")).isEqualTo(2L);
        assertThat(WordVectors.readText(run.resolve("vectors.txt")).contains("0")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "word2vec --data text:nowhere.txt",
                "word2vec --data shapes",
                "word2vec --window 0",
                "word2vec --epochs 0",
                "word2vec --dimension 0",
                "word2vec --learning-rate -1",
                "word2vec --least-count 1000000",
                "fasttext --shortest 5 --longest 4",
                "deepwalk --walks 0",
                "deepwalk --data blocks",
                "node2vec --p 0",
                "line --negatives 0",
                "line --seeds 0",
                "line --threads 0"
            })
    void badOptionsLeaveNothingBehind(String command) {
        Path run = directory.resolve("run");
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--run", run.toString()));
        assertThat(Main.run(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(terminal.err().lines().filter(line -> !line.isBlank())).hasSize(1);
        assertThat(run).doesNotExist();
    }

    @Test
    void commandsThatNeedANetworkSayWhereTheVectorsAre() throws IOException {
        Path run = run("line --dimension 8 --epochs 1");
        for (String command : List.of("probe", "labels", "sample")) {
            assertThat(Main.run(command, "--run", run.toString())).isNotZero();
        }
        assertThat(terminal.err().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("learns vectors and no network"));
    }

    @Test
    void listShowsThem() {
        assertThat(Main.run("list")).isZero();
        assertThat(terminal.out())
                .containsPattern("word2vec +generative +word2vec")
                .containsPattern("fasttext +generative")
                .containsPattern("deepwalk +generative")
                .containsPattern("node2vec +generative")
                .containsPattern("line +generative");
    }
}
