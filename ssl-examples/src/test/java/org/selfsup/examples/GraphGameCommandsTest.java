package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.report.RunDirectory;

class GraphGameCommandsTest {

    @TempDir private Path directory;

    @RegisterExtension private final Terminal terminal = new Terminal();

    private Map<String, ?> run(String command) throws IOException {
        Path run = directory.resolve("run");
        String line = command + " --data blocks:240 --steps 3 --threads 1 --run " + run;
        assertThat(Main.run(line.split(" "))).as(terminal.err()).isZero();
        assertThat(run.resolve("report.html")).content().contains("</html>");
        return RunDirectory.readSummary(run);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "argva --game-rate 0.5",
                "graphgan --latent 8 --centres 8 --walks 2 --deepwalk 1"
            })
    void linksAreHeldOutAndPredicted(String command) throws IOException {
        Map<String, ?> summary = run(command);
        for (String figure : new String[] {"auc", "ap", "untrained_auc", "validation_auc"}) {
            assertThat((Double) summary.get(figure)).as(figure).isBetween(0.01, 1.0);
        }
        assertThat(terminal.out()).contains("Links held out: AUC");
    }

    @Test
    void graphSganTellsTheClassesOfNodes() throws IOException {
        assertThat((Double) run("graphsgan --hidden 16").get("accuracy")).isBetween(0.0, 1.0);
        assertThat(terminal.out()).contains("The classifier tells");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ane --dimension 8 --walks 5 --length 5", "ane --game-rate 0 --hops 2"})
    void aneIsProbedBesideTheSameEncoderUntrained(String command) throws IOException {
        Map<String, ?> summary = run(command);
        for (String which : new String[] {"probe", "untrained"}) {
            assertThat((Double) ((Map<?, ?>) summary.get(which)).get("linear")).isBetween(0.0, 1.0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "argva --discriminator 16",
                "graphgan --centres 0",
                "graphgan --deepwalk 0",
                "graphsgan --nodes 1",
                "ane --hops 0",
                "ane --game-rate -1"
            })
    void badOptionsAreRefusedInASentence(String command) {
        String line =
                command
                        + " --data blocks:240 --steps 1 --threads 1 --run "
                        + directory.resolve("bad");
        assertThat(Main.run(line.split(" "))).isEqualTo(2);
        assertThat(terminal.err()).isNotBlank().doesNotContain("\tat ");
    }
}
