package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.selfsup.adversarial.alignment.CycleGan;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Tinted;
import org.selfsup.encoder.Encoders;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.Translators;
import org.selfsup.engine.Autograd;
import org.selfsup.eval.Classification;
import org.selfsup.report.Section;
import org.selfsup.train.Adam;
import org.selfsup.train.Classifier;
import org.selfsup.train.Pass;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains CycleGAN on two domains of pictures. */
@Command(
        name = "cyclegan",
        mixinStandardHelpOptions = true,
        description =
                "CycleGAN (1703.10593): two translators between domains without pairs, each undoing"
                        + " the other's work.")
final class CycleGanCommand extends DomainMethod<CycleGan> {

    private static final int COMPARED = 1_000;
    private static final int JUDGED = 64;

    @Option(
            names = "--ground",
            paramLabel = "RRGGBB",
            defaultValue = "f2c14e",
            description =
                    "Where there is no --target, it is half of the source's grey pictures in two"
                            + " colours; this is what black becomes (default: ${DEFAULT-VALUE}).")
    private String ground = "f2c14e";

    @Option(
            names = "--stroke",
            paramLabel = "RRGGBB",
            defaultValue = "1d3f8c",
            description = "What white becomes (default: ${DEFAULT-VALUE}).")
    private String stroke = "1d3f8c";

    @Option(
            names = "--width",
            paramLabel = "C",
            defaultValue = "16",
            description = "Channels of all networks at full size (default: ${DEFAULT-VALUE}).")
    private int width = 16;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "3",
            description = "Residual blocks of a generator (default: ${DEFAULT-VALUE}).")
    private int blocks = 3;

    @Option(
            names = "--cycle",
            paramLabel = "X",
            defaultValue = "10",
            description = "Weight of coming back (default: ${DEFAULT-VALUE}).")
    private double cycle = 10;

    @Option(
            names = "--identity",
            paramLabel = "X",
            defaultValue = "5",
            description =
                    "Weight of leaving alone what is of the domain already (default:"
                            + " ${DEFAULT-VALUE}).")
    private double identity = 5;

    @Option(
            names = "--judge-steps",
            paramLabel = "N",
            defaultValue = "300",
            description =
                    "Steps that a classifier of each domain learns to judge translations (default:"
                            + " ${DEFAULT-VALUE}).")
    private long judgeSteps = 300;

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 2e-4, 0.5, 8);
    }

    /** One half of the pictures as they are, the other half tinted: nothing has a pair. */
    @Override
    DomainSet made(DataSet<Image> source, @Nullable Integer size) throws IOException {
        if (source.train().get(0).channels() != 1) {
            throw new IllegalArgumentException(
                    "Pictures in colour have no tinted twins; name the other domain by --target");
        }
        int half = source.train().size() / 2;
        Samples<Image> kept = part(source.train(), 0, half);
        Samples<Image> other = part(source.train(), half, source.train().size());
        DataSet<Image> twins =
                new DataSet<>(
                        new Tinted(other, colour(ground), colour(stroke)),
                        new Tinted(source.test(), colour(ground), colour(stroke)),
                        "its second half tinted from %s to %s".formatted(ground, stroke),
                        ground + stroke);
        return DomainSet.of(
                new DataSet<>(
                        kept,
                        source.test(),
                        source.description() + ", first half",
                        source.fingerprint()),
                twins,
                size);
    }

    private static int colour(String given) {
        if (!given.matches("[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException(
                    "A colour is six hexadecimal digits RRGGBB, such as f2c14e, got " + given);
        }
        return Integer.parseInt(given, 16);
    }

    private static Samples<Image> part(Samples<Image> all, int from, int to) {
        return new Subset<>(all, IntStream.range(from, to).toArray());
    }

    @Override
    public Block encoder(String name, DomainSet domains) {
        return task(domains).encoder();
    }

    @Override
    public CycleGan task(Block encoder, int features, DomainSet domains, long steps) {
        return task(domains);
    }

    private CycleGan task(DomainSet domains) {
        return new CycleGan(
                Translators.generator(3, width, 1, blocks),
                Translators.generator(3, width, 1, blocks),
                Translators.patches(2 * width, 2),
                Translators.patches(2 * width, 2),
                domains.source().shape(),
                new CycleGan.Config(cycle, identity, CycleGan.Config.PAPER.history()));
    }

    @Override
    public Map<String, Object> figures(
            CycleGan task, DomainSet domains, NDManager manager, long seed) throws IOException {
        Device device = manager.getDevice();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put(
                "cycle_error",
                error(domains.source(), task.forward(), task.backward(), device, seed));
        figures.put(
                "target_cycle_error",
                error(domains.target(), task.backward(), task.forward(), device, seed));
        if (domains.comparable()) {
            Block target = judge(domains.target(), seed, manager);
            Block source = judge(domains.source(), seed, manager);
            figures.put("agreement", told(domains.source(), task.forward(), target, device));
            figures.put(
                    "target_agreement", told(domains.target(), task.backward(), source, device));
            Map<String, Double> before = new LinkedHashMap<>();
            before.put("agreement", told(domains.source(), target, device));
            before.put("target_agreement", told(domains.target(), source, device));
            figures.put("untranslated", before);
        }
        return figures;
    }

    /** Mean distance of a picture there and back, where black is 0 and white 1. */
    private static double error(
            PictureSet domain, Block there, Block back, Device device, long seed)
            throws IOException {
        Samples<Image> some = Subset.atMost(domain.data().test(), COMPARED, seed);
        Block both =
                new Sequence().add("there", there).add("back", back).add("flat", Layers.flatten());
        float[] returned = domain.features(both, some, device).values();
        float[] pictures = domain.features(Layers.flatten(), some, device).values();
        double sum = 0;
        for (int i = 0; i < pictures.length; i++) {
            sum += Math.abs(returned[i] - pictures[i]);
        }
        return sum / pictures.length / 2;
    }

    /** A classifier that learns a domain's own pictures and labels. */
    private Block judge(PictureSet domain, long seed, NDManager manager) throws IOException {
        Classifier classifier =
                new Classifier(Encoders.create("convnet_small"), domain.knownLabels());
        TrainingPlan plan =
                new TrainingPlan(
                                judgeSteps,
                                JUDGED,
                                new Adam(),
                                Schedule.warmUpCosine(1e-3, 0, judgeSteps))
                        .withSeed(seed);
        try (Pretrainer<Image> pretrainer =
                new Pretrainer<>(
                        classifier, domain.train(), domain.evaluationViews(), plan, manager)) {
            pretrainer.run();
        }
        return classifier.classifier();
    }

    private static double told(PictureSet domain, Block translator, Block judge, Device device)
            throws IOException {
        return told(
                domain, new Sequence().add("translator", translator).add("judge", judge), device);
    }

    private static double told(PictureSet domain, Block classifier, Device device)
            throws IOException {
        return Classification.of(domain.features(classifier, domain.data().test(), device))
                .accuracy();
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        if (!(figures.get("cycle_error") instanceof Double there
                && figures.get("target_cycle_error") instanceof Double back)) {
            return "";
        }
        String cycles =
                String.format(
                        Locale.ROOT,
                        "There and back: %.4f off from the source, %.4f from the target.",
                        there,
                        back);
        return figures.get("agreement") instanceof Double to
                        && figures.get("target_agreement") instanceof Double from
                        && figures.get("untranslated") instanceof Map<?, ?> before
                ? cycles
                        + String.format(
                                Locale.ROOT,
                                "%nTranslations told as their class by a classifier of the other"
                                        + " domain: %.1f %% (untranslated %.1f %%), and of the"
                                        + " target's %.1f %% (%.1f %%).",
                                100 * to,
                                100 * Method.number(before, "agreement"),
                                100 * from,
                                100 * Method.number(before, "target_agreement"))
                : cycles;
    }

    @Override
    public List<Section> pictures(CycleGan task, DomainSet domains, NDManager manager, long seed)
            throws IOException {
        List<Section.Gallery.Row> rows = new ArrayList<>();
        rows.addAll(
                rows("source", domains.source(), task.forward(), task.backward(), manager, seed));
        rows.addAll(
                rows("target", domains.target(), task.backward(), task.forward(), manager, seed));
        return List.of(
                new Section.Gallery(
                        "Translations", "Test pictures, as the other domain, and back.", rows));
    }

    private static List<Section.Gallery.Row> rows(
            String name, PictureSet domain, Block there, Block back, NDManager manager, long seed)
            throws IOException {
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            Pass pass = new Pass(scratch, false, 0, 1);
            Samples<Image> some = Subset.atMost(domain.data().test(), Generated.SHOWN, seed);
            NDList seen = Generated.seen(some, domain.evaluationViews(), scratch);
            NDArray translated = pass.forward(there, seen.head());
            return List.of(
                    domain.row(name, seen.head()),
                    domain.row("translated", translated),
                    domain.row("and back", pass.forward(back, translated)));
        }
    }
}
