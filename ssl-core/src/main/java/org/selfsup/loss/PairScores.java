package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** Scores of all pairs of a batch: (n, n, ...), of which those of one sample are the diagonal. */
final class PairScores {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def split(self, scores: Tensor) -> List[Tensor]:
                      n = scores.size(0)
                      rest = scores.reshape(n * n, -1)[1:].reshape(n - 1, n + 1, -1)
                      return [scores.diagonal(0, 0, 1), rest[:, :n]]
                    def local(self, l: Tensor, g: Tensor) -> Tensor:
                      return torch.einsum("nug,mul->nmlg", [g, l])
                    """);

    private PairScores() {}

    /** The scores of one sample with itself, and all others. */
    static NDList split(String loss, NDArray scores) {
        Shape shape = scores.getShape();
        Require.that(
                shape.dimension() > 1
                        && shape.get(0) > 1
                        && shape.get(0) == shape.get(1)
                        && shape.size() > 0,
                loss,
                "scores (n, n) with n at least 2",
                scores);
        return OPS.call("split", List.of(scores));
    }

    /** Dot products, {@code (n, n', locations, globals)}, of global n with the locations of n'. */
    static NDArray local(String loss, NDArray local, NDArray global) {
        Shape l = local.getShape();
        Shape g = global.getShape();
        Require.that(
                l.dimension() == 3
                        && g.dimension() == 3
                        && l.get(0) == g.get(0)
                        && l.get(0) > 1
                        && l.get(1) == g.get(1)
                        && local.size() > 0
                        && global.size() > 0,
                loss,
                "local (n, units, locations) and global (n, units, globals) with n at least 2",
                local,
                global);
        return OPS.apply("local", List.of(local, global));
    }
}
