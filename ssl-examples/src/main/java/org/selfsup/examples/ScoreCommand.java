package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.selfsup.engine.LibTorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges the pictures that finished runs make, between real training and test pictures. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description =
                "Score the pictures that runs make: classifier score, Frechet distance, modes.")
final class ScoreCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--classifier",
            paramLabel = "DIR",
            required = true,
            description = "Run directory of the command classifier, on the same pictures.")
    private Path classifier = Path.of("");

    @Parameters(
            paramLabel = "RUN",
            arity = "0..*",
            description = "Run directories of methods that make pictures.")
    private List<Path> runs = List.of();

    @Option(
            names = "--pictures",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "Pictures of each kind, at most half the training pictures (default:"
                            + " ${DEFAULT-VALUE}).")
    private int pictures = 10_000;

    @Option(
            names = "--mode-share",
            paramLabel = "X",
            defaultValue = "0.01",
            description =
                    "A class counts as a mode from this share of the pictures on (default:"
                            + " ${DEFAULT-VALUE}).")
    private double modeShare = 0.01;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Chooses pictures and noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (NDManager manager = LibTorch.newManager(engine.open())) {
            Yardstick yardstick = new Yardstick(classifier, pictures, seed, manager);
            out.printf(
                    "%-44s %8s %7s %9s %8s%n", "pictures", "number", "score", "distance", "modes");
            show("other training pictures", yardstick.ofTraining());
            show("test pictures", yardstick.ofTest());
            for (Path run : runs) {
                try (NDManager own = LibTorch.newManager(manager.getDevice())) {
                    FinishedRun<PictureSet, ?> finished = FinishedRun.ofPictures(run, own);
                    show(
                            run + " (" + finished.description() + ")",
                            yardstick.ofGenerated(finished));
                }
            }
        }
        return 0;
    }

    private void show(String name, Yardstick.Verdict verdict) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%-44s %8d %7.3f %9.3f %8s%n",
                name,
                verdict.count(),
                verdict.score().value(),
                verdict.distance(),
                verdict.score().modes(modeShare) + "/" + verdict.score().shares().length);
        out.flush();
    }
}
