package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.ToyText;
import org.selfsup.data.WordVectors;
import org.selfsup.report.Pictures;
import org.selfsup.report.RunDirectory;

/** One line says what was found and starts, labels or not. */
class OwnDataTest {

    private static final String NOTHING = TrainingData.NOT_PROBED;

    @TempDir private Path folder;
    private Path run;

    @RegisterExtension private final Terminal terminal = new Terminal();

    @BeforeEach
    void nameRun() {
        run = folder.resolve("run");
    }

    private void train(String command, String data) {
        String line = command + " --threads 1 --run " + run + " --data " + data;
        assertThat(Main.run(line.split(" "))).as(terminal.err()).isZero();
    }

    private static void writePictures(Path folder) throws IOException {
        Files.createDirectories(folder);
        Samples<Image> pictures = Shapes.generate(24, 1, 0).train();
        for (int i = 0; i < pictures.size(); i++) {
            ImageIO.write(
                    Pictures.of(pictures.get(i)),
                    "png",
                    folder.resolve("picture %d.png".formatted(i)).toFile());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"simclr", "autoencoder", "gan"})
    void picturesWithoutFoldersOfClassesNeedNone(String method) throws IOException {
        Path pictures = folder.resolve("pictures");
        writePictures(pictures);
        train(method + " --steps 2 --batch 8", "folder:" + pictures);
        assertThat(terminal.out())
                .contains("Folder, ", "pictures, 32 x 32 RGB, no labels\n", NOTHING);
        assertThat(RunDirectory.readSummary(run)).doesNotContainKey("probe");

        Path csv = folder.resolve("features.csv");
        assertThat(Main.run("embed", "--run", run.toString(), "--output", csv.toString())).isZero();
        assertThat(Files.readAllLines(csv)).hasSize(25);
        assertThat(Files.readAllLines(csv))
                .anySatisfy(row -> assertThat(row).contains(",picture 17.png,,"));
    }

    @Test
    void textIsReadAndLearnt() throws IOException {
        Path text = Files.writeString(folder.resolve("own.txt"), ToyText.generate(300, 0).text());
        train("gpt --steps 2 --batch 8 --no-probe", "text:" + text);
        assertThat(terminal.out()).contains("own.txt, ", " training and ", "Not probed.");
    }

    private Path edges(String separator) throws IOException {
        Graph graph = BlocksGraph.generate(160, 4, 6, 1, 0).graph();
        return Files.writeString(
                folder.resolve("edges.txt"),
                IntStream.range(0, graph.edges())
                        .mapToObj(
                                edge ->
                                        "n%d%sn%d"
                                                .formatted(
                                                        graph.sources()[edge],
                                                        separator,
                                                        graph.targets()[edge]))
                        .collect(Collectors.joining("\n", "# from to\n", "\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dgi", "grace", "gptgnn"})
    void aListOfEdgesIsEnough(String method) throws IOException {
        train(method + " --steps 2", "edges:" + edges(","));
        assertThat(terminal.out())
                .containsPattern("Edge list, 1\\d\\d nodes, \\d+ edges, no features, no labels")
                .contains(NOTHING);
        Path csv = folder.resolve("features.csv");
        assertThat(Main.run("embed", "--run", run.toString(), "--output", csv.toString())).isZero();
        assertThat(Files.readAllLines(csv))
                .anySatisfy(row -> assertThat(row).startsWith("nodes,n7,,"));
    }

    @Test
    void linksOfAListOfEdgesAreForetold() throws IOException {
        train("gae --steps 60", "edges:" + edges("\t"));
        assertThat((Double) RunDirectory.readSummary(run).get("auc"))
                .as("links within blocks, told from nothing but other links")
                .isBetween(0.7, 1.0);
    }

    @Test
    void vectorsOfNodesHaveTheirNames() throws IOException {
        train("deepwalk --walks 2 --dimension 8", "edges:" + edges(" "));
        assertThat(terminal.out()).contains(NOTHING);
        assertThat(WordVectors.readText(run.resolve("vectors.txt")).words()).contains("n7", "n42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"graphsgan --steps 2", "m3s --steps 2"})
    void whatNeedsLabelsSaysSo(String command) throws IOException {
        String line = command + " --threads 1 --data edges:" + edges(" ");
        assertThat(Main.run(line.split(" "))).isEqualTo(2);
        assertThat(terminal.err())
                .contains("there are no labels in Edge list")
                .doesNotContain("\tat ");
    }
}
