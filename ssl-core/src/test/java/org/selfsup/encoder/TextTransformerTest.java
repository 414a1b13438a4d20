package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.selfsup.encoder.TextTransformer.Config;
import org.selfsup.encoder.TextTransformer.Pooling;
import org.selfsup.encoder.Transformer.Order;
import org.selfsup.engine.Autograd;

class TextTransformerTest {

    private static final Transformer.Config LAYERS =
            Transformer.Config.of(8, 2, 2).withPositions(6);
    private static final Transformer.Config AFTER = LAYERS.withOrder(Order.NORM_AFTER);

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void paddingChangesNothing(Pooling pooling) {
        Config config = new Config(10, AFTER).withSegments(2).withPooling(pooling);
        try (Forward run = new Forward(new TextTransformer(config), 1, 5)) {
            NDArray alone = forward(run, run.block, tokens(run, 3, 4, 5), ones(run, 3));
            NDArray mask = run.arrays.create(new long[] {1, 1, 1, 0, 0}, new Shape(1, 5));
            NDArray padded = forward(run, run.block, tokens(run, 3, 4, 5, 0, 0), mask);
            assertThat(alone.getShape()).isEqualTo(new Shape(1, 8));
            same(padded, alone);
            same(forward(run, run.block, tokens(run, 3, 4, 5)), alone);
        }
    }

    @Test
    void theFeatureIsTheFirstPlaceOrTheMean() {
        for (Pooling pooling : Pooling.values()) {
            TextTransformer net = new TextTransformer(new Config(10, LAYERS).withPooling(pooling));
            try (Forward run = new Forward(net, 1, 5)) {
                NDArray x = tokens(run, 1, 2, 3, 4);
                NDArray all = forward(run, new TextTokens(net), x);
                assertThat(all.getShape()).isEqualTo(new Shape(1, 4, 8));
                same(
                        forward(run, net, x),
                        pooling == Pooling.FIRST ? all.get(":, 0") : all.mean(new int[] {1}));
            }
        }
    }

    @Test
    void segmentsAreToldApart() {
        Config config = new Config(10, AFTER).withSegments(2);
        try (Forward run = new Forward(new TextTransformer(config), 1, 5)) {
            NDArray x = tokens(run, 1, 2, 3);
            NDArray none = forward(run, run.block, x, ones(run, 3));
            NDArray zeros = ones(run, 3).sub(1);
            same(forward(run, run.block, x, ones(run, 3), zeros), none);
            assertThat(apart(forward(run, run.block, x, ones(run, 3), ones(run, 3)), none))
                    .isBetween(1e-3, 1e3);
        }
    }

    @Test
    void roundsShareTheirParameters() {
        Config once = new Config(10, AFTER);
        try (Forward run = new Forward(new TextTransformer(once), 1, 5);
                Forward twice = new Forward(new TextTransformer(once.withRounds(2)), 1, 5)) {
            assertThat(twice.trained()).isEqualTo(run.trained());
            NDArray x = tokens(run, 1, 2, 3);
            assertThat(apart(forward(run, run.block, x), forward(twice, twice.block, x)))
                    .isBetween(1e-3, 1e3);
        }
        Transformer.Config one = Transformer.Config.of(8, 1, 2);
        try (Forward run = new Forward(new Transformer(one.withOrder(Order.NORM_AFTER)), 1, 5, 8);
                Forward twice =
                        new Forward(new Transformer(one.withOrder(Order.NORM_AFTER), 2), 1, 5, 8)) {
            NDArray x = run.input(2, 5, 8);
            same(twice.eval(x), run.eval(run.eval(x)));
        }
    }

    /** N(0, 0.02^2) at BERT's width, wider where it is narrower. */
    @Test
    void layersStartAsStrongAtAnyWidth() {
        for (int width : new int[] {48, 192}) {
            Transformer.Config layers =
                    Transformer.Config.of(width, 1, 2).withPositions(4).withOrder(Order.NORM_AFTER);
            TextTransformer net = new TextTransformer(new Config(10, layers));
            try (Forward run = new Forward(net, 1, 4)) {
                NDArray weight =
                        StateDict.parameters(net)
                                .get("encoder.layers.encoder_layer_0.mlp.0.weight")
                                .getArray();
                double deviation = Math.sqrt(weight.square().mean().getFloat());
                assertThat(deviation * Math.sqrt(width))
                        .isCloseTo(0.02 * Math.sqrt(768), within(0.02));
            }
        }
    }

    @Test
    void narrowTablesAreWidened() {
        Config narrow = new Config(100, AFTER).withEmbedding(4);
        TextTransformer net = new TextTransformer(narrow);
        try (Forward run = new Forward(net, 1, 5)) {
            assertThat(forward(run, new TextTokens(net), tokens(run, 1, 2)).getShape())
                    .isEqualTo(new Shape(1, 2, 8));
            TokenLogits logits = TokenLogits.transformed(net);
            Initialization.initialize(logits, 1, run.parameters, new Shape(1, 2, 8));
            assertThat(forward(run, logits, run.input(1, 2, 8)).getShape())
                    .isEqualTo(new Shape(1, 2, 100));
            assertThatThrownBy(() -> TokenLogits.plain(net))
                    .hasMessageContaining("embeddings as wide as the layers, got 4 and 8");
        }
    }

    @Test
    void aSharingTransformerHasTheEmbeddingsOfTheFirst() {
        TextTransformer net = new TextTransformer(new Config(10, AFTER).withSegments(2));
        TextTransformer other = net.sharing(Transformer.Config.of(4, 1, 1));
        assertThat(StateDict.parameters(other).values())
                .containsAll(
                        StateDict.parameters(net).entrySet().stream()
                                .filter(named -> named.getKey().contains("embedding"))
                                .map(Map.Entry::getValue)
                                .toList());
        assertThat(other.config().layers().positions()).isEqualTo(6);
        try (Forward run = new Forward(new Sequence().add("a", net).add("b", other), 1, 5)) {
            NDArray x = tokens(run, 1, 2, 3);
            assertThat(forward(run, other, x).getShape()).isEqualTo(new Shape(1, 4));
            NDArray before = forward(run, other, x);
            run.set(
                    StateDict.parameters(net).get("pos_embedding"),
                    run.input(1, 6, 8).toFloatArray());
            assertThat(apart(forward(run, other, x), before)).isBetween(1e-3, 1e3);
        }
    }

    @Test
    void logitsUseTheTableOfTokens() {
        TextTransformer net = new TextTransformer(new Config(10, LAYERS));
        TokenLogits logits = TokenLogits.plain(net);
        try (Forward run = new Forward(net, 1, 5)) {
            NDArray h = run.input(2, 3, 8);
            NDArray table = StateDict.parameters(net).get("token_embedding").getArray();
            same(forward(run, logits, h), h.matMul(table.transpose()));
            assertThat(StateDict.parameters(logits)).hasSameSizeAs(StateDict.parameters(net));
        }
    }

    @Test
    void aTokenOutsideIsRefused() {
        TextTransformer net = new TextTransformer(new Config(10, LAYERS));
        try (Forward run = new Forward(net, 1, 5)) {
            assertThatThrownBy(() -> forward(run, net, tokens(run, 1, 10)))
                    .hasMessageContaining("indices from 0 to 9, got 1 to 10");
            assertThatThrownBy(() -> forward(run, net, tokens(run, 1, 2, 3, 4, 5, 6, 7)))
                    .hasMessageContaining("t at most 6, got (1, 7)");
        }
        assertThatThrownBy(() -> new Config(10, Transformer.Config.of(8, 2, 2)))
                .hasMessageContaining("give its layers positions");
    }

    private static NDArray forward(Forward run, Block block, NDArray... inputs) {
        try (Autograd off = Autograd.off()) {
            return block.forward(run.store, new NDList(inputs), false).singletonOrThrow();
        }
    }

    private static NDArray tokens(Forward run, long... numbers) {
        return run.arrays.create(numbers, new Shape(1, numbers.length));
    }

    private static NDArray ones(Forward run, int length) {
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return tokens(run, ones);
    }

    private static void same(NDArray a, NDArray b) {
        assertThat(apart(a, b)).isCloseTo(0, within(1e-5));
    }

    private static double apart(NDArray a, NDArray b) {
        assertThat(a.getShape()).isEqualTo(b.getShape());
        return a.sub(b).abs().max().getFloat();
    }
}
