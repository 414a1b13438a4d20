package org.selfsup.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeListTest {

    private static final String FRIENDS = "# who knows whom\nann bob\nbob  cy\n\ncy ann\nann cy\n";

    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("edges.txt"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", ",", " , ", ";"})
    void nodesArePartedByBlanksTabOrComma(String separator) throws IOException {
        Path file = file(FRIENDS.replaceAll(" +(?=bob|cy|ann)", separator));
        if (separator.equals(";")) {
            assertThatThrownBy(() -> EdgeList.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessage(file + ", line 2: expected two nodes, got 1 fields");
            return;
        }
        NodeSet set = EdgeList.read(file);
        assertThat(set.names()).containsExactly("ann", "bob", "cy");
        assertThat(set.graph().sources()).containsExactly(1, 2, 0, 2, 0, 1);
        assertThat(set.graph().targets()).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(set.description())
                .isEqualTo("Edge list, 3 nodes, 3 edges, no features, no labels");
    }

    @Test
    void gzipReadsAsPlain() throws IOException {
        NodeSet plain = EdgeList.read(file(FRIENDS));
        Path gzip = folder.resolve("edges.txt.gz");
        Files.write(gzip, IdxTest.gzip(FRIENDS.getBytes(UTF_8)));
        assertThat(EdgeList.read(gzip).fingerprint()).isEqualTo(plain.fingerprint());
    }

    @Test
    void fingerprintFollowsNamesAndEdges() throws IOException {
        Set<String> seen = new HashSet<>();
        for (String text : new String[] {"a b\n", "a c\n", "a b\nb a\na a\n", "a b\nb c\n"}) {
            seen.add(EdgeList.read(file(text)).fingerprint());
        }
        assertThat(seen).hasSize(4);
    }

    @Test
    void nothingIsKnownOfTheNodes() throws IOException {
        NodeSet set = EdgeList.read(file(FRIENDS));
        assertThat(set.labels()).isNull();
        assertThatThrownBy(set::knownLabels)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are no labels in Edge list, 3 nodes");
        assertThat(set.train()).isEmpty();
        assertThat(set.test()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400, 1", "3000, 4"})
    void marksTellNodesApart(int nodes, int marks) throws IOException {
        NodeSet set =
                EdgeList.read(
                        file(
                                IntStream.range(1, nodes)
                                        .mapToObj(node -> node - 1 + "," + node)
                                        .collect(Collectors.joining("\n"))));
        int d = set.graph().dimension();
        Set<String> different = new HashSet<>();
        for (int node = 0; node < nodes; node++) {
            float[] row = Arrays.copyOfRange(set.graph().features(), node * d, (node + 1) * d);
            different.add(Arrays.toString(row));
            double sum = 0;
            for (float value : row) {
                assertThat(value).isIn(0f, 1f);
                sum += value;
            }
            assertThat(sum).isEqualTo(marks);
        }
        assertThat(different).hasSize(nodes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a b\na\n' | , line 2: expected two nodes, got 1 fields",
                "'a b 0.5\n' | , line 1: expected two nodes, got 3 fields",
                "'# nobody\n' | : no edge is listed; expected two nodes a line",
            })
    void badFilesAreRefusedByName(String text, String complaint) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> EdgeList.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + complaint);
    }

    @Test
    void missingFileIsRefusedByName() {
        assertThatThrownBy(() -> EdgeList.read(folder.resolve("none.txt")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.txt: no such file");
    }
}
