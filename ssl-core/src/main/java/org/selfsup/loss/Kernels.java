package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Mean kernel values within and between two samples. */
final class Kernels {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def gaussian(self, x: Tensor, y: Tensor, c: Tensor) -> Tensor:
                      xx = torch.exp(-self.distances(x, x) / c)
                      yy = torch.exp(-self.distances(y, y) / c)
                      return self.discrepancy(xx, yy, torch.exp(-self.distances(x, y) / c))
                    def multiquadric(self, x: Tensor, y: Tensor, c: Tensor) -> Tensor:
                      xx = self.scales(self.distances(x, x), c)
                      yy = self.scales(self.distances(y, y), c)
                      return self.discrepancy(xx, yy, self.scales(self.distances(x, y), c))
                    def scales(self, distances: Tensor, c: Tensor) -> Tensor:
                      k = torch.zeros_like(distances)
                      for s in [0.1, 0.2, 0.5, 1., 2., 5., 10.]:
                        k = k + s * c / (s * c + distances)
                      return k
                    def distances(self, x: Tensor, y: Tensor) -> Tensor:
                      squares = x.square().sum([1]).unsqueeze(1) + y.square().sum([1])
                      return (squares - 2 * (x @ y.t())).clamp_min(0)
                    def discrepancy(self, xx: Tensor, yy: Tensor, xy: Tensor) -> Tensor:
                      n = xx.size(0)
                      own = xx.sum() - xx.trace() + yy.sum() - yy.trace()
                      return own / (n * (n - 1)) - 2 * xy.mean()
                    """);

    private Kernels() {}

    static NDArray discrepancy(String kernel, double bandwidth, NDArray x, NDArray y) {
        long d = Require.sameRows("MMD", 2, x, y).get(1);
        return OPS.apply(kernel, List.of(x, y), 2 * d * bandwidth * bandwidth);
    }
}
