package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.ToyText;
import org.selfsup.data.Wav;
import org.selfsup.encoder.PictureTranslatorFactory;
import org.selfsup.report.Pictures;
import org.selfsup.report.RunDirectory;

class MainTest {

    @TempDir private Path directory;

    @RegisterExtension private final Terminal terminal = new Terminal();

    @Test
    void listShowsEveryMethodWithItsFamily() {
        assertThat(Main.run("list")).isZero();
        assertThat(terminal.out()).containsPattern("simclr +contrastive +SimCLR");
        assertThat(terminal.out()).doesNotContain("probe");
    }

    @Test
    void aRunLeavesEverythingTheContractNames() throws Exception {
        Path run = directory.resolve("run");
        assertThat(simclr(run, "--steps", "12")).isZero();
        assertThat(run)
                .isDirectoryContaining("glob:**/config.json")
                .isDirectoryContaining("glob:**/metrics.csv")
                .isDirectoryContaining("glob:**/checkpoints")
                .isDirectoryContaining("glob:**/summary.json")
                .isDirectoryContaining("glob:**/report.html");
        Map<String, ?> summary = RunDirectory.readSummary(run);
        assertThat(summary.keySet())
                .contains(
                        "method",
                        "data",
                        "encoder",
                        "steps",
                        "images_per_second",
                        "loss",
                        "probe",
                        "untrained",
                        "seconds",
                        "peak_resident_bytes");
        assertThat(summary.get("probe")).asString().contains("knn", "linear");
        assertThat(summary.get("untrained")).asString().contains("knn", "linear");
        assertThat(terminal.out()).contains("(untrained ");

        assertThat(Main.run("probe", "--run", run.toString())).isZero();
        assertThat(terminal.out().lines().filter(line -> line.startsWith("linear")).distinct())
                .as("the probe command says what the run said")
                .hasSize(1);

        Path csv = directory.resolve("features.csv");
        assertThat(Main.run("embed", "--run", run.toString(), "--output", csv.toString())).isZero();
        assertThat(Files.readAllLines(csv)).hasSize(1 + 12_000);
        assertThat(Files.readAllLines(csv).get(0)).startsWith("split,name,label,f0,f1,");
        djlServesWhatEmbedWrote(run, Files.readAllLines(csv).get(3));
    }

    /** The directory of a run is a model for DJL: here of the third training picture. */
    private static void djlServesWhatEmbedWrote(Path run, String line) throws Exception {
        // snippet: criteria
        Criteria<Image, float[]> criteria =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelPath(run)
                        .optTranslatorFactory(new PictureTranslatorFactory())
                        .optDevice(Device.cpu())
                        .build();
        // end
        Image picture =
                ImageFactory.getInstance()
                        .fromImage(Pictures.of(DataSource.images("shapes").train().get(2)));
        String[] cells = line.split(",");
        assertThat(cells).startsWith("train", "2");
        float[] embedded = new float[cells.length - 3];
        for (int i = 0; i < embedded.length; i++) {
            embedded[i] = Float.parseFloat(cells[i + 3]);
        }
        try (ZooModel<Image, float[]> model = criteria.loadModel();
                Predictor<Image, float[]> predictor = model.newPredictor()) {
            assertThat(predictor.predict(picture)).containsExactly(embedded, offset(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "moco",
                "mocov2",
                "byol",
                "simsiam",
                "deepcluster",
                "deepclusterv2",
                "swav",
                "localaggregation",
                "mocov3",
                "simclrv2",
                "relic",
                "barlowtwins",
                "vicreg",
                "wmse --projection 4 --part 8",
                "tico",
                "nnclr",
                "dcl",
                "dclw",
                "supcon --views 3",
                "endtoend",
                "instdisc --noise 16",
                "pirl --negatives 16",
                "deepinfomax --global 1",
                "cpc",
                "imagecpc",
                "amdim",
                "cmc",
                "dino",
                "ibot",
                "msn",
                "ijepa",
                "lejepa",
                "rotnet",
                "relativeposition",
                "relativeposition --color drop",
                "jigsaw --orders 20",
                "damagedjigsaw --grid 2",
                "dgi --batch 1",
                "mvgrl --batch 1",
                "s2grl --batch 1",
                "infograph",
                "attributemasking",
                "gnncontext",
                "graphcl",
                "gcc",
                "grace --batch 1",
                "bgrl --batch 1",
                "gae --batch 1",
                "vgae --batch 1 --pairs sampled_pairs",
                "argva --batch 1",
                "gptgnn --batch 1",
                "vae --evaluated 2 --importance 3",
                "betavae --evaluated 2 --importance 3",
                "betatcvae --evaluated 2 --importance 3",
                "iwae --evaluated 2 --importance 3",
                "autoencoder",
                "linearautoencoder",
                "denoisingautoencoder --noise salt_and_pepper",
                "sparseautoencoder",
                "contractiveautoencoder",
                "contractiveautoencoder --encoder mlp",
                "vqvae --codes 16",
                "vqvae2 --codes 16",
                "mae",
                "simmim",
                "pixelcnn --size 8 --hidden 6 --layers 1 --levels 4",
                "gatedpixelcnn --size 8 --hidden 6 --layers 1 --classes",
                "pixelcnnpp --size 8 --filters 4 --sizes 2",
                "pixelrnn --size 8 --hidden 6 --layers 1 --kind diagonal",
                "wavenet --seconds 0.05 --stacks 1 --layers 3",
                "made --size 8 --hidden 16",
                "made --size 8 --hidden 16,16 --orders 3",
                "graphaf --hidden 8 --layers 1 --batch 8",
                "nice --units 16",
                "realnvp --hidden 8",
                "glow --depth 2 --hidden 8",
                "nsf",
                "maf --data spirals",
                "iaf --layers 2",
                "gan",
                "wgan",
                "simcse --length 16 --layers 1 --width 16 --heads 2",
                "infoword --length 16 --layers 1 --width 16 --heads 2",
                "electra --length 16 --layers 1 --width 16 --heads 2 --generator 8",
                "wklm --length 16 --layers 1 --width 16 --heads 2",
                "adversarialautoencoder",
                "bigan",
                "bigbigan",
                "splitbrain --grid 30 --width 16",
                "colorization --grid 30 --width 16",
                "contextencoder --width 16",
                "srgan"
            })
    void everyMethodRunsFromTheCommandLine(String method) throws IOException {
        Path run = directory.resolve("run");
        String batch = method.contains("--batch") ? "" : " --batch 8";
        String line = method + batch + " --steps 11 --threads 1 --no-probe --run";
        String[] arguments = (line + " .").split(" ");
        arguments[arguments.length - 1] = run.toString();
        assertThat(Main.run(arguments)).isZero();
        assertThat(RunDirectory.readSummary(run)).containsEntry("health", "OK");
        assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(1 + 2);
        assertThat(run.resolve("report.html")).content().contains("</html>");
    }

    @Test
    void aFlowTellsItsLikelihoodAndMakesPictures() throws IOException {
        Path run = directory.resolve("nice");
        String line = "nice --size 8 --units 16 --evaluated 50 --batch 8 --steps 2 --run";
        assertThat(Main.run((line + " " + run).split(" "))).isZero();
        assertThat(terminal.out()).containsPattern("50 test pictures: .* nats, .* bits/dim");
        assertThat(RunDirectory.readSummary(run)).containsKeys("nll_nats", "bits_per_dim");
        assertThat(Main.run("probe", "--run", run.toString())).isZero();
        assertThat(Main.run("sample", "--run", run.toString(), "--count", "7")).isZero();
        BufferedImage grid = ImageIO.read(run.resolve("samples.png").toFile());
        assertThat(grid.getWidth()).as("three columns of 8").isEqualTo(26);
        assertThat(Main.run("nice", "--encoder", "convnet")).isEqualTo(2);
        assertThat(terminal.err()).contains("nice is its own network; leave --encoder out");
    }

    @Test
    void codesOfPicturesGetAPriorThatMakesPictures() throws IOException {
        Path vae = directory.resolve("vqvae");
        String line = "vqvae --codes 8 --batch 8 --steps 2 --threads 1 --no-probe --run ";
        assertThat(Main.run((line + vae).split(" "))).isZero();
        Path prior = directory.resolve("prior");
        String next = "vqprior --hidden 8 --layers 2 --batch 8 --steps 2 --threads 1 --from ";
        assertThat(Main.run((next + vae + " --run " + prior).split(" "))).isZero();
        assertThat(terminal.out()).containsPattern("nats, \\d\\.\\d{3} bits a code");
        assertThat(Main.run("sample", "--run", prior.toString(), "--count", "4")).isZero();
        assertThat(ImageIO.read(prior.resolve("samples.png").toFile()).getWidth()).isEqualTo(65);
        assertThat(Main.run("vqprior", "--from", prior.toString())).isEqualTo(2);
        assertThat(terminal.err()).contains("holds a run of vqprior, which learns no pictures");
    }

    @Test
    void wavenetTellsItsLikelihoodBesideCountsAndMakesSound() throws IOException {
        Path run = directory.resolve("wavenet");
        String line =
                "wavenet --classes --seconds 0.05 --stacks 1 --layers 3 --evaluated 9 --steps 2"
                        + " --run";
        assertThat(Main.run((line + " " + run).split(" "))).isZero();
        assertThat(terminal.out()).containsPattern("bits a sample; by counts \\d.*before \\d");
        assertThat(RunDirectory.readSummary(run))
                .containsKeys("bits_per_sample", "unigram_bits_per_sample");
        assertThat(Main.run("sample", "--run", run.toString(), "--count", "2")).isZero();
        assertThat(Wav.read(run.resolve("samples.wav")).samples()).hasSize(2 * 400);
    }

    @ParameterizedTest
    @CsvSource({
        "simcse, alignment",
        "infoword, masked_nats",
        "electra, detection",
        "wklm --entities, detection"
    })
    void methodsOnTextHaveFiguresOfTheirOwn(String method, String figure) throws IOException {
        Path run = directory.resolve("run");
        Path text = directory.resolve("some.txt");
        Files.writeString(text, ToyText.generate(60, 0).text());
        Path words = Files.writeString(directory.resolve("words"), "near\nwith\nbehind\n");
        String line = method.replace("--entities", "--entities " + words) + " --data text:" + text;
        line += " --length 16 --layers 1 --width 16 --heads 2 --batch 8 --steps 2 --threads 1";
        assertThat(Main.run((line + " --run " + run).split(" "))).isZero();
        assertThat(RunDirectory.readSummary(run)).containsKeys(figure, "probe", "token_counts");
        assertThat(terminal.out()).contains("eld-out");
    }

    @Test
    void picturesOfAClassAreMadeInTurn() throws IOException {
        Path run = directory.resolve("gated");
        String line = "gatedpixelcnn --classes --size 4 --hidden 6 --layers 1 --evaluated 9";
        assertThat(Main.run((line + " --steps 2 --run " + run).split(" "))).isZero();
        assertThat(Main.run("sample", "--run", run.toString(), "--count", "12")).isZero();
        assertThat(run.resolve("samples.png")).isNotEmptyFile();
    }

    @Test
    void aFlowMakesPoints() throws IOException {
        Path run = directory.resolve("nsf");
        assertThat(Main.run("nsf", "--steps", "2", "--run", run.toString())).isZero();
        assertThat(terminal.out()).containsPattern("negative log-likelihood \\d+\\.\\d{3} nats");
        assertThat(Main.run("sample", "--run", run.toString(), "--count", "7")).isZero();
        assertThat(Files.readAllLines(run.resolve("samples.csv"))).hasSize(1 + 7);
        assertThat(Main.run("sample", "--run", run.toString(), "--output", "x.png")).isEqualTo(2);
        assertThat(terminal.err()).contains("--output must end in .csv");
        String line = "sample --run " + run + " --temperature 0.7";
        assertThat(Main.run(line.split(" "))).isZero();
        assertThat(Main.run((line + " --prompt to").split(" "))).isEqualTo(2);
        assertThat(terminal.err()).contains("are for text; this run writes none");
    }

    @Test
    void whatMakesNothingOfNoiseIsRefused() {
        String run = directory.resolve("dgi").toString();
        assertThat(Main.run("dgi", "--batch", "1", "--steps", "1", "--run", run)).isZero();
        assertThat(Main.run("sample", "--run", run)).isEqualTo(2);
        assertThat(terminal.err()).contains("cannot be written to a file");
        assertThat(Main.run("sample", "--run", run, "--temperature", "1")).isEqualTo(2);
        assertThat(terminal.err()).contains("is for text and flows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ibot", "msn", "ijepa", "mae", "simmim"})
    void maskingPatchesTakesAVisionTransformer(String method) {
        assertThat(Main.run(method, "--encoder", "convnet", "--steps", "1")).isEqualTo(2);
        assertThat(terminal.err()).contains(method + " masks the patches of a vision");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grace", "graphcl"})
    void graphsAreProbedBesideTheUntrainedEncoder(String method) throws IOException {
        Path run = directory.resolve(method);
        assertThat(Main.run(method, "--run", run.toString(), "--steps", "2")).isZero();
        String line = method.equals("grace") ? "linear " : "10-fold ";
        assertThat(terminal.out()).containsPattern(line + "\\d.*untrained \\d");
        Map<String, ?> summary = RunDirectory.readSummary(run);
        assertThat(summary.get("probe")).asString().contains("linear");
        assertThat(Main.run("probe", "--run", run.toString())).isZero();
        assertThat(terminal.out().lines().filter(l -> l.startsWith(line)).distinct()).hasSize(1);
    }

    @Test
    void linksHeldOutArePredictedAndCompared() throws IOException {
        Path output = directory.resolve("links");
        String line = "compare --methods gae,vgae --steps 2 --seeds 2 --threads 1 --output ";
        assertThat(Main.run((line + output).split(" "))).isZero();
        assertThat(terminal.out())
                .containsPattern("Links held out: AUC \\d.*, AP \\d.* \\(untrained: AUC \\d")
                .containsPattern("AUC % +AP %")
                .containsPattern("vgae +2 .* \\d+\\.\\d ± \\d+\\.\\d +\\d+\\.\\d ± ");
        assertThat(Files.readAllLines(output.resolve("compare.csv")).get(0)).contains(",auc,ap,");
        Map<String, ?> summary = RunDirectory.readSummary(output.resolve("gae-1"));
        assertThat(summary.keySet()).contains("auc", "ap", "untrained_auc", "validation_ap");
    }

    @Test
    void aRunIsProbedWithTheOptionsItHad() {
        String run = directory.resolve("mvgrl").toString();
        String line = "mvgrl --steps 2 --neighbours 2 --threads 1 --run";
        String[] arguments = (line + " .").split(" ");
        arguments[arguments.length - 1] = run;
        assertThat(Main.run(arguments)).isZero();
        assertThat(Main.run("probe", "--run", run)).isZero();
        assertThat(terminal.out().lines().filter(l -> l.startsWith("linear ")).distinct())
                .hasSize(1);
    }

    @Test
    void selfLabelledNodesStandBesideTheSameLabelsAlone() {
        String line = "m3s --labels 3 --stages 2 --steps 20 --clusters 20 --seeds 2 --threads 1";
        assertThat(Main.run(line.split(" "))).isZero();
        assertThat(terminal.out())
                .contains("seed 1, 18 nodes have labels")
                .containsPattern("once, 40 steps +\\d+\\.\\d ± ")
                .containsPattern("once, 20 steps +\\d+\\.\\d ± ")
                .containsPattern("m3s, stage 2 +\\d+\\.\\d ± ");
        assertThat(Main.run("m3s", "--labels", "0")).isEqualTo(2);
        assertThat(terminal.err()).contains("At least 1 training node of a class");
    }

    @Test
    void aComparisonRunsEachMethodOnceAndGoesOnWhereItWas() throws IOException {
        String pictures = "folder:" + classes();
        Path output = directory.resolve("compare");
        String[] arguments = {
            "compare",
            "--methods",
            "simclr --batch 4,byol --batch 4 --tau 0.9",
            "--data",
            pictures,
            "--steps",
            "2",
            "--seeds",
            "2",
            "--output",
            output.toString()
        };
        assertThat(Main.run(arguments)).isZero();
        assertThat(Files.readAllLines(output.resolve("compare.csv"))).hasSize(1 + 4);
        assertThat(output.resolve("compare.html")).content().contains("byol --batch 4 --tau 0.9");
        terminal.clear();
        assertThat(Main.run(arguments)).isZero();
        assertThat(terminal.out())
                .as("what is there is not run again")
                .doesNotContain("step 2 of 2")
                .containsPattern("simclr --batch 4 +2 ");
        refused(
                "is no method that can be trained",
                "compare",
                "--methods",
                "probe",
                "--steps",
                "1");
    }

    /** A folder of twelve pictures in two classes. */
    private Path classes() throws IOException {
        Path pictures = directory.resolve("classes");
        for (int i = 0; i < 12; i++) {
            Path folder = Files.createDirectories(pictures.resolve(i % 2 == 0 ? "dark" : "light"));
            var picture = new java.awt.image.BufferedImage(16, 16, 1);
            for (int pixel = 0; pixel < 256; pixel++) {
                picture.setRGB(pixel % 16, pixel / 16, (i % 2 * 150 + i * pixel % 90) * 0x10101);
            }
            javax.imageio.ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
        }
        return pictures;
    }

    @Test
    void clusterFitLearnsTheClustersOfAFinishedRun() throws IOException {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        String[] common = {"--steps", "2", "--batch", "8", "--threads", "1", "--no-probe", "--run"};
        assertThat(Main.run(join("simclr", common, first.toString()))).isZero();
        String from = first.toString();
        assertThat(Main.run(join("clusterfit", common, second.toString(), "--from", from)))
                .isZero();
        assertThat(RunDirectory.readSummary(second)).containsEntry("method", "clusterfit");
    }

    @Test
    void theOnlineProbeChangesNothing() throws IOException {
        Path without = directory.resolve("without");
        Path with = directory.resolve("with");
        String[] common = {
            "--steps", "11", "--batch", "8", "--threads", "1", "--no-probe", "--run"
        };
        assertThat(Main.run(join("simclr", common, without.toString()))).isZero();
        assertThat(Main.run(join("simclr", common, with.toString(), "--online-probe", "10")))
                .isZero();
        assertThat(with.resolve("encoder.safetensors"))
                .hasSameBinaryContentAs(without.resolve("encoder.safetensors"));
        assertThat(RunDirectory.readCurves(with).stream())
                .anySatisfy(
                        curve -> {
                            assertThat(curve.name()).isEqualTo("online_knn");
                            assertThat(curve.y()).hasSize(2);
                            assertThat(curve.y()[1]).isBetween(0.05, 1.0);
                        });
    }

    @Test
    void aLabelEfficiencyCurveHasEveryShareAndWay() throws IOException {
        Path run = directory.resolve("run");
        String pictures = "folder:" + classes();
        String[] line = {"--steps", "2", "--batch", "4", "--threads", "1", "--no-probe", "--run"};
        assertThat(Main.run(join("simclr", line, run.toString(), "--data", pictures))).isZero();
        String[] labels = {"--tuning-steps", "2", "--seeds", "2", "--threads", "1", "--shares"};
        assertThat(Main.run(join("labels", labels, "1,0.5", "--run", run.toString()))).isZero();
        assertThat(Files.readAllLines(run.resolve("labels.csv")))
                .hasSize(1 + 2 * 2)
                .first()
                .isEqualTo("share,labels,seed,linear probe,untrained,fine-tuned,from scratch");
        assertThat(terminal.out()).containsPattern("labels +share +seeds +linear probe");
        assertThat(run.resolve("labels.html")).content().contains("from scratch");
        refused("above 0 and at most 1", "labels", "--run", run.toString(), "--shares", "2");
    }

    private static String[] join(String method, String[] common, String... more) {
        return Stream.of(Stream.of(method), Stream.of(common), Stream.of(more))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    @Test
    void aRunOfAnotherSettingIsNotResumed() {
        Path run = directory.resolve("run");
        assertThat(simclr(run, "--steps", "2", "--no-probe")).isZero();
        assertThat(simclr(run, "--resume")).isZero();
        assertThat(terminal.out()).contains("has finished; nothing is left to resume");
        assertThat(simclr(run, "--resume", "--temperature", "0.1")).isEqualTo(2);
        assertThat(terminal.err())
                .contains("was started without --temperature, now it is 0.1")
                .contains("leave it out when resuming");
        assertThat(simclr(run, "--steps", "2")).isEqualTo(2);
        assertThat(terminal.err())
                .contains("holds a run already: resume it, or name another directory");
    }

    @Test
    void unlabelledPicturesAreTrainedOnButNotProbed() throws IOException {
        Path pictures = Files.createDirectories(directory.resolve("pictures"));
        for (int i = 0; i < 40; i++) {
            var picture = new java.awt.image.BufferedImage(20 + i % 5, 24, 1);
            picture.setRGB(i % 20, 3, 0xff8800);
            javax.imageio.ImageIO.write(picture, "png", pictures.resolve(i + ".png").toFile());
        }
        Path run = directory.resolve("run");
        assertThat(
                        Main.run(
                                "simclr",
                                "--data",
                                "folder:" + pictures,
                                "--steps",
                                "2",
                                "--batch",
                                "8",
                                "--run",
                                run.toString()))
                .isZero();
        assertThat(terminal.out()).contains("no labels");
        assertThat(RunDirectory.readSummary(run)).doesNotContainKey("probe");
    }

    @Test
    void badUsageIsOneSentenceAndExitCodeTwo() {
        boolean runs = Files.exists(Path.of("runs"));
        refused("Unknown data \"moon\": expected shapes, mnist:DIR", "simclr", "--data", "moon");
        refused("\"mnist\" needs a path", "simclr", "--data", "mnist");
        refused("takes no path", "simclr", "--data", "shapes:x");
        refused("nowhere", "simclr", "--data", "cifar10:" + directory.resolve("nowhere"));
        refused("this libtorch sees 0 GPUs", "simclr", "--device", "gpu0");
        refused("Unknown device \"tpu\"", "simclr", "--device", "tpu");
        refused("at least 1 step", "simclr", "--steps", "0", "--run", directory + "/a");
        refused("holds no run", "probe", "--run", directory.toString());
        refused("holds no run", "simclr", "--resume", "--run", directory.toString());
        refused("add --run DIR", "simclr", "--resume");
        refused(
                "must end in .csv, .npy or .safetensors",
                "embed",
                "--run",
                "x",
                "--output",
                "a.txt");
        refused("Unknown option --stepz; did you mean --steps?", "simclr", "--stepz", "3");
        refused("Unknown command simclar; did you mean simclr", "simclar");
        refused("mutually exclusive", "simclr", "--steps", "1", "--epochs", "1");
        refused("positive, finite temperature", "simclr", "--temperature", "0");
        assertThat(Files.exists(Path.of("runs"))).as("bad usage leaves nothing").isEqualTo(runs);
        refused("1 to 10000 samples", "simclr", "--batch", "20000", "--run", directory + "/b");
    }

    private int simclr(Path run, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "simclr";
        arguments[1] = "--run";
        arguments[2] = run.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Main.run(arguments);
    }

    private void refused(String sentence, String... arguments) {
        terminal.clear();
        assertThat(Main.run(arguments)).as(String.join(" ", arguments)).isEqualTo(2);
        assertThat(terminal.err()).contains(sentence).doesNotContain("\tat ");
    }
}
