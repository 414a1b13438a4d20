package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;

/** Layers and networks of methods that make pictures of pictures. */
class PicturePartsTest {

    @Test
    void shuffledChannelsAreThePixelsOfASquare() {
        Block shuffle = Layers.pixelShuffle(2);
        try (Forward run = new Forward(shuffle, 1, 8, 2, 3)) {
            NDArray x = run.input(2, 8, 2, 3);
            NDArray y = run.eval(x);
            assertThat(y.getShape())
                    .isEqualTo(new Shape(2, 2, 4, 6))
                    .isEqualTo(shuffle.getOutputShapes(new Shape[] {x.getShape()})[0]);
            for (int c = 0; c < 2; c++) {
                for (int row = 0; row < 4; row++) {
                    for (int column = 0; column < 6; column++) {
                        int channel = 4 * c + 2 * (row % 2) + column % 2;
                        assertThat(y.getFloat(1, c, row, column))
                                .isEqualTo(x.getFloat(1, channel, row / 2, column / 2));
                    }
                }
            }
            assertThatThrownBy(() -> run.eval(run.input(1, 6, 2, 2)))
                    .hasMessageContaining("a multiple of 4 channels, got (1, 6, 2, 2)");
        }
    }

    /** By the formula, in plain loops. */
    @Test
    void aChannelwiseLayerLeadsFromEveryPlaceToEveryOtherOfItsChannel() {
        ChannelwiseLinear layer = new ChannelwiseLinear();
        try (Forward run = new Forward(layer, 1, 2, 2, 3)) {
            NDArray x = run.input(2, 2, 2, 3);
            NDArray weight = layer.getParameters().get("weight").getArray(); // (12, 6)
            NDArray bias = layer.getParameters().get("bias").getArray(); // (12)
            float[] y = run.eval(x).toFloatArray();
            for (int i = 0; i < 2; i++) {
                for (int out = 0; out < 12; out++) {
                    double sum = bias.getFloat(out);
                    for (int in = 0; in < 6; in++) {
                        sum += weight.getFloat(out, in) * x.getFloat(i, out / 6, in / 3, in % 3);
                    }
                    assertThat((double) y[12 * i + out]).isCloseTo(sum, within(1e-5));
                }
            }
            assertThat(weight.abs().max().getFloat()).isBetween(0.2f, (float) Math.sqrt(1 / 6.));
            assertThatThrownBy(() -> run.eval(run.input(1, 2, 3, 2)))
                    .hasMessageContaining("takes maps (2, 2, 3), got (1, 2, 3, 2)");
        }
    }

    @Test
    void aPatchDiscriminatorSeesThirtyEightPixels() {
        try (Forward run = new Forward(PatchDiscriminator.of(4, 3), 1, 1, 64, 64)) {
            NDArray x = run.input(1, 1, 64, 64);
            NDArray logits = run.eval(x);
            assertThat(logits.getShape()).isEqualTo(new Shape(1, 1, 8, 8));
            NDArray changed = x.duplicate();
            changed.set(new NDIndex("0, 0, 32, 32"), 9f);
            float[] difference = run.eval(changed).sub(logits).abs().toFloatArray();
            for (int i = 0; i < difference.length; i++) {
                // Logit y sees pixels from 8 y - 15 to 8 y + 22.
                boolean sees = sees(i / 8) && sees(i % 8);
                assertThat(difference[i] > 0).as("logit %d", i).isEqualTo(sees);
            }
        }
        assertThatThrownBy(() -> PatchDiscriminator.of(4, 0)).hasMessageContaining("1 halving");
    }

    private static boolean sees(int y) {
        return 8 * y - 15 <= 32 && 32 <= 8 * y + 22;
    }

    @Test
    void theSuperResolutionNetworkKeepsAndThenDoublesTheSize() {
        Sequence trunk = SrResNet.trunk(8, 2);
        Sequence both =
                new Sequence()
                        .add("first", StateDict.children(trunk).get("first"))
                        .add("map", StateDict.children(trunk).get("map"))
                        .add("up", SrResNet.upsampler(8, 2, 3));
        try (Forward features = new Forward(SrResNet.trunk(8, 2), 1, 3, 8, 8);
                Forward run = new Forward(both, 1, 3, 8, 8)) {
            assertThat(features.eval(features.input(2, 3, 8, 8)).getShape())
                    .isEqualTo(new Shape(2, 8));
            NDArray x = run.input(2, 3, 8, 8);
            try (Autograd recording = Autograd.on()) {
                NDArray y = run.train(x);
                assertThat(y.getShape()).isEqualTo(new Shape(2, 3, 32, 32));
                Autograd.backward(y.square().sum());
            }
            run.assertThatGradientReachesEveryTrainedParameter();
        }
    }
}
