package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CitationTest {

    @TempDir Path folder;

    @BeforeEach
    void writeTinySet() throws IOException {
        writeSet(folder);
    }

    /** Four nodes of two classes, two edges. */
    static void writeSet(Path folder) throws IOException {
        Files.writeString(folder.resolve("labels.tsv"), "0\t1\n1\t0\n2\t1\n3\t0\n");
        Files.writeString(folder.resolve("edges.tsv"), "0\t2\n2\t1\n1\t2\n");
        Files.writeString(folder.resolve("splits.tsv"), "2\ttrain\n0\tval\n3\ttest\n");
        Files.write(
                folder.resolve("features.tsv.gz"),
                IdxTest.gzip("0\t0\t1\n2\t2\t0.5\n".getBytes(StandardCharsets.US_ASCII)));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void plainAndGzipFilesGiveGraphLabelsAndSplit() throws IOException {
        NodeSet set = Citation.open(folder);
        assertThat(set.graph().dimension()).isEqualTo(3);
        assertThat(set.graph().features()).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, .5f, 0, 0, 0);
        assertThat(set.graph().sources()).containsExactly(2, 2, 0, 1);
        assertThat(set.graph().targets()).containsExactly(0, 1, 2, 2);
        assertThat(set.labels().of()).containsExactly(1, 0, 1, 0);
        assertThat(set.train()).containsExactly(2);
        assertThat(set.validation()).containsExactly(0);
        assertThat(set.test()).containsExactly(3);
        assertThat(set.samples().size()).isEqualTo(1);
        assertThat(set.samples().get(0)).isSameAs(set.graph());
        assertThat(set.description())
                .isEqualTo(
                        "Citation network, 4 nodes with 3 features, 2 edges, 2 classes; 1/1/1 nodes to train, validate, test");
    }

    @Test
    void fingerprintFollowsEdgesAndSplit() throws IOException {
        String before = Citation.open(folder).fingerprint();
        assertThat(before).matches("[0-9a-f]{16}").isEqualTo(Citation.open(folder).fingerprint());
        write("splits.tsv", "2\ttrain\n0\ttest\n3\tval\n");
        String split = Citation.open(folder).fingerprint();
        write("edges.tsv", "0\t2\n");
        assertThat(Citation.open(folder).fingerprint()).isNotEqualTo(split);
        assertThat(split).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "edges.tsv    | `0 2;1 4`         | line 2: a node must be from 0 to 3, got 4",
                "edges.tsv    | `0 2;;x 1`        | line 3: a node must be a whole number, got \"x\"",
                "edges.tsv    | `0 2 1`           | line 1: expected two nodes, got 3 fields",
                "labels.tsv   | `0 0;2 1`         | node 2 is listed too",
                "labels.tsv   | `0 0;0 1`         | node 0 comes twice",
                "labels.tsv   | `0 0;1 2`         | without a gap, but none is 1 and one is 2",
                "labels.tsv   | ` `               | no node is listed",
                "labels.tsv   | `0 -1`            | line 1: a class must be from 0",
                "splits.tsv   | `0 train;1 dev`   | line 2: expected train, val or test, got \"dev\"",
                "splits.tsv   | `0 train;0 test`  | line 2: node 0 is listed a second time",
                "features.tsv | `0 0 1;0 1 NaN`   | line 2: a value must be a finite number, got \"NaN\"",
                "features.tsv | `0 0 one`         | line 1: a value must be a finite number",
                "features.tsv | `0 2000000000 1`  | line 1: a feature must be from 0 to",
                "features.tsv | ` `               | no feature is listed"
            })
    void damagedFilesAreNamedWithTheirLine(String file, String text, String message)
            throws IOException {
        write(file, text.replace(' ', '\t').replace(';', '\n'));
        assertThatThrownBy(() -> Citation.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(message);
    }

    @Test
    void aFewBytesDoNotAskForGigabytes() throws IOException {
        StringBuilder labels = new StringBuilder();
        for (int node = 0; node < 400; node++) {
            labels.append(node).append("\t0\n");
        }
        write("labels.tsv", labels.toString());
        Files.delete(folder.resolve("features.tsv.gz"));
        write("features.tsv", "0\t999999\t1\n");
        assertThatThrownBy(() -> Citation.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("features.tsv: 400 nodes with 1000000 features")
                .hasMessageContaining("for 1 values that are listed");
    }

    @Test
    void missingAndCutFilesAreNamed() throws IOException {
        Path packed = folder.resolve("features.tsv.gz");
        byte[] whole = Files.readAllBytes(packed);
        Files.write(packed, Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> Citation.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("features.tsv.gz: its gzip data ends or breaks");
        Files.delete(packed);
        assertThatThrownBy(() -> Citation.open(folder))
                .hasMessageContaining("no features.tsv or features.tsv.gz");
        assertThatThrownBy(() -> Citation.open(folder.resolve("nowhere")))
                .hasMessageContaining("nowhere: no such folder");
    }

    @Test
    void aNodeInTwoPartsIsRefused() throws IOException {
        NodeSet set = Citation.open(folder);
        int[] one = {1};
        assertThatThrownBy(
                        () ->
                                new NodeSet(
                                        set.graph(),
                                        set.labels(),
                                        one,
                                        one,
                                        one,
                                        "",
                                        "fingerprint"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different nodes from 0 to 3, got 1");
    }
}
