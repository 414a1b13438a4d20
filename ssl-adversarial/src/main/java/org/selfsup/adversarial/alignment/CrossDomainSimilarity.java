package org.selfsup.adversarial.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.stream.IntStream;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.TorchScript;

/**
 * Cross-domain similarity local scaling, CSLS: how near vectors of two spaces are, less how near
 * each is to the other space anyway, so that no vector is everybody's neighbour.
 *
 * <pre>{@code
 * CSLS(x, y) = 2 cos(x, y) - r_T(x) - r_S(y)                                         (eq. 7)
 * r_T(x)     = mean cosine of x with its k nearest targets, r_S(y) with its k nearest sources
 * }</pre>
 *
 * <p>Vectors of the source {@code (n, d)} are mapped already and lie in the target's space {@code
 * (m, d)}. Nothing is trained and no gradient flows. Takes n m cosines, a block of rows at a time.
 *
 * <p>Conneau et al. 2017, <a href="https://arxiv.org/abs/1710.04087">Word Translation Without
 * Parallel Data</a>, section 2.3.
 *
 * @param neighbours k, at least 1; 10 in the paper. In a smaller space all are neighbours.
 */
public record CrossDomainSimilarity(int neighbours) {

    private static final int ROWS = 1024;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def radius(self, x: Tensor, y: Tensor, k: Tensor) -> Tensor:
                      return torch.mean(torch.topk(torch.mm(x, torch.t(y)), int(k), 1)[0], [1])
                    def nearest(self, x: Tensor, y: Tensor, radius: Tensor) -> Tuple[Tensor, Tensor]:
                      cosines = torch.mm(x, torch.t(y))
                      best = torch.argmax(torch.sub(torch.add(cosines, cosines), radius), 1, True)
                      return (torch.squeeze(best, 1), torch.squeeze(torch.gather(cosines, 1, best), 1))
                    """);

    /** Checks the number. */
    public CrossDomainSimilarity {
        if (neighbours < 1) {
            throw new IllegalArgumentException(
                    "CSLS looks at 1 nearest neighbour or more, got " + neighbours);
        }
    }

    /**
     * What every vector of one space is nearest to in another.
     *
     * @param of its row in the other space
     * @param cosines with that row
     */
    public record Nearest(long[] of, float[] cosines) {

        /** Mean cosine: high where two spaces lie upon one another. */
        public double meanCosine() {
            return IntStream.range(0, cosines.length)
                    .mapToDouble(i -> cosines[i])
                    .average()
                    .orElseThrow();
        }
    }

    /**
     * The nearest targets of all vectors by CSLS.
     *
     * @param from {@code (n, d)}
     * @param to {@code (m, d)}
     * @throws IllegalArgumentException if the vectors are not of one length d
     */
    public Nearest nearest(NDArray from, NDArray to) {
        if (from.getShape().dimension() != 2
                || to.getShape().dimension() != 2
                || from.size(1) != to.size(1)) {
            throw new IllegalArgumentException(
                    "CSLS compares vectors (n, d) and (m, d), got "
                            + from.getShape()
                            + " and "
                            + to.getShape());
        }
        try (Autograd off = Autograd.off();
                NDManager scratch = from.getManager().newSubManager()) {
            NDArray x = unit(from, scratch);
            NDArray y = unit(to, scratch);
            NDArray k = scratch.create(Math.min(neighbours, x.size(0)));
            NDList radii = new NDList();
            for (long row = 0; row < y.size(0); row += ROWS) {
                radii.add(OPS.apply("radius", rows(y, row), x, k));
            }
            NDArray radius = Autograd.concat(radii, 0);
            long[] of = new long[(int) x.size(0)];
            float[] cosines = new float[of.length];
            for (int row = 0; row < of.length; row += ROWS) {
                // r_T(x) is the same for all targets of x and chooses none of them.
                NDList best = OPS.call("nearest", rows(x, row), y, radius);
                long[] chosen = best.get(0).toLongArray();
                System.arraycopy(chosen, 0, of, row, chosen.length);
                System.arraycopy(best.get(1).toFloatArray(), 0, cosines, row, chosen.length);
            }
            return new Nearest(of, cosines);
        }
    }

    /**
     * Rows that are nearest to each other, both ways.
     *
     * @param from {@code (n, d)}
     * @param to {@code (m, d)}
     * @return rows of the first, and in the same order rows of the second
     */
    public long[][] mutual(NDArray from, NDArray to) {
        long[] there = nearest(from, to).of();
        long[] back = nearest(to, from).of();
        long[] kept =
                IntStream.range(0, there.length)
                        .filter(i -> back[(int) there[i]] == i)
                        .mapToLong(i -> i)
                        .toArray();
        long[] others = new long[kept.length];
        for (int i = 0; i < kept.length; i++) {
            others[i] = there[(int) kept[i]];
        }
        return new long[][] {kept, others};
    }

    private static NDArray unit(NDArray vectors, NDManager scratch) {
        NDArray unit = vectors.normalize(2, 1);
        unit.attach(scratch);
        return unit;
    }

    private static NDArray rows(NDArray all, long from) {
        return all.get(new NDIndex(from + ":" + Math.min(all.size(0), from + ROWS)));
    }
}
