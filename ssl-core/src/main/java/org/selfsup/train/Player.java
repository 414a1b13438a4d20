package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.TorchScript;

/** One objective with its optimizer's slots: the part of the loop that moves parameters. */
final class Player {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def clip(self, g: List[Tensor], limit: List[Tensor]) -> Tensor:
                      norm = torch.norm(torch.stack(torch._foreach_norm(g)))
                      factor = torch.clamp(limit[0] / (norm + 1e-6), None, 1.0)
                      torch._foreach_mul_(g, factor)
                      return norm
                    """);

    private final Objective objective;
    private final Optimizer optimizer;
    private final List<Trained> decayed = new ArrayList<>();
    private final List<Trained> undecayed = new ArrayList<>();
    long updates;

    /** A parameter, its name and its slots. */
    private record Trained(String name, NDArray array, List<NDArray> slots) {}

    Player(
            Objective objective,
            Optimizer optimizer,
            boolean decayAll,
            Map<Parameter, String> names,
            NDManager manager) {
        this.objective = objective;
        this.optimizer = optimizer;
        for (Parameter parameter : StateDict.parameters(objective.trained()).values()) {
            if (!parameter.requiresGradient()) {
                continue;
            }
            String name = names.get(parameter);
            if (name == null) {
                throw new IllegalArgumentException(
                        "Objective \""
                                + objective.name()
                                + "\" trains a parameter \""
                                + parameter.getName()
                                + "\" that is not part of the task's block and would be lost in a"
                                + " checkpoint; add its network to block()");
            }
            NDArray array = parameter.getArray();
            List<NDArray> slots = new ArrayList<>();
            for (int i = 0; i < optimizer.slots().size(); i++) {
                NDArray slot = array.zerosLike(); // with the parameter's layout in memory
                slot.attach(manager);
                slots.add(slot);
            }
            boolean decays = decayAll || array.getShape().dimension() > 1;
            (decays ? decayed : undecayed).add(new Trained(name, array, slots));
        }
        if (decayed.isEmpty() && undecayed.isEmpty()) {
            throw new IllegalArgumentException(
                    "Objective \""
                            + objective.name()
                            + "\" has nothing to train: all its parameters are frozen");
        }
    }

    Objective objective() {
        return objective;
    }

    String name() {
        return objective.name();
    }

    /**
     * Clips and applies the gradients.
     *
     * @return the norm of the gradient before clipping; NaN where nothing is clipped
     */
    double update(NDManager scratch, double learningRate, double clipNorm) {
        NDList first = gradients(decayed, scratch);
        NDList second = gradients(undecayed, scratch);
        double norm = Double.NaN;
        if (clipNorm < Double.POSITIVE_INFINITY) {
            norm = clip(new NDList(first).addAll(second), clipNorm);
        }
        updates++;
        apply(decayed, first, true, scratch, learningRate);
        apply(undecayed, second, false, scratch, learningRate);
        return norm;
    }

    /**
     * Shortens gradients so that all together have at most a norm: {@code g min(1, limit / (|g| +
     * 1e-6))}, as PyTorch does.
     *
     * @return the norm before
     */
    static double clip(NDList gradients, double limit) {
        try (NDArray most = gradients.head().getManager().create((float) limit);
                NDList norm = OPS.callLists("clip", gradients, new NDList(most))) {
            return norm.head().getFloat();
        }
    }

    private void apply(
            List<Trained> group,
            NDList gradients,
            boolean decay,
            NDManager scratch,
            double learningRate) {
        if (group.isEmpty()) {
            return;
        }
        NDList parameters = new NDList();
        group.forEach(trained -> parameters.add(alias(trained.array(), scratch)));
        List<NDList> slots = new ArrayList<>();
        for (int i = 0; i < optimizer.slots().size(); i++) {
            NDList slot = new NDList();
            for (Trained trained : group) {
                slot.add(trained.slots().get(i));
            }
            slots.add(slot);
        }
        optimizer.step(
                new Optimizer.Group(parameters, gradients, slots, decay), learningRate, updates);
    }

    private static NDList gradients(List<Trained> group, NDManager scratch) {
        NDList gradients = new NDList();
        for (Trained trained : group) {
            NDArray gradient = trained.array().getGradient();
            gradient.attach(scratch);
            gradients.add(gradient);
        }
        return gradients;
    }

    private static NDArray alias(NDArray array, NDManager scratch) {
        NDArray alias = array.stopGradient();
        alias.attach(scratch);
        return alias;
    }

    /** Adds the slots under {@code optimizer.OBJECTIVE.SLOT.PARAMETER}. */
    void putSlots(Map<String, NDArray> state) {
        for (List<Trained> group : List.of(decayed, undecayed)) {
            for (Trained trained : group) {
                for (int i = 0; i < trained.slots().size(); i++) {
                    state.put(
                            String.join(
                                    ".",
                                    "optimizer",
                                    name(),
                                    optimizer.slots().get(i),
                                    trained.name()),
                            trained.slots().get(i));
                }
            }
        }
    }
}
