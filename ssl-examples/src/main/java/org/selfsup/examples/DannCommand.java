package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.Map;
import org.selfsup.adversarial.alignment.Dann;
import org.selfsup.encoder.Heads;
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

    @Override
    public Usual usual() {
        return new Usual("convnet_pooled", 1e-3, 0.5, 64);
    }

    @Override
    public Dann task(Block encoder, int features, DomainSet domains, long steps) {
        return new Dann(
                encoder,
                classifier(domains),
                domainClassifier(),
                domains.knownLabels(),
                Dann.rising(weight, gamma, steps));
    }

    /** The paper's layers after the convolutions. */
    private static Block classifier(DomainSet domains) {
        return Heads.mlp(Heads.Norm.NONE, 100, 100, domains.source().knownLabels().names().size());
    }

    @Override
    public Map<String, Object> figures(Dann task, DomainSet domains, NDManager manager, long seed)
            throws IOException {
        return domains.accuracies(task.classifier(), manager.getDevice());
    }
}
