package org.selfsup.contrastive.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.PatchGrid;
import org.selfsup.augment.PatchViews;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.Puzzle;
import org.selfsup.train.PuzzleScore;

class DamagedJigsawTest extends ImageTaskContract {

    @Override
    protected Puzzle task() {
        return task(9, 10, 8);
    }

    private static Puzzle task(int pieces, int orders, int size) {
        return new DamagedJigsaw(
                ConvNet.of(8, 16),
                new PermutationSet(pieces, orders, 0),
                new DamagedJigsaw.Config(size, 16, 32, 0.5, 2));
    }

    @Override
    protected Views<Image> views() {
        return pieces(32, PatchGrid.cells(3, 32));
    }

    private static Views<Image> pieces(int size, PatchGrid grid) {
        return new PatchViews(
                3, new ImagePipeline(new CenterCrop(size), Normalize.CIFAR10), grid, List.of());
    }

    @Test
    void itSolvesPuzzlesOfNewPictures() throws IOException {
        PuzzleScore score =
                Pictures.learn(
                        task(4, 24, 8),
                        pieces(20, PatchGrid.cells(2, 20)),
                        20,
                        120,
                        Pictures.quarters(10));
        assertThat(score.accuracy()).isBetween(0.85, 1.0);
    }

    @Test
    void theLossWeighsItsThreeParts() {
        Puzzle task = task(4, 24, 8);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray patches = manager.randomNormal(new Shape(12, 3, 8, 8));
            task.initialize(0, manager, patches.getShape());
            Pass pass = new Pass(manager, true, 0, 1);
            float loss = task.loss(pass, new NDList(patches)).getFloat();
            Map<String, Float> parts = pass.parts();
            assertThat(
                            parts.get("jigsaw")
                                    + 0.5f * parts.get("inpainting")
                                    + 2 * parts.get("color"))
                    .isCloseTo(loss, within(1e-4f));
        }
    }

    /** Whatever the pieces' colours, as long as their sum is the same, the answer is. */
    @Test
    void theOrderIsToldWithoutColour() {
        Puzzle task = task(4, 24, 8);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray patches = manager.randomNormal(new Shape(12, 3, 8, 8));
            task.initialize(0, manager, patches.getShape());
            float[] logits = logits(task, manager, patches);
            NDArray turned = patches.get(":, 1:").concat(patches.get(":, :1"), 1);
            assertThat(logits(task, manager, turned)).containsExactly(logits, within(1e-4f));
            NDArray brighter = patches.mul(3).add(2);
            assertThat(logits(task, manager, brighter))
                    .as("each piece is standardised")
                    .containsExactly(logits, within(1e-3f));
            NDArray others = patches.square();
            assertThat(logits(task, manager, others)[0]).isNotCloseTo(logits[0], within(1e-3f));
        }
    }

    private static float[] logits(Puzzle task, NDManager manager, NDArray patches) {
        LibTorch.seed(1);
        Pass pass = new Pass(manager, false, 0, 1);
        return task.solve(pass, new NDList(patches)).logits().toFloatArray();
    }

    @Test
    void whatHasNoColourOrAnotherSizeIsRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList grey = new NDList(manager.zeros(new Shape(9, 1, 8, 8)));
            assertThatThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), grey))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("takes colour from pieces (3, 8, 8)")
                    .hasMessageContaining("got (1, 8, 8)");
        }
        assertThatThrownBy(() -> new DamagedJigsaw.Config(8, 16, 32, -1, 0))
                .hasMessageContaining("finite and 0 or more, got -1.0");
    }
}
