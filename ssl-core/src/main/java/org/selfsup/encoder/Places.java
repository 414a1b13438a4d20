package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.engine.TorchScript;

/**
 * Some places of every text of a batch, so that what costs much, as logits of a whole vocabulary,
 * is computed there only.
 *
 * @param at places from 0 to t - 1, {@code (n, k)} of type int64, those that count different within
 *     a text
 * @param counted not 0 where a place counts, {@code (n, k)}: texts with fewer than k are filled up
 */
public record Places(NDArray at, NDArray counted) {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def find(self, marks: Tensor) -> Tuple[Tensor, Tensor]:
                      free = torch.eq(marks, 0)
                      count = torch.sum(torch.logical_not(free), [1], True)
                      k = max(1, int(torch.max(count)))
                      at = torch.slice(torch.argsort(free, stable=True, dim=1), 1, 0, k)
                      counted = torch.gather(torch.logical_not(free), 1, at)
                      return (at, counted)
                    def rows(self, x: Tensor, at: Tensor) -> Tensor:
                      index = torch.expand(torch.unsqueeze(at, 2), [-1, -1, torch.size(x, 2)])
                      return torch.gather(x, 1, index)
                    def put(self, x: Tensor, at: Tensor, counted: Tensor, y: Tensor) -> Tensor:
                      kept = torch.gather(x, 1, at)
                      return torch.scatter(x, 1, at, torch.where(torch.ne(counted, 0), y, kept))
                    """);

    /**
     * The places that are marked, in order.
     *
     * @param marks not 0 where a place is marked, {@code (n, t)}
     * @return k is the most of any text, at least 1
     */
    public static Places where(NDArray marks) {
        NDList found = OPS.call("find", marks);
        return new Places(found.get(0), found.get(1));
    }

    /**
     * What is there.
     *
     * @param x {@code (n, t)} or {@code (n, t, d)}
     * @return {@code (n, k)} or {@code (n, k, d)}
     */
    public NDArray of(NDArray x) {
        return x.getShape().dimension() == 2 ? x.gather(at, 1) : OPS.apply("rows", x, at);
    }

    /**
     * Puts other numbers to the places that count.
     *
     * @param x {@code (n, t)}, not changed
     * @param y of the same type, {@code (n, k)}
     * @return {@code (n, t)}
     */
    public NDArray put(NDArray x, NDArray y) {
        return OPS.apply("put", x, at, counted, y);
    }
}
