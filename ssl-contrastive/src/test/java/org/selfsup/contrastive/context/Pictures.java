package org.selfsup.contrastive.context;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.selfsup.data.Image;
import org.selfsup.data.PackedImages;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Adam;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Puzzle;
import org.selfsup.train.PuzzleScore;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

/** Coloured noise on a shade that depends on the place, so that puzzles can be solved. */
final class Pictures {

    private Pictures() {}

    /** A task trained on some pictures, put to others of the same shade. */
    static PuzzleScore learn(
            Puzzle task, Views<Image> views, int size, int steps, IntBinaryOperator shade)
            throws IOException {
        TrainingPlan plan = new TrainingPlan(steps, 16, new Adam(), Schedule.constant(3e-3));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, of(128, size, 1, shade), views, plan, manager)) {
            pretrainer.run();
            return PuzzleScore.of(task, of(150, size, 2, shade), views, 3, manager);
        }
    }

    /**
     * Square pictures of three channels.
     *
     * @param shade from row and column to 0 to 200
     */
    static Samples<Image> of(int n, int size, long seed, IntBinaryOperator shade) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[n * size * size * 3];
        for (int i = 0; i < pixels.length; i++) {
            int place = i / 3 % (size * size);
            int value = shade.applyAsInt(place / size, place % size) + random.nextInt(50);
            pixels[i] = (byte) value;
        }
        return new PackedImages(pixels, size, size, 3);
    }

    /** One texture in each quarter: rows, columns, a coarse and a fine chessboard. */
    static IntBinaryOperator quarters(int half) {
        return (y, x) ->
                100
                        * switch ((y < half ? 0 : 2) + (x < half ? 0 : 1)) {
                            case 0 -> y / 2 % 2;
                            case 1 -> x / 2 % 2;
                            case 2 -> (y / 2 + x / 2) % 2;
                            default -> (y + x) % 2;
                        };
    }
}
