package org.selfsup.eval;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.TorchScript;

/**
 * How far two sets of samples are apart, as Gaussians in the space of an encoder's features.
 *
 * <pre>{@code |m1 - m2|^2 + Tr(C1 + C2 - 2 (C1 C2)^(1/2))   (eq. 6) }</pre>
 *
 * <p>It is 0 for the same mean and covariance and grows with blur, noise and missing variety alike.
 * Its unit is that of the features squared: figures can be compared only if the encoder is the same
 * (the paper's is Inception v3), and only for sets of about the same size, for few samples make it
 * larger. At least as many samples as features are wanted; fewer work, with singular covariances.
 *
 * <p>With the centred features' triangular factors, {@code C = R' R}, the trace of the root is the
 * sum of the singular values of {@code R1 R2'}: no covariance is squared, and a singular one is
 * nothing special. All is computed in double precision.
 *
 * <p>Heusel et al. 2017, <a href="https://arxiv.org/abs/1706.08500">GANs trained by a two
 * time-scale update rule converge to a local Nash equilibrium</a>.
 */
public final class FrechetDistance {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def factor(self, x: Tensor, mean: Tensor) -> Tensor:
                      q, r = torch.linalg_qr(torch.sub(x, mean), "r")
                      return torch.div(r, (torch.size(x, 0) - 1) ** 0.5)
                    def distance(self, x: Tensor, y: Tensor) -> Tensor:
                      a = torch.mean(x, [0])
                      b = torch.mean(y, [0])
                      r = self.factor(x, a)
                      s = self.factor(y, b)
                      spread = torch.add(torch.sum(torch.mul(r, r)), torch.sum(torch.mul(s, s)))
                      common = torch.sum(torch.linalg_svdvals(torch.mm(r, torch.t(s))))
                      shift = torch.sum(torch.mul(torch.sub(a, b), torch.sub(a, b)))
                      return torch.add(shift, torch.sub(spread, torch.mul(common, 2)))
                    """);

    private FrechetDistance() {}

    /**
     * The distance of two sets; which is first does not matter.
     *
     * @param a at least 2 samples
     * @param b at least 2 samples, from the same encoder
     * @return at least 0
     */
    public static double between(Features a, Features b) {
        if (a.dimension() != b.dimension()) {
            throw new IllegalArgumentException(
                    "Both sets of features come from one encoder, but have dimensions "
                            + a.dimension()
                            + " and "
                            + b.dimension());
        }
        if (a.size() < 2 || b.size() < 2) {
            throw new IllegalArgumentException(
                    "A covariance takes at least 2 samples, got " + a.size() + " and " + b.size());
        }
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray x = a.array(manager).toType(DataType.FLOAT64, false);
            NDArray y = b.array(manager).toType(DataType.FLOAT64, false);
            return Math.max(0, OPS.apply("distance", x, y).getDouble()); // not -1e-16
        }
    }
}
