package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * How the next token is drawn from what a language model says of it.
 *
 * <pre>{@code p ~ softmax(logits / temperature) among the topK largest logits }</pre>
 *
 * <p>Draws from libtorch's generator. With {@code topK} 1 nothing is left to chance.
 *
 * @param temperature positive; below 1 likely tokens become likelier
 * @param topK how many tokens may be drawn, at least 1; as many as there are, or more, for all
 */
public record TokenSampling(double temperature, int topK) {

    /** As the model has learnt it. */
    public static final TokenSampling PLAIN = new TokenSampling(1, Integer.MAX_VALUE);

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def draw(self, logits: Tensor, temperature: Tensor, k: Tensor) -> Tensor:
                      most = min(int(k), torch.size(logits, 1))
                      best, place, = torch.topk(logits / temperature, most)
                      drawn = torch.multinomial(torch.softmax(best, 1), 1)
                      return torch.gather(place, 1, drawn)
                    """);

    /** Checks the numbers. */
    public TokenSampling {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY) || topK < 1) {
            throw new IllegalArgumentException(
                    "Tokens are drawn at a positive temperature from at least 1, got "
                            + temperature
                            + " and "
                            + topK);
        }
    }

    /**
     * The next token of each text.
     *
     * @param logits {@code (n, v)}
     * @return {@code (n, 1)} of type int64
     */
    public NDArray draw(NDArray logits) {
        try (NDArray t = Numbers.of(logits.getManager(), temperature);
                NDArray k = Numbers.of(logits.getManager(), topK)) {
            return OPS.apply("draw", logits, t, k);
        }
    }
}
