package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;

class FeatureMapsTest {

    @Test
    void theResultComesFirstThenTheMapsAndAllAreWhatTheBlocksGive() {
        Sequence net = ConvNet.of(4, 6, 8);
        FeatureMaps maps = new FeatureMaps(net, "relu2", "relu3");
        try (Forward forward = new Forward(net, 1, 3, 16, 16);
                Autograd off = Autograd.off()) {
            NDArray x = forward.input(2, 3, 16, 16);
            NDList all = maps.forward(forward.store, new NDList(x), false);
            assertThat(all.getShapes())
                    .containsExactly(new Shape(2, 8), new Shape(2, 6, 8, 8), new Shape(2, 8, 4, 4))
                    .isEqualTo(maps.getOutputShapes(new Shape[] {x.getShape()}));
            assertThat(all.head().toFloatArray()).containsExactly(forward.eval(x).toFloatArray());
            assertThat(all.get(2).reshape(2, 8, 16).mean(new int[] {2}).allClose(all.head()))
                    .isTrue();
            NDArray second = all.get(1);
            NDArray third =
                    Sequence.run(
                                    net.getChildren().values().subList(6, 9),
                                    forward.store,
                                    new NDList(second),
                                    false,
                                    null)
                            .head();
            assertThat(third.toFloatArray()).containsExactly(all.get(2).toFloatArray());
        }
    }

    @Test
    void aMapIsFoundByItsSize() {
        Shape input = new Shape(1, 3, 32, 32);
        assertThat(FeatureMaps.last(ConvNet.standard(), input, 7)).isEqualTo("relu3");
        assertThat(FeatureMaps.last(ConvNet.standard(), input, 3)).isEqualTo("relu4");
        assertThat(FeatureMaps.last(ResNet.resnet18(ResNet.Stem.CIFAR), input, 8))
                .isEqualTo("layer3");
        assertThatThrownBy(() -> FeatureMaps.last(ConvNet.standard(), input, 33))
                .hasMessageContaining("no map of at least 33 rows");
    }

    @Test
    void blocksThatAreNotThereAndOtherNetworksAreRefused() {
        assertThatThrownBy(() -> new FeatureMaps(ConvNet.of(4, 8), "relu2", "relu1"))
                .hasMessageContaining("no block \"relu1\" whose map could come next");
        assertThatThrownBy(() -> new FeatureMaps(VisionTransformer.tiny(), "relu1"))
                .hasMessageContaining("such as ConvNet or ResNet, got VisionTransformer");
    }
}
