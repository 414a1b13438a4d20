package org.selfsup.adversarial.partial;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.selfsup.encoder.CieLab;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * Colours as classes: the cells of a square grid in the plane of a and b that a screen can show.
 *
 * <p>A class stands for the centre of its cell. With a side of 10 there are 260 classes; the papers
 * count 313, because theirs reach a little beyond what can be shown.
 *
 * <p>Zhang et al. 2016, <a href="https://arxiv.org/abs/1603.08511">Colorful image colorization</a>,
 * section 2.
 *
 * @param side of a cell, 2 to 110; 10 in the papers
 */
public record ColorGrid(int side) {

    private static final int NEIGHBOURS = 5;
    private static final float SIGMA = 5;
    private static final int LEVELS = 52; // of each channel, to see which cells are occupied
    private static final int REACH = 1000; // more than any number of cells in a row

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def rows(self, x: Tensor) -> Tensor:
                      return torch.flatten(torch.permute(x, [0, 2, 3, 1]), 0, 2)
                    def squares(self, ab: Tensor, centres: Tensor) -> Tensor:
                      x = (self).rows(ab)
                      lengths = torch.unsqueeze(torch.sum(x * x, [1]), 1) + torch.sum(centres * centres, [1])
                      return torch.clamp_min(lengths - 2 * torch.matmul(x, torch.t(centres)), 0)
                    def nearest(self, ab: Tensor, centres: Tensor) -> Tensor:
                      return torch.argmin((self).squares(ab, centres), 1)
                    def soft(self, ab: Tensor, centres: Tensor, sigma: Tensor, k: Tensor) -> Tensor:
                      far, at = torch.topk((self).squares(ab, centres), int(torch.item(k)), 1, False)
                      weights = torch.softmax(-far / (2 * sigma * sigma), 1)
                      empty = torch.zeros([weights.size(0), centres.size(0)], device=ab.device)
                      return torch.scatter(empty, 1, at, weights)
                    def mean(self, logits: Tensor, centres: Tensor, temperature: Tensor) -> Tensor:
                      p = torch.softmax(logits / temperature, 1)
                      return torch.einsum("nqhw,qc->nchw", [p, centres])
                    """);

    /** Of every grid that was asked for: (q, 2). */
    private static final Map<Integer, float[]> CENTRES = new ConcurrentHashMap<>();

    /** Checks the side. */
    public ColorGrid {
        if (side < 2 || side > 110) {
            throw new IllegalArgumentException(
                    "The cells of a grid of colours have sides of 2 to 110, got " + side);
        }
    }

    private float[] centres() {
        return CENTRES.computeIfAbsent(side, ColorGrid::centres);
    }

    private static float[] centres(int side) {
        SortedSet<Integer> cells = new TreeSet<>();
        float[] ab = shown();
        int count = ab.length / 2; // all a, then all b
        for (int i = 0; i < count; i++) {
            cells.add(Math.round(ab[i] / side) * REACH + Math.round(ab[count + i] / side));
        }
        float[] centres = new float[2 * cells.size()];
        int at = 0;
        for (int cell : cells) {
            int a = Math.round((float) cell / REACH);
            centres[at++] = side * a;
            centres[at++] = side * (cell - a * REACH);
        }
        return centres;
    }

    /** The colours of an even grid of RGB, all a and then all b. */
    private static float[] shown() {
        int count = LEVELS * LEVELS * LEVELS;
        float[] rgb = new float[3 * count];
        for (int i = 0; i < count; i++) {
            rgb[i] = value(i / (LEVELS * LEVELS));
            rgb[count + i] = value(i / LEVELS % LEVELS);
            rgb[2 * count + i] = value(i % LEVELS);
        }
        try (NDManager scratch = LibTorch.newManager(Device.cpu())) {
            return CieLab.of(scratch.create(rgb, new Shape(1, 3, 1, count))).get(1).toFloatArray();
        }
    }

    private static float value(int level) {
        return (float) level / (LEVELS - 1);
    }

    /** How many classes there are, q. */
    public int size() {
        return centres().length / 2;
    }

    /** The class of every place: the one whose centre is nearest. */
    NDArray classes(NDArray ab) {
        return OPS.apply("nearest", ab, centres(ab.getManager()));
    }

    /**
     * The five nearest classes of every place by {@code exp(-distance^2 / (2 5^2))}, {@code (n, 2,
     * h, w)} to {@code (n h w, q)}, rows sum to 1.
     */
    NDArray soft(NDArray ab) {
        NDManager manager = ab.getManager();
        return OPS.apply(
                "soft",
                ab,
                centres(manager),
                Numbers.of(manager, SIGMA),
                Numbers.of(manager, Math.min(NEIGHBOURS, size())));
    }

    /** Scores place by place, {@code (n, q, h, w)} to {@code (n h w, q)}. */
    static NDArray rows(NDArray scores) {
        return OPS.apply("rows", scores);
    }

    /** {@link #mean(NDArray, NDArray, double)} of the colours, {@code (n, 2, h, w)}. */
    NDArray mean(NDArray logits, double temperature) {
        return mean(logits, centres(logits.getManager()), temperature);
    }

    /**
     * The annealed mean: what classes stand for, weighed by {@code softmax(logits / temperature)}
     * (eq. 5). 1 gives the mean, dull where colours are uncertain, near 0 the likeliest.
     *
     * @param logits {@code (n, q, h, w)}
     * @param centres {@code (q, c)}
     * @return {@code (n, c, h, w)}
     */
    static NDArray mean(NDArray logits, NDArray centres, double temperature) {
        return OPS.apply("mean", logits, centres, Numbers.of(logits.getManager(), temperature));
    }

    private NDArray centres(NDManager manager) {
        return Numbers.of(manager, centres()).reshape(-1, 2);
    }
}
