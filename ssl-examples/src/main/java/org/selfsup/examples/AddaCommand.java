package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.adversarial.alignment.Adda;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains ADDA on two domains of pictures. */
@Command(
        name = "adda",
        mixinStandardHelpOptions = true,
        description =
                "ADDA (1702.05464): a copy of the source's encoder learns to make the target look"
                        + " like the source.")
final class AddaCommand extends AdaptationMethod<Adda> {

    @Option(
            names = "--source-steps",
            paramLabel = "N",
            description = "Steps that learn the source's labels (default: a quarter of all).")
    private @Nullable Long sourceSteps;

    @Option(
            names = "--game-rate",
            paramLabel = "X",
            defaultValue = "0.2",
            description =
                    "Learning rate of the game relative to that before (default:"
                            + " ${DEFAULT-VALUE}).")
    private double gameRate = 0.2;

    @Override
    public Usual usual() {
        return new Usual("convnet_pooled", 1e-3, 0.5, 64);
    }

    @Override
    public Adda task(Block encoder, int features, DomainSet domains, long steps) {
        long first = sourceSteps == null ? (steps + 3) / 4 : sourceSteps;
        if (first >= steps && steps > 1) {
            throw new IllegalArgumentException(
                    "The game needs steps after those that learn the source, got --source-steps "
                            + first
                            + " of "
                            + steps);
        }
        return new Adda(
                encoder,
                domainClassifier(),
                domains.knownLabels(),
                new Adda.Config(first, gameRate));
    }

    @Override
    public Map<String, Object> figures(Adda task, DomainSet domains, NDManager manager, long seed)
            throws IOException {
        Device device = manager.getDevice();
        Map<String, Object> figures =
                new LinkedHashMap<>(domains.accuracies(task.classifier(), device));
        if (domains.comparable()) {
            figures.put("before", domains.accuracies(task.sourceClassifier(), device));
        }
        return figures;
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return super.sentence(figures)
                + (figures.get("before") instanceof Map<?, ?> before
                                && before.get("target_accuracy") instanceof Double only
                        ? String.format(
                                Locale.ROOT,
                                "%nThe source alone: %.2f %% of the target's.",
                                100 * only)
                        : "");
    }
}
