package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class TranslatorsTest {

    @Test
    void pictureOfAnySizeKeepItAndStayWithinTheRange() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Sequence generator = Translators.generator(3, 4, 2, 2);
            Initialization.initialize(generator, 1, manager, new Shape(2, 1, 8, 8));
            for (Shape shape : new Shape[] {new Shape(2, 1, 8, 8), new Shape(1, 1, 12, 16)}) {
                NDArray made = run(generator, manager.randomNormal(shape));
                assertThat(made.getShape())
                        .isEqualTo(new Shape(shape.get(0), 3, shape.get(2), shape.get(3)))
                        .isEqualTo(generator.getOutputShapes(new Shape[] {shape})[0]);
                assertThat(made.abs().max().getFloat()).isBetween(0.001f, 1f);
            }
        }
    }

    /** 64 channels, two halvings and nine blocks: the paper's generator has 11.4 million values. */
    @Test
    void thePapersGeneratorHasItsNumberOfValues() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Sequence generator = Translators.generator(3, 64, 2, 9);
            Initialization.initialize(generator, 1, manager, new Shape(1, 3, 16, 16));
            long values =
                    StateDict.parameters(generator).values().stream()
                            .mapToLong(p -> p.getShape().size())
                            .sum();
            assertThat(values).isBetween(11_300_000L, 11_400_000L);
        }
    }

    @Test
    void everyPatchHasALogit() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Sequence discriminator =
                    new Sequence()
                            .add("patches", Translators.patches(4, 2))
                            .add("logits", Translators.logits());
            Initialization.initialize(discriminator, 1, manager, new Shape(2, 3, 28, 28));
            NDArray logits = run(discriminator, manager.ones(new Shape(2, 3, 28, 28)));
            assertThat(logits.getShape()).isEqualTo(new Shape(2, 1, 6, 6));
        }
        assertThatThrownBy(() -> Translators.patches(4, 0))
                .hasMessage("A discriminator of patches halves pictures at least once, got 0");
    }

    private static NDArray run(Sequence network, NDArray input) {
        ParameterStore store = new ParameterStore(input.getManager(), false);
        return network.forward(store, new NDList(input), false).singletonOrThrow();
    }
}
