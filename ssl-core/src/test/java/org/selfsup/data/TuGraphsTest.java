package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuGraphsTest {

    static final String TINY = "3\n3 1\n5 2 1 2\n2 1 0\n5 1 0\n1 -1\n7 0\n0 1\n";

    @TempDir Path folder;

    @Test
    void plainAndGzipFilesGiveGraphsAndLabels() throws IOException {
        Path plain = Files.writeString(folder.resolve("tiny.txt"), TINY);
        Path packed = folder.resolve("tiny.txt.gz");
        Files.write(packed, IdxTest.gzip(TINY.getBytes(StandardCharsets.US_ASCII)));
        GraphSet set = TuGraphs.open(plain);
        assertThat(set.size()).isEqualTo(3);
        Graph first = set.get(0);
        assertThat(first.features()).containsExactly(0, 1, 0, 1, 0, 0, 0, 1, 0);
        assertThat(first.sources()).containsExactly(1, 2, 0, 0);
        assertThat(first.targets()).containsExactly(0, 0, 1, 2);
        assertThat(set.get(1).features()).containsExactly(0, 0, 1);
        assertThat(set.get(2).nodes()).isZero();
        assertThat(set.labels().orElseThrow().of()).containsExactly(1, 0, 1);
        assertThat(set.labels().orElseThrow().names()).containsExactly("-1", "1");
        assertThat(set.description())
                .isEqualTo("Graph collection, 3 graphs, 1.3 nodes each, 3 node tags, 2 classes");
        assertThat(TuGraphs.open(packed).fingerprint()).isEqualTo(set.fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`2;1 0;3 0`       | it ends where the head of graph 2 of 2 should come",
                "`1;2 0;3 0`       | it ends where node 1 of graph 1 of 1 should come",
                "`1;1 0;3 0;1 0`   | line 4: the file promises 1 graphs, but more follows",
                "`0`               | line 1: there must be at least 1 graph, got 0",
                "`x`               | line 1: the number of graphs must be a whole number",
                "` `               | it ends where the number of graphs should come",
                "`1;1`             | line 2: expected nodes and class of graph 1 of 1, got 1 fields",
                "`1;-2 0`          | line 2: the number of nodes must be from 0",
                "`1;1 0;3 1 1`     | line 3: a neighbour must be from 0 to 0, got 1",
                "`1;1 0;3 2 0`     | line 3: expected a tag, 2 and as many nodes, got 3 fields",
                "`1;1 0;3`         | line 3: expected a tag, the number of neighbours",
                "`1;1 0;3 9999999` | line 3: expected a tag, 9999999 and as many nodes"
            })
    void damagedFilesAreNamedWithTheirLine(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.txt"), text.replace(';', '\n'));
        assertThatThrownBy(() -> TuGraphs.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bad.txt")
                .hasMessageContaining(message);
    }

    @Test
    void aTagOfItsOwnForEveryNodeTakesTooMuchMemory() throws IOException {
        StringBuilder text = new StringBuilder("1\n4000 0\n");
        for (int node = 0; node < 4_000; node++) {
            text.append(node).append(" 0\n");
        }
        Path file = Files.writeString(folder.resolve("tags.txt"), text);
        assertThatThrownBy(() -> TuGraphs.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tags.txt: 4000 nodes with 4000 different tags");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> TuGraphs.open(folder.resolve("nothing.txt")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing.txt: no such file");
    }
}
