package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.TorchScript;

/** How a game between a generator and a discriminator stands, in figures of one batch. */
final class GameQuality {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def accuracy(self, real: Tensor, fake: Tensor) -> Tensor:
                      return 0.5 * torch.mean(torch.to(torch.gt(real, 0), 6)) + 0.5 * torch.mean(torch.to(torch.lt(fake, 0), 6))
                    def diversity(self, real: Tensor, fake: Tensor) -> Tensor:
                      return torch.mean(torch.std(fake, [0], False)) / torch.clamp(torch.mean(torch.std(real, [0], False)), 1e-12)
                    """);

    private GameQuality() {}

    /** The share of samples that are told right by logits of any shape, positive for real ones. */
    static float accuracy(NDArray real, NDArray fake) {
        return figure("accuracy", real, fake);
    }

    /** The spread of generated samples {@code (n, ...)} relative to real ones. */
    static float diversity(NDArray real, NDArray generated) {
        return figure("diversity", real, generated);
    }

    private static float figure(String name, NDArray real, NDArray fake) {
        try (Autograd off = Autograd.off();
                NDArray figure = OPS.apply(name, real, fake)) {
            return figure.getFloat();
        }
    }
}
