package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Agreement of masked views with an unmasked one in their assignment to prototypes, MSN.
 *
 * <pre>{@code
 * L = mean over views and samples of H(p+_i, p_im) + weight ( log k - H(mean p) )   (eq. 1)
 * p = softmax(cos(z, q) / t),   p+ = sharpened, balanced p of the target
 * }</pre>
 *
 * <p>The second term, at least 0, is the mean-entropy maximisation, up to the constant log k.
 * Targets are raised to 1/sharpening, normalised and balanced by rounds of {@link Sinkhorn}; they
 * carry no gradient.
 *
 * <p>Assran et al. 2022, <a href="https://arxiv.org/abs/2204.07141">Masked Siamese Networks for
 * Label-Efficient Learning</a>.
 *
 * @param temperature t, positive; 0.1 in the paper
 * @param sharpening the targets' further temperature, positive; 0.25 in the paper
 * @param sinkhornIterations rounds of balancing, at least 0; 3 in the paper's code
 * @param weight of the second term, at least 0; 1 in the paper
 */
public record MsnLoss(float temperature, float sharpening, int sinkhornIterations, float weight) {

    private static final String NAME = "MSN";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def sharpen(self, logits: Tensor, sharpening: Tensor) -> Tensor:
                      return torch.log_softmax(torch.log_softmax(logits, 1) / sharpening, 1)
                    def terms(self, logits: Tensor, target: Tensor, w: Tensor) -> List[Tensor]:
                      log_p = torch.log_softmax(logits, 1)
                      views = logits.size(0) // target.size(0)
                      cross = -(target.repeat([views, 1]) * log_p).sum([1]).mean()
                      log_mean = torch.logsumexp(log_p, [0]) - torch.log(log_p.size(0))
                      gap = torch.log(logits.size(1)) + (log_mean.exp() * log_mean).sum()
                      return [cross + w * gap, cross, gap]
                    """);

    /** Checks the parameters. */
    public MsnLoss {
        Require.positive(NAME, "temperature", temperature);
        Require.positive(NAME, "sharpening", sharpening);
        Require.between(NAME, "number of iterations", 0, Integer.MAX_VALUE, sinkhornIterations);
        Require.between(NAME, "weight", 0, Double.POSITIVE_INFINITY, weight);
    }

    /**
     * The loss and its parts, scalars, and the targets.
     *
     * @param loss what is minimised
     * @param crossEntropy the first term
     * @param entropyGap log k minus the entropy of the mean assignment, without its weight
     * @param targets the assignments p+ of the unmasked view, {@code (n, k)}, without gradient
     */
    public record Terms(NDArray loss, NDArray crossEntropy, NDArray entropyGap, NDArray targets) {}

    /**
     * The loss.
     *
     * @param anchors embeddings of the masked views, {@code (v n, d)}: all samples of the first
     *     view, then all of the second, ...
     * @param targets embeddings of the unmasked view, {@code (n, d)}
     * @param prototypes q, {@code (k, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray anchors, NDArray targets, NDArray prototypes) {
        return terms(anchors, targets, prototypes).loss();
    }

    /** The loss with its parts; see {@link #evaluate}. */
    public Terms terms(NDArray anchors, NDArray targets, NDArray prototypes) {
        long n = Require.sameRows(NAME, 1, targets).get(0);
        long d = targets.getShape().get(1);
        Require.that(
                Require.sameRows(NAME, 1, anchors).get(0) % n == 0
                        && anchors.getShape().get(1) == d
                        && Require.sameRows(NAME, 1, prototypes).get(1) == d,
                NAME,
                "anchors (v n, d), targets (n, d) and prototypes (k, d)",
                anchors,
                targets,
                prototypes);
        NDArray logits = Rows.cosines(anchors, prototypes, temperature); // (v n, k)
        NDArray target = Rows.cosines(targets, prototypes, temperature); // (n, k)
        NDArray sharp = OPS.apply("sharpen", List.of(target), sharpening);
        NDArray codes = Sinkhorn.codes(sharp, sinkhornIterations, 1);
        NDList terms = OPS.call("terms", List.of(logits, codes), weight);
        return new Terms(terms.get(0), terms.get(1), terms.get(2), codes);
    }
}
