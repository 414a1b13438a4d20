package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.VisionTransformer.Config;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.engine.Autograd;

class VisionTokensTest {

    private static final Config TINY = new Config(16, 8, Transformer.Config.of(8, 1, 2));

    @Test
    void theFeatureIsTheFirstTokenOrTheMean() {
        for (Pooling pooling : Pooling.values()) {
            VisionTransformer net = new VisionTransformer(TINY.withPooling(pooling));
            boolean led = pooling == Pooling.CLASS_TOKEN;
            try (Forward run = new Forward(net, 2, 3, 16, 16);
                    Autograd off = Autograd.off()) {
                NDArray x = run.input(2, 3, 16, 16);
                NDArray visible = run.arrays.create(new long[] {3, 0, 1, 2}, new Shape(2, 2));
                for (NDList seen : new NDList[] {new NDList(x), new NDList(x, visible)}) {
                    NDArray tokens = forward(run, new VisionTokens(net), seen);
                    assertThat(tokens.getShape())
                            .isEqualTo(shape(new VisionTokens(net), seen))
                            .isEqualTo(new Shape(2, (seen.size() > 1 ? 2 : 4) + (led ? 1 : 0), 8));
                    NDArray feature = forward(run, net, seen);
                    assertSame(
                            feature,
                            led ? tokens.get(new NDIndex(":, 0")) : tokens.mean(new int[] {1}));
                }
            }
        }
    }

    @Test
    void whatIsBehindTheMaskLeavesNoTrace() {
        MaskedVisionTokens net = new MaskedVisionTokens(new VisionTransformer(TINY));
        try (Forward run = new Forward(net, 2, 3, 16, 16);
                Autograd off = Autograd.off()) {
            NDArray x = run.input(2, 3, 16, 16);
            NDArray other = x.add(0);
            other.set(new NDIndex(":, :, 8:, :"), 5); // patches 2 and 3
            NDArray below = run.arrays.create(new float[] {0, 0, 1, 1, 0, 0, 1, 1});
            NDArray mask = below.reshape(2, 4);
            NDArray tokens = forward(run, net, new NDList(x, mask));
            assertThat(tokens.getShape()).isEqualTo(new Shape(2, 5, 8));
            assertThat(net.getOutputShapes(new Shape[] {x.getShape(), mask.getShape()}))
                    .containsExactly(tokens.getShape());
            assertSame(forward(run, net, new NDList(other, mask)), tokens);
            assertThatThrownBy(() -> forward(run, net, new NDList(x, mask.get(":, 1:"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected (2, 4), got (2, 3)");
        }
    }

    @Test
    void withoutAMaskItIsTheTransformer() {
        VisionTransformer transformer = new VisionTransformer(TINY);
        MaskedVisionTokens net = new MaskedVisionTokens(transformer);
        try (Forward run = new Forward(net, 2, 3, 16, 16);
                Autograd off = Autograd.off()) {
            NDArray x = run.input(2, 3, 16, 16);
            NDArray nothing = run.arrays.zeros(new Shape(2, 4));
            assertSame(
                    forward(run, net, new NDList(x, nothing)),
                    forward(run, new VisionTokens(transformer), new NDList(x)));
        }
    }

    @Test
    void aPredictionFollowsTheAskedPlacesAndTheirOrderDoesNotMatter() {
        PatchPredictor net = new PatchPredictor(4, 6, Transformer.Config.of(8, 1, 2));
        try (Forward run = new Forward(net, 2, 3, 6);
                Autograd off = Autograd.off()) {
            NDArray x = run.input(2, 3, 6);
            NDArray seen = run.arrays.create(new long[] {0, 1, 2, 5, 9, 15}, new Shape(2, 3));
            NDArray asked = run.arrays.create(new long[] {4, 8, 7, 3}, new Shape(2, 2));
            NDArray y = forward(run, net, new NDList(x, seen, asked));
            assertThat(y.getShape()).isEqualTo(new Shape(2, 2, 6));
            assertSame(forward(run, net, new NDList(x, seen, asked.flip(1))).flip(1), y);
            assertSame(forward(run, net, new NDList(x.flip(1), seen.flip(1), asked)), y);
            NDArray elsewhere = run.arrays.create(new long[] {4, 9, 7, 6}, new Shape(2, 2));
            NDArray z = forward(run, net, new NDList(x, seen, elsewhere));
            assertThat(z.sub(y).abs().max().getFloat()).isBetween(1e-4f, 1e4f);
        }
    }

    @Test
    void aPredictorLearnsAllButItsPositions() {
        PatchPredictor net = new PatchPredictor(2, 6, Transformer.Config.of(8, 1, 2));
        try (Forward run = new Forward(net, 1, 1, 6)) {
            NDArray place = run.arrays.zeros(new Shape(1, 1), DataType.INT64);
            try (Autograd recording = Autograd.on()) {
                NDList inputs = new NDList(run.input(1, 1, 6), place, place.add(3L));
                Autograd.backward(net.forward(run.store, inputs, true).head().square().sum());
            }
            run.assertThatGradientReachesEveryTrainedParameter();
            assertThat(StateDict.parameters(net).get("pos_embedding"))
                    .matches(positions -> !positions.requiresGradient());
        }
    }

    @Test
    void aPredictorRefusesWhatDoesNotFit() {
        PatchPredictor net = new PatchPredictor(2, 6, Transformer.Config.of(8, 1, 2));
        try (Forward run = new Forward(net, 1, 1, 6);
                Autograd off = Autograd.off()) {
            NDArray x = run.input(1, 1, 6);
            NDArray place = run.arrays.zeros(new Shape(1, 1), DataType.INT64);
            Map<String, NDList> refused =
                    Map.of(
                            "takes 6 features", new NDList(x.get(":, :, 1:"), place, place),
                            "expected (1, 1), got (2, 1)", new NDList(x, place.repeat(0, 2), place),
                            "from 0 to 3, got 4 to 4", new NDList(x, place, place.add(4L)));
            refused.forEach(
                    (sentence, inputs) ->
                            assertThatThrownBy(() -> forward(run, net, inputs))
                                    .isInstanceOf(IllegalArgumentException.class)
                                    .hasMessageContaining(sentence));
        }
        assertThatThrownBy(() -> new PatchPredictor(2, 6, Transformer.Config.of(6, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a width divisible by 4");
    }

    private static NDArray forward(Forward run, Block block, NDList inputs) {
        return block.forward(run.store, inputs, false).singletonOrThrow();
    }

    private static Shape shape(Block block, NDList inputs) {
        return block.getOutputShapes(inputs.getShapes())[0];
    }

    private static void assertSame(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(actual.sub(expected).abs().max().getFloat()).isCloseTo(0, within(1e-5f));
    }
}
