package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.Map;
import org.selfsup.adversarial.alignment.Dann;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains DANN on two domains of pictures. */
@Command(
        name = "dann",
        mixinStandardHelpOptions = true,
        description =
                "DANN (1505.07818): features that tell classes and do not tell two domains apart.")
final class DannCommand extends AdaptationMethod<Dann> {

    @Option(
            names = "--weight",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "Of the reversed gradient at the end; 0 learns from the source alone (default:"
                            + " ${DEFAULT-VALUE}).")
    private double weight = 1;

    @Option(
            names = "--gamma",
            paramLabel = "X",
            defaultValue = "10",
            description = "How soon the weight gets there (default: ${DEFAULT-VALUE}).")
    private double gamma = 10;

    /**
     * By SGD: where classes are known, what is left of the gradient is the game's, and Adam would
     * take it as large as it takes all others.
     */
    @Override
    public Usual usual() {
        return new Usual("dcgan_plain", 1e-2, 0.9, 64, OptimizerChoice.SGD);
    }

    @Override
    public Dann task(Block encoder, int features, DomainSet domains, long steps) {
        return new Dann(
                encoder,
                domainClassifier(),
                domains.knownLabels(),
                Dann.rising(weight, gamma, steps));
    }

    @Override
    public Map<String, Object> figures(Dann task, DomainSet domains, NDManager manager, long seed)
            throws IOException {
        return domains.accuracies(task.classifier(), manager.getDevice());
    }
}
