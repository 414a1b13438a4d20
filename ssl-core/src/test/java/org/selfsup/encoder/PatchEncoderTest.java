package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;

class PatchEncoderTest {

    @Test
    void everyPlaceOfTheMapIsThePatchThatLiesThere() {
        Sequence each = ConvNet.of(4, 6);
        PatchEncoder patches = new PatchEncoder(each, 8, 4);
        try (Forward forward = new Forward(patches, 1, 3, 16, 18);
                Autograd off = Autograd.off()) {
            NDArray x = forward.input(2, 3, 16, 18);
            NDArray map = forward.eval(x);
            assertThat(map.getShape())
                    .isEqualTo(new Shape(2, 6, 3, 3))
                    .isEqualTo(patches.getOutputShapes(new Shape[] {x.getShape()})[0]);
            NDArray patch = x.get(":, :, 8:16, 4:12");
            NDArray code = each.forward(forward.store, new NDList(patch), false).head();
            assertThat(map.get(":, :, 2, 1").allClose(code, 1e-5, 1e-6, false)).isTrue();
        }
    }

    @Test
    void aRowOfTheContextKnowsNothingBelowIt() {
        try (Forward forward = new Forward(RowContext.of(5, 2), 1, 4, 6, 7);
                Autograd off = Autograd.off()) {
            NDArray x = forward.input(2, 4, 6, 7);
            float[] above = forward.eval(x).get(":, :, :4").toFloatArray();
            float[] row = forward.eval(x).get(":, :, 4").toFloatArray();
            x.set(new NDIndex(":, :, 4"), 1);
            assertThat(forward.eval(x).getShape()).isEqualTo(new Shape(2, 5, 6, 7));
            assertThat(forward.eval(x).get(":, :, :4").toFloatArray()).containsExactly(above);
            assertThat(forward.eval(x).get(":, :, 4").toFloatArray()).isNotEqualTo(row);
        }
    }

    @Test
    void picturesSmallerThanAPatchAreRefused() {
        try (Forward forward = new Forward(new PatchEncoder(ConvNet.of(4), 8, 4), 1, 3, 8, 8)) {
            assertThatThrownBy(() -> forward.eval(forward.input(1, 3, 8, 7)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Patches of 8 x 8");
        }
    }
}
