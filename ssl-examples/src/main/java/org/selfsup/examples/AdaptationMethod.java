package org.selfsup.examples;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Blended;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that carries a classifier from a labelled domain to an unlabelled one.
 *
 * @param <T> the task
 */
abstract class AdaptationMethod<T extends PretextTask> extends DomainMethod<T> {

    /** The patches are always the same, whatever the seed of a run. */
    private static final long SEED = 0;

    @Option(
            names = "--blend",
            paramLabel = "SPEC",
            defaultValue = "shapes",
            description =
                    "Where there is no --target, the source's pictures on patches of these, as in"
                            + " MNIST-M (default: ${DEFAULT-VALUE}).")
    private String blend = "shapes";

    @Option(
            names = "--domain-hidden",
            paramLabel = "D",
            defaultValue = "100",
            description = "Units of the domain classifier's layer (default: ${DEFAULT-VALUE}).")
    private int domainHidden = 100;

    @Override
    final DomainSet made(DataSet<Image> source, @Nullable Integer size) throws IOException {
        return DomainSet.of(source, Blended.of(source, DataSource.images(blend), SEED), size);
    }

    /** Tells domains apart by features. */
    final Sequence domainClassifier() {
        return Heads.mlp(Heads.Norm.NONE, domainHidden, 1);
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("target_accuracy") instanceof Double target
                        && figures.get("source_accuracy") instanceof Double source
                ? String.format(
                        Locale.ROOT,
                        "%.2f %% of the target's test pictures told right, %.2f %% of the"
                                + " source's.",
                        100 * target,
                        100 * source)
                : "";
    }
}
