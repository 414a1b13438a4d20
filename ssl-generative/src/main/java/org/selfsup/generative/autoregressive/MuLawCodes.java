package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.MuLaw;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/** Samples in -1 to 1 as codes of {@link MuLaw} of type int64, of any shape. */
final class MuLawCodes extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def invalid(self, x: Tensor) -> Tensor:
                      return torch.any(torch.isnan(x))
                    def encode(self, x: Tensor, mu: Tensor) -> Tensor:
                      size = torch.clamp_max(torch.abs(torch.to(x, 7)), 1)
                      y = torch.sign(x) * torch.log1p(mu * size) / torch.log1p(torch.to(mu, 7))
                      return torch.to(torch.floor((y + 1) / 2 * mu + 0.5), 4)
                    """);

    private final MuLaw law;

    MuLawCodes(MuLaw law) {
        this.law = law;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        try (NDArray mu = Numbers.of(x.getManager(), law.mu());
                NDArray invalid = OPS.apply("invalid", x)) {
            if (invalid.getBoolean()) {
                throw new IllegalArgumentException("Mu-law takes numbers, got NaN");
            }
            return new NDList(OPS.apply("encode", x, mu));
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
