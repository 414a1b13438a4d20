package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.selfsup.encoder.Transformer.Activation;
import org.selfsup.encoder.Transformer.Config;
import org.selfsup.encoder.Transformer.Order;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/** Attention itself is held against torchvision's in {@link VisionTransformerTest}. */
class TransformerTest {

    private static final Config SMALL = Config.of(8, 2, 2);

    @Test
    void causalPlacesDoNotSeeWhatFollows() {
        try (Forward run = new Forward(new Transformer(SMALL.withCausal()), 1, 5, 8)) {
            NDArray x = run.input(2, 5, 8);
            NDArray other = x.mul(1);
            other.set(new NDIndex(":, 3:"), 7);
            NDArray kept = run.arrays.ones(new Shape(2, 5));
            for (NDArray mask : new NDArray[] {null, kept}) {
                NDArray a = masked(run, x, mask);
                NDArray b = masked(run, other, mask);
                assertThat(a.get(":, :3").toFloatArray()).isEqualTo(b.get(":, :3").toFloatArray());
                assertThat(apart(a.get(":, 3:"), b.get(":, 3:"))).isBetween(0.1, 100.0);
            }
            assertThat(apart(masked(run, x, kept), masked(run, x, null)))
                    .isCloseTo(0, within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void paddedSequencesGiveWhatTheyGiveAlone(Order order) {
        Config config = SMALL.withOrder(order).withPositions(6);
        try (Forward run = new Forward(new Transformer(config), 1, 5, 8)) {
            NDArray x = run.input(2, 5, 8);
            NDArray kept = run.arrays.create(new float[] {1, 1, 1, 0, 0, 1, 1, 1, 1, 1});
            NDArray padded = masked(run, x, kept.reshape(2, 5));
            NDArray alone = run.eval(x.get("0:1, :3"));
            assertThat(apart(padded.get("0:1, :3"), alone)).isCloseTo(0, within(1e-5));
            assertThat(apart(padded.get("1:2"), run.eval(x.get("1:2")))).isCloseTo(0, within(1e-5));
            NDArray nothing = masked(run, x, run.arrays.zeros(new Shape(2, 5)));
            assertThat(nothing.isNaN().any().getBoolean()).isFalse();
        }
    }

    @Test
    void theLastNormIsThereInEitherOrder() {
        for (Order order : Order.values()) {
            Config config = SMALL.withOrder(order).withActivation(Activation.RELU);
            try (Forward run = new Forward(new Transformer(config), 1, 5, 8)) {
                NDArray y = run.eval(run.input(2, 5, 8));
                NDArray mean = y.mean(new int[] {2});
                NDArray square = y.square().mean(new int[] {2});
                assertThat(apart(mean, mean.zerosLike())).isCloseTo(0, within(1e-5));
                assertThat(apart(square, square.onesLike())).isCloseTo(0, within(1e-3));
            }
        }
    }

    @Test
    void gradientReachesEveryParameterAndNothingIsLeftOnItsManager() {
        Config config = SMALL.withPositions(5).withDropout(0.1f).withCausal();
        try (Forward run = new Forward(new Transformer(config), 1, 5, 8)) {
            int before = run.parameters.getManagedArrays().size();
            NDArray kept = run.arrays.ones(new Shape(2, 5));
            NDArray x = run.input(2, 5, 8);
            int arrays = run.arrays.getManagedArrays().size();
            try (Autograd recording = Autograd.on()) {
                NDArray y = run.block.forward(run.store, new NDList(x, kept), true).head();
                assertThat(run.arrays.getManagedArrays()).hasSize(arrays + 1);
                Autograd.backward(y.mul(run.input(2, 5, 8)).sum());
            }
            assertThat(run.parameters.getManagedArrays()).hasSize(before);
            run.assertThatGradientReachesEveryTrainedParameter();
        }
    }

    @Test
    void dropoutFollowsTheSeed() {
        try (Forward run = new Forward(new Transformer(SMALL.withDropout(0.5f)), 1, 5, 8)) {
            NDArray x = run.input(2, 5, 8);
            LibTorch.seed(3);
            float[] first = run.train(x).toFloatArray();
            float[] second = run.train(x).toFloatArray();
            LibTorch.seed(3);
            assertThat(run.train(x).toFloatArray()).isEqualTo(first);
            assertThat(second).isNotEqualTo(first);
            assertThat(run.eval(x).toFloatArray()).isEqualTo(run.eval(x).toFloatArray());
        }
    }

    @Test
    void aLayerHasTheDocumentedSize() {
        Config config = Config.of(8, 1, 2).withHidden(20).withOrder(Order.NORM_AFTER);
        try (Forward run = new Forward(new Transformer(config), 1, 5, 8)) {
            assertThat(run.trained()).isEqualTo(4 * 64 + 2 * 8 * 20 + 9 * 8 + 20);
        }
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> Config.of(8, 1, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("width of 8 cannot be divided into 3 equal heads");
        try (Forward run = new Forward(new Transformer(SMALL.withPositions(4)), 1, 4, 8)) {
            assertThatThrownBy(() -> run.eval(run.input(1, 5, 8)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 4 places, got (1, 5, 8)");
            assertThatThrownBy(() -> run.eval(run.input(1, 4, 7)))
                    .hasMessageContaining("takes 8 features");
            assertThatThrownBy(() -> run.eval(run.input(4, 8)))
                    .hasMessageContaining("(n, t, 8), got (4, 8)");
            NDArray kept = run.arrays.ones(new Shape(4));
            assertThatThrownBy(() -> masked(run, run.input(1, 4, 8), kept))
                    .hasMessageContaining("expected (1, 4), got (4)");
        }
    }

    private static NDArray masked(Forward run, NDArray x, @Nullable NDArray kept) {
        try (Autograd off = Autograd.off()) {
            NDList inputs = kept == null ? new NDList(x) : new NDList(x, kept);
            return run.block.forward(run.store, inputs, false).singletonOrThrow();
        }
    }

    private static double apart(NDArray a, NDArray b) {
        return a.sub(b).abs().max().getFloat();
    }
}
