package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.TorchScript;

/**
 * How well embeddings use their space, label-free. Rows are normalised to length 1 first. Of more
 * than {@value #MOST_ROWS} rows, as the nodes of a graph, about as many are looked at, evenly
 * spaced.
 *
 * <ul>
 *   <li>{@value #STD}: standard deviation over the rows, mean over the d features, times sqrt(d). 1
 *       if they spread evenly over the sphere, 0 if all are the same (Chen and He 2020, <a
 *       href="https://arxiv.org/abs/2011.10566">Exploring simple Siamese representation
 *       learning</a>, figure 2).
 *   <li>{@value #RANK}: {@code exp(-sum p_k log p_k)}, {@code p_k = s_k / sum s} for the singular
 *       values s, 1 to min(n, d) (Garrido et al. 2022, <a
 *       href="https://arxiv.org/abs/2210.02885">RankMe</a>, eq. 1; without its epsilon, and with
 *       normalised rows).
 *   <li>{@value #UNIFORMITY}: {@code log mean exp(-2 |z_i - z_j|^2)} over pairs of rows, 0 if all
 *       are the same, the lower the better; {@value #ALIGNMENT}: {@code mean |z1_i - z2_i|^2} over
 *       the pairs of views, 0 to 4 (Wang and Isola 2020, <a
 *       href="https://arxiv.org/abs/2005.10242">Understanding contrastive representation
 *       learning</a>, section 4.1).
 *   <li>{@value #PROTOTYPES}: entropy of the mean over samples of their soft assignment to
 *       prototypes, over the logarithm of the number of prototypes or of rows, whichever is
 *       smaller; 0 if all choose the same, 1 or more if they use them all.
 * </ul>
 */
public final class EmbeddingQuality {

    /** Rows that are looked at: pairs of them are compared. */
    public static final int MOST_ROWS = 2048;

    /** Name of the spread of the embeddings. */
    public static final String STD = "embedding_std";

    /** Name of the effective number of dimensions. */
    public static final String RANK = "effective_rank";

    /** Name of the mean distance of two views of a sample. */
    public static final String ALIGNMENT = "alignment";

    /** Name of the closeness of different samples. */
    public static final String UNIFORMITY = "uniformity";

    /** Name of how evenly prototypes are used. */
    public static final String PROTOTYPES = "prototype_entropy";

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def spread(self, x: Tensor) -> Tensor:
                      n, d = torch.size(x, 0), torch.size(x, 1)
                      z = torch.div(x, torch.clamp(torch.norm(x, 2, [1], True), 1e-12))
                      std = torch.mean(torch.std(z, [0], False)) * torch.sqrt(torch.tensor(float(d)))
                      s = torch.linalg_svdvals(z)
                      p = s / torch.clamp(torch.sum(s), 1e-12)
                      rank = torch.exp(-torch.sum(torch.xlogy(p, p)))
                      squared = 2.0 - 2.0 * torch.matmul(z, torch.t(z))
                      other = torch.sum(torch.exp(-2.0 * squared)) - torch.sum(torch.exp(-2.0 * torch.diagonal(squared)))
                      uniformity = torch.log(other / float(n * (n - 1)))
                      return torch.stack([std, rank, uniformity])
                    def alignment(self, x: Tensor, y: Tensor) -> Tensor:
                      u = torch.div(x, torch.clamp(torch.norm(x, 2, [1], True), 1e-12))
                      v = torch.div(y, torch.clamp(torch.norm(y, 2, [1], True), 1e-12))
                      return torch.mean(torch.sum(torch.pow(u - v, 2), [1]))
                    def entropy(self, p: Tensor) -> Tensor:
                      mean = torch.mean(p, [0])
                      return torch.neg(torch.sum(torch.xlogy(mean, mean)))
                    """);

    private EmbeddingQuality() {}

    /**
     * The figures by name; alignment only of two views.
     *
     * @param views one or two views, each {@code (n, d)}, n at least 2; row i of both shows the
     *     same sample
     */
    public static Map<String, Float> of(NDArray... views) {
        NDArray first = views[0];
        if (first.getShape().dimension() != 2 || first.size(0) < 2) {
            throw new IllegalArgumentException(
                    "Embeddings to look at are (n, d) with n at least 2, got " + first.getShape());
        }
        Map<String, Float> figures = new LinkedHashMap<>();
        try (Autograd off = Autograd.off();
                NDArray some = some(first);
                NDList results = new NDList(OPS.apply("spread", some))) {
            float[] spread = results.head().toFloatArray();
            figures.put(STD, spread[0]);
            figures.put(RANK, spread[1]);
            figures.put(UNIFORMITY, spread[2]);
            if (views.length > 1) {
                NDArray others = some(views[1]);
                results.add(others);
                results.add(OPS.apply("alignment", some, others));
                figures.put(ALIGNMENT, results.get(2).getFloat());
            }
        }
        return figures;
    }

    /** Rows at even distances, as a new view. */
    private static NDArray some(NDArray x) {
        return x.get(new NDIndex("::" + (x.size(0) + MOST_ROWS - 1) / MOST_ROWS));
    }

    /**
     * How evenly prototypes are used.
     *
     * @param assignments {@code (n, k)}, rows sum to 1; n and k at least 2
     */
    public static float prototypes(NDArray assignments) {
        Shape shape = assignments.getShape();
        if (shape.dimension() != 2 || Math.min(shape.get(0), shape.get(1)) < 2) {
            throw new IllegalArgumentException(
                    "Assignments to prototypes are (n, k) with both at least 2, got " + shape);
        }
        try (Autograd off = Autograd.off();
                NDArray entropy = OPS.apply("entropy", assignments)) {
            double most = Math.log((double) Math.min(shape.get(0), shape.get(1)));
            return (float) (entropy.getFloat() / most);
        }
    }
}
