package org.selfsup.contrastive.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ChannelShift;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.PatchGrid;
import org.selfsup.augment.PatchViews;
import org.selfsup.augment.RandomGrayscale;
import org.selfsup.augment.Standardize;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.Puzzle;
import org.selfsup.train.PuzzleScore;

class JigsawTest extends ImageTaskContract {

    @Override
    protected Puzzle task() {
        return task(9, 10);
    }

    private static Puzzle task(int pieces, int orders) {
        return new Jigsaw(
                ConvNet.of(8, 16),
                new PermutationSet(pieces, orders, 0),
                new Jigsaw.Config(16, 32));
    }

    @Override
    protected Views<Image> views() {
        return pieces(32, PatchGrid.cells(3, 32));
    }

    private static Views<Image> pieces(int size, PatchGrid grid) {
        return new PatchViews(
                3,
                new ImagePipeline(new CenterCrop(size), new RandomGrayscale(0.3)),
                grid,
                List.of(new ChannelShift(1), new Standardize()));
    }

    @Test
    void itSolvesPuzzlesOfNewPictures() throws IOException {
        PuzzleScore score =
                Pictures.learn(
                        task(4, 24),
                        pieces(20, PatchGrid.cells(2, 20)),
                        20,
                        120,
                        Pictures.quarters(10));
        assertThat(score.questions()).isEqualTo(150);
        assertThat(score.chance()).isEqualTo(1 / 24.0);
        assertThat(score.accuracy()).isBetween(0.9, 1.0);
    }

    @Test
    void patchesThatDoNotFitAreRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList patches = new NDList(manager.zeros(new Shape(4, 3, 8, 8)));
            assertThatThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), patches))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Jigsaw sees 9 patches of every picture");
        }
    }
}
