package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.TokenTransform;
import org.selfsup.augment.TokenViews;
import org.selfsup.data.Randomness;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.Transformer;
import org.selfsup.engine.LibTorch;
import org.selfsup.examples.TextSet.HeldOut;
import org.selfsup.report.Section;

class TextSetTest {

    private static final TextSet.Seen WORDS =
            new TextSet.Seen("words", 16, 17, true, HeldOut.BLOCKS);

    @TempDir private Path directory;

    @Test
    void networksSeeSegmentsBetweenTheirEnds() throws IOException {
        TextSet text = TextSet.open("toy-text", "toy-text", WORDS);
        assertThat(text.train().get(5).length()).isEqualTo(17);
        assertThat(text.segments().train().get(0).length()).isEqualTo(14);
        assertThat(text.shapes()).containsExactly(new Shape(1, 16), new Shape(1, 16));
        Views.Batch<Tokens> batch = text.evaluationViews().batch(1);
        batch.put(0, text.segments().test().get(0), Randomness.at(0));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            assertThat(text.texts(batch.toArrays(manager).get(0)).get(0))
                    .startsWith("[CLS] ")
                    .endsWith(" [SEP]");
        }
    }

    @Test
    void probesTellPartsAndCountTokensBeside() throws IOException {
        TextSet text = TextSet.open("toy-text", "toy-text", WORDS);
        TextTransformer net =
                new TextTransformer(
                        new TextTransformer.Config(
                                text.tokenizer().vocabulary().size(),
                                Transformer.Config.of(8, 1, 2).withPositions(16)));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Initialization.initialize(net, 0, manager, text.shapes());
            Map<String, Object> figures =
                    text.evaluate(net, net, 0, 300, Device.cpu()).orElseThrow().figures();
            assertThat(figures.get("probe")).isEqualTo(figures.get("untrained"));
            Map<?, ?> counted = (Map<?, ?>) figures.get("token_counts");
            assertThat((Double) counted.get("linear")).isBetween(0.5, 1.0); // chance is a sixth
        }
    }

    @Test
    void reportsShowWhatANetworkReads() throws IOException {
        TextSet text = TextSet.open("toy-text", "toy-text", WORDS);
        List<TokenTransform> ends = List.of(SequenceEnds.of(text.tokenizer().vocabulary()));
        Views<Tokens> views = new TokenViews(19, 0, List.of(ends)); // windows are of 17
        assertThat(((Section.Table) text.views(views, 0).get(0)).rows())
                .hasSize(5)
                .allSatisfy(
                        row -> assertThat(row.get(1)).isEqualTo("[CLS] " + row.get(0) + " [SEP]"));
    }

    @Test
    void otherTextIsReadWithTheVocabularyOfTheFirst() throws IOException {
        Path file = directory.resolve("other.txt");
        Files.writeString(file, "the bako demits some unheard words .\n".repeat(400));
        TextSet toy = TextSet.open("toy-text", "toy-text", WORDS);
        TextSet other = TextSet.open("text:" + file, "toy-text", WORDS);
        assertThat(other.tokenizer().vocabulary().size())
                .isEqualTo(toy.tokenizer().vocabulary().size());
        assertThat(other.fingerprint()).isNotEqualTo(toy.fingerprint());
        assertThat(other.tokenizer().decode(new int[] {other.train().get(0).at(4)}))
                .isEqualTo("[UNK]");
    }

    @Test
    void whatCannotBeOpenedIsNamed() {
        assertThatThrownBy(() -> TextSet.open("text:missing.txt", "text:missing.txt", WORDS))
                .hasMessageContaining("missing.txt: no such file");
        assertThatThrownBy(() -> TextSet.open("shapes", "shapes", WORDS))
                .hasMessageContaining("expected toy-text, text:FILE");
        assertThatThrownBy(() -> Tokenizing.open("subwords", "text"))
                .hasMessageContaining("subwords:FILE");
        assertThatThrownBy(() -> new TextSet.Seen("words", 7, 8, true, HeldOut.LAST))
                .hasMessageContaining("--length must be at least 8 tokens, got 7");
    }
}
