package org.selfsup.contrastive.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.QuarterTurn;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.Puzzle;
import org.selfsup.train.PuzzleScore;

class RotNetTest extends ImageTaskContract {

    @Override
    protected Puzzle task() {
        return new RotNet(ConvNet.of(8, 16));
    }

    @Override
    protected Views<Image> views() {
        return turned(32);
    }

    private static ImageViews turned(int size) {
        return new ImageViews(
                3,
                IntStream.range(0, 4)
                        .mapToObj(QuarterTurn::new)
                        .map(
                                turn ->
                                        new ImagePipeline(
                                                new CenterCrop(size), Normalize.CIFAR10, turn))
                        .toList());
    }

    @Test
    void itTellsWhichWayUpNewPicturesAre() throws IOException {
        PuzzleScore score =
                Pictures.learn(task(), turned(12), 12, 60, (y, x) -> 100 * (y < 6 ? y % 2 : 1));
        assertThat(score.questions()).isEqualTo(4 * 150);
        assertThat(score.chance()).isEqualTo(0.25);
        assertThat(score.accuracy()).isBetween(0.9, 1.0);
    }

    @Test
    void withoutTrainingItIsRightByChanceAndAlwaysAlike() throws IOException {
        Puzzle task = task();
        Samples<Image> noise = Pictures.of(150, 12, 5, (y, x) -> 0);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            task.initialize(0, manager, new Shape(1, 3, 12, 12));
            PuzzleScore score = PuzzleScore.of(task, noise, turned(12), 0, manager);
            assertThat(score.accuracy()).isCloseTo(score.chance(), within(0.1));
            assertThat(PuzzleScore.of(task, noise, turned(12), 0, manager)).isEqualTo(score);
        }
    }

    @Test
    void theTruthIsTheNumberOfQuarterTurns() {
        Puzzle task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Shape two = new Shape(2, 3, 8, 8);
            task.initialize(0, manager, two, two, two, two);
            NDList views = new NDList();
            for (int turn = 0; turn < 4; turn++) {
                views.add(manager.ones(two).mul(turn));
            }
            Puzzle.Solution solution = task.solve(new Pass(manager, false, 0, 1), views);
            assertThat(solution.logits().getShape()).isEqualTo(new Shape(8, 4));
            assertThat(solution.truth().toLongArray()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
        }
    }

    @Test
    void fewerThanFourSidesAreRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList one = new NDList(manager.zeros(new Shape(1, 3, 8, 8)));
            assertThatThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), one))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("four views of the same shape, got [(1, 3, 8, 8)]");
        }
    }
}
