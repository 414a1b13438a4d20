package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.selfsup.encoder.Heads.Norm;
import org.selfsup.engine.Autograd;
import org.selfsup.testing.Golden;

/** Agreement with the projection and prediction heads of lightly (e8d317f), in float64. */
class HeadsTest {

    private static final Golden GOLDEN = Golden.open("heads", Heads.class);

    static Stream<Arguments> heads() {
        Block prototypes = new Sequence().add("heads", new Sequence().add(Layers.linear(6, true)));
        return Stream.of(
                Arguments.of("simclr", Heads.mlp(Norm.ALL, 5, 4)),
                Arguments.of("simclr_no_bn", Heads.mlp(Norm.NONE, 5, 4)),
                Arguments.of("byol_projection", Heads.mlp(Norm.HIDDEN, 5, 4)),
                Arguments.of("byol_prediction", Heads.mlp(Norm.HIDDEN, 5, 4)),
                Arguments.of("simsiam_projection", Heads.mlp(Norm.ALL_LAST_PLAIN, 5, 5, 4)),
                Arguments.of("simsiam_prediction", Heads.mlp(Norm.HIDDEN, 5, 4)),
                Arguments.of("barlow_twins", Heads.mlp(Norm.HIDDEN, 5, 5, 4)),
                Arguments.of("vicreg", Heads.mlp(Norm.HIDDEN, 5, 5, 4)),
                Arguments.of("moco", Heads.mlp(Norm.NONE, 5, 4)),
                Arguments.of("nnclr_prediction", Heads.mlp(Norm.HIDDEN, 5, 4)),
                Arguments.of("swav_projection", Heads.mlp(Norm.HIDDEN, 5, 4)),
                Arguments.of("swav_prototypes", prototypes),
                Arguments.of("dino", Heads.dino(Norm.NONE, false, 5, 4, 6)),
                Arguments.of("dino_bn", Heads.dino(Norm.HIDDEN, true, 5, 4, 6)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void headAgreesWithLightly(String name, Block head) {
        try (Forward run = new Forward(head, 2, 6)) {
            StateDict.parameters(head)
                    .forEach((key, p) -> run.set(p, GOLDEN.floats(name + "/param." + key)));
            NDArray x = run.arrays.create(GOLDEN.floats(name + "/x"), new Shape(7, 6));
            x.setRequiresGradient(true);
            Shape shape = new Shape(GOLDEN.shape(name + "/cotangent"));
            NDArray cotangent = run.arrays.create(GOLDEN.floats(name + "/cotangent"), shape);
            try (Autograd recording = Autograd.on()) {
                NDArray y = run.train(x);
                GOLDEN.assertClose(name + "/output_train", y.toFloatArray());
                Autograd.backward(y.mul(cotangent).sum());
            }
            GOLDEN.assertClose(name + "/grad_x", x.getGradient().toFloatArray());
            StateDict.parameters(head)
                    .forEach(
                            (key, p) -> {
                                if (p.requiresGradient()) {
                                    GOLDEN.assertClose(name + "/grad." + key, run.gradient(p));
                                } else if (key.contains("running")) {
                                    float[] after = p.getArray().toFloatArray();
                                    GOLDEN.assertClose(name + "/after." + key, after);
                                }
                            });
            GOLDEN.assertClose(name + "/output_eval", run.eval(x).toFloatArray());
            assertThat(head.getOutputShapes(new Shape[] {x.getShape()})).containsExactly(shape);
        }
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> Heads.mlp(Norm.NONE)).hasMessageContaining("at least one linear");
        try (Forward run = new Forward(Heads.mlp(Norm.HIDDEN, 5, 4), 2, 6)) {
            assertThatThrownBy(() -> run.train(run.input(1, 6)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least two samples");
            assertThatThrownBy(() -> run.eval(run.input(2, 7)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("6 features")
                    .hasMessageContaining("(2, 7)");
        }
    }
}
