package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** The two terms of each bound of the mutual information. */
final class Bounds {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def jensen_shannon(self, joint: Tensor, product: Tensor) -> List[Tensor]:
                      log2 = torch.log(2)
                      positive = (log2 - torch.softplus(-joint)).mean()
                      return self.loss(positive, (torch.softplus(product) - log2).mean())
                    def nguyen_wainwright_jordan(self, joint: Tensor,
                        product: Tensor) -> List[Tensor]:
                      return self.loss(joint.mean(), (product - 1).exp().mean())
                    def donsker_varadhan(self, joint: Tensor, product: Tensor) -> List[Tensor]:
                      t = product.flatten()
                      return self.loss(joint.mean(), torch.logsumexp(t, [0]) - torch.log(t.size(0)))
                    def loss(self, positive: Tensor, negative: Tensor) -> List[Tensor]:
                      return [negative - positive, positive, negative]
                    """);

    private Bounds() {}

    static MutualInformationLoss.Terms terms(String bound, NDArray joint, NDArray product) {
        Require.that(
                joint.size() > 0 && product.size() > 0,
                "A bound of mutual information",
                "at least one score of either kind",
                joint,
                product);
        NDList terms = OPS.call(bound, List.of(joint, product));
        return new MutualInformationLoss.Terms(terms.get(0), terms.get(1), terms.get(2));
    }
}
