package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.TorchScript;

/** One objective with its optimizer's slots: the part of the loop that moves parameters. */
final class Player {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def clip(self, g: List[Tensor], limit: List[Tensor]) -> List[Tensor]:
                      norm = torch.norm(torch.stack(torch._foreach_norm(g)))
                      factor = torch.clamp(limit[0] / (norm + 1e-6), None, 1.0)
                      clipped = torch._foreach_mul(g, factor)
                      torch.append(clipped, norm)
                      return clipped
                    """);

    private final Objective objective;
    private final Optimizer optimizer;
    private final List<String> names = new ArrayList<>();
    private final NDList parameters = new NDList();
    private final List<NDList> slots = new ArrayList<>();

    /** The first so many parameters decay, the others do not. */
    private final int decayed;

    long updates;

    Player(
            Objective objective,
            TrainingPlan plan,
            Map<Parameter, String> nameOf,
            NDManager manager) {
        this.objective = objective;
        this.optimizer = Objects.requireNonNullElse(objective.optimizer(), plan.optimizer());
        List<Parameter> trained = new ArrayList<>();
        List<Parameter> undecayed = new ArrayList<>();
        for (Parameter parameter : StateDict.parameters(objective.trained()).values()) {
            if (parameter.requiresGradient()) {
                boolean decays = plan.decayAll() || parameter.getShape().dimension() > 1;
                (decays ? trained : undecayed).add(parameter);
            }
        }
        decayed = trained.size();
        trained.addAll(undecayed);
        if (trained.isEmpty()) {
            throw new IllegalArgumentException(
                    "Objective \""
                            + objective.name()
                            + "\" has nothing to train: all its parameters are frozen");
        }
        for (Parameter parameter : trained) {
            String name = nameOf.get(parameter);
            if (name == null) {
                throw new IllegalArgumentException(
                        "Objective \""
                                + objective.name()
                                + "\" trains a parameter \""
                                + parameter.getName()
                                + "\" that is not part of the task's block and would be lost in a"
                                + " checkpoint; add its network to block()");
            }
            names.add(name);
            parameters.add(parameter.getArray());
        }
        for (int i = 0; i < optimizer.slots().size(); i++) {
            NDList slot = new NDList();
            for (NDArray parameter : parameters) {
                NDArray zeros = parameter.zerosLike(); // with the parameter's layout in memory
                zeros.attach(manager);
                slot.add(zeros);
            }
            slots.add(slot);
        }
    }

    Objective objective() {
        return objective;
    }

    String name() {
        return objective.name();
    }

    /** What the loss is derived by. */
    NDList parameters() {
        return parameters;
    }

    /**
     * Clips and applies the gradients.
     *
     * @param gradients one for each of {@link #parameters}
     * @return the norm of the gradient before clipping; NaN where nothing is clipped
     */
    double update(NDList gradients, double learningRate, double clipNorm) {
        NDList applied = gradients;
        double norm = Double.NaN;
        if (clipNorm < Double.POSITIVE_INFINITY) {
            applied = clip(gradients, clipNorm);
            norm = applied.remove(applied.size() - 1).getFloat();
        }
        updates++;
        apply(applied, 0, decayed, true, learningRate);
        apply(applied, decayed, parameters.size(), false, learningRate);
        return norm;
    }

    /**
     * Gradients shortened so that all together have at most a norm: {@code g min(1, limit / (|g| +
     * 1e-6))}, as PyTorch does.
     *
     * @return the shortened gradients, and last the norm before
     */
    static NDList clip(NDList gradients, double limit) {
        try (NDArray most = gradients.head().getManager().create((float) limit)) {
            return OPS.callLists("clip", gradients, new NDList(most));
        }
    }

    private void apply(NDList gradients, int from, int to, boolean decay, double learningRate) {
        if (from == to) {
            return;
        }
        Optimizer.Group group =
                new Optimizer.Group(
                        parameters.subNDList(from, to),
                        gradients.subNDList(from, to),
                        slots.stream().map(slot -> slot.subNDList(from, to)).toList(),
                        decay);
        optimizer.step(group, learningRate * objective.rate(), updates);
    }

    /** Adds the slots under {@code optimizer.OBJECTIVE.SLOT.PARAMETER}. */
    void putSlots(Map<String, NDArray> state) {
        for (int i = 0; i < slots.size(); i++) {
            for (int j = 0; j < names.size(); j++) {
                String slot = optimizer.slots().get(i);
                state.put(
                        String.join(".", "optimizer", name(), slot, names.get(j)),
                        slots.get(i).get(j));
            }
        }
    }
}
