package org.selfsup.contrastive.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ColorProjection;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageTransform;
import org.selfsup.augment.PatchGrid;
import org.selfsup.augment.PatchViews;
import org.selfsup.augment.Standardize;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.Puzzle;
import org.selfsup.train.PuzzleScore;

class RelativePositionTest extends ImageTaskContract {

    @Override
    protected Puzzle task() {
        return new RelativePosition(ConvNet.of(8, 16), 16, 32);
    }

    @Override
    protected Views<Image> views() {
        return patches(32, new PatchGrid(3, 3, 8, 11, 1), new ColorProjection(), new Standardize());
    }

    private static PatchViews patches(int size, PatchGrid grid, ImageTransform... each) {
        return new PatchViews(3, new ImagePipeline(new CenterCrop(size)), grid, List.of(each));
    }

    /** Every patch has a brightness of its own, which nothing takes away here. */
    @Test
    void itFindsTheSidesInNewPictures() throws IOException {
        PatchViews views = patches(18, new PatchGrid(3, 3, 4, 6, 1));
        PuzzleScore score =
                Pictures.learn(task(), views, 18, 100, (y, x) -> 22 * (y / 6 * 3 + x / 6));
        assertThat(score.questions()).isEqualTo(8 * 150);
        assertThat(score.chance()).isEqualTo(0.125);
        assertThat(score.accuracy()).isBetween(0.9, 1.0);
    }

    @Test
    void everyNeighbourOfTheCentreIsOneQuestion() {
        Puzzle task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray patches = manager.randomNormal(new Shape(18, 3, 8, 8));
            task.initialize(0, manager, patches.getShape());
            Pass pass = new Pass(manager, false, 0, 1);
            Puzzle.Solution solution = task.solve(pass, new NDList(patches));
            assertThat(solution.truth().toLongArray())
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
            // The seventh patch of the second picture is the neighbour of one question only.
            patches.set(new NDIndex("15"), 0f);
            NDArray other = task.solve(pass, new NDList(patches)).logits();
            NDArray changed = other.sub(solution.logits()).abs().max(new int[] {1});
            for (int question = 0; question < 16; question++) {
                assertThat(changed.getFloat(question) > 1e-6)
                        .as("question %s", question)
                        .isEqualTo(question == 8 + 5);
            }
        }
    }

    @Test
    void fewerThanNinePatchesAreRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList eight = new NDList(manager.zeros(new Shape(8, 3, 8, 8)));
            assertThatThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), eight))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Relative position sees 9 patches of every picture")
                    .hasMessageContaining("got [(8, 3, 8, 8)]");
        }
    }
}
