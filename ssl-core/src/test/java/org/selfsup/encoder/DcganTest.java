package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.selfsup.encoder.Dcgan.Norm;
import org.selfsup.encoder.Dcgan.Upsampling;
import org.selfsup.engine.Autograd;

class DcganTest {

    @ParameterizedTest
    @CsvSource({"28, 1, TRANSPOSED", "28, 3, RESIZED", "32, 1, RESIZED", "32, 3, TRANSPOSED"})
    void generatorMakesPictures(int size, int channels, Upsampling upsampling) {
        try (Forward run = new Forward(Dcgan.generator(size, channels, 4, upsampling), 2, 10)) {
            NDArray z = run.input(3, 10);
            try (Autograd recording = Autograd.on()) {
                NDArray pictures = run.train(z);
                assertThat(pictures.getShape()).isEqualTo(new Shape(3, channels, size, size));
                assertThat(run.block.getOutputShapes(new Shape[] {z.getShape()}))
                        .containsExactly(pictures.getShape());
                for (float value : pictures.toFloatArray()) {
                    assertThat(value).isBetween(-1f, 1f);
                }
                Autograd.backward(pictures.square().sum());
            }
            run.assertThatGradientReachesEveryTrainedParameter();
        }
    }

    @ParameterizedTest
    @EnumSource(Norm.class)
    void discriminatorGivesOneLogit(Norm norm) {
        for (int size : new int[] {28, 32}) {
            try (Forward run = new Forward(Dcgan.discriminator(size, 4, norm), 2, 3, size, size)) {
                NDArray x = run.input(3, 3, size, size);
                try (Autograd recording = Autograd.on()) {
                    NDArray logits = run.train(x);
                    assertThat(logits.getShape()).isEqualTo(new Shape(3, 1));
                    Autograd.backward(logits.square().sum());
                }
                run.assertThatGradientReachesEveryTrainedParameter();
            }
        }
    }

    @Test
    void sizesAreTheDocumentedOnes() {
        try (Forward run = new Forward(Dcgan.generator(32, 3, 64, Upsampling.TRANSPOSED), 2, 100)) {
            assertThat(run.trained())
                    .isEqualTo(100L * 4096 + 512 + 524288 + 256 + 131072 + 128 + 3075);
        }
        assertThatThrownBy(() -> Dcgan.encoder(64, 8, Norm.NONE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("28 or 32")
                .hasMessageContaining("64");
    }

    @Test
    void perceptronsEncodeAndDecode() {
        try (Forward encoder = new Forward(Mlp.encoder(8, 5), 2, 1, 4, 4);
                Forward decoder = new Forward(Mlp.decoder(new Shape(1, 4, 4), 8), 2, 5)) {
            NDArray x = encoder.input(3, 1, 4, 4);
            NDArray z = encoder.eval(x);
            assertThat(z.getShape()).isEqualTo(new Shape(3, 5));
            assertThat(decoder.eval(z).getShape()).isEqualTo(x.getShape());
            assertThat(encoder.trained()).isEqualTo(16 * 8 + 8 + 8 * 5 + 5);
            assertThat(decoder.trained()).isEqualTo(5 * 8 + 8 + 8 * 16 + 16);
        }
    }
}
